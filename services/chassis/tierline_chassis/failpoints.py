"""Named places where a test may let the process die, as `kill -9` would: `TIERLINE_FAILPOINT=name` in its environment."""

import os

EXIT_STATUS = 137


def failpoint(name: str) -> None:
    """End the process at once where the environment asks for it here."""
    if os.environ.get("TIERLINE_FAILPOINT") == name:
        os._exit(EXIT_STATUS)
