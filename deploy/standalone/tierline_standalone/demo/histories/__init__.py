"""Two real ticket histories with their mappings; README.md says whose they are."""

from pathlib import Path


def folder() -> Path:
    """Return where they lie."""
    return Path(__file__).parent
