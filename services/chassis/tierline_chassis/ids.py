"""Identifiers: UUIDv7 as text, so that ids made later sort later."""

from uuid_utils import uuid7


def new_id() -> str:
    """Make an id in the canonical lower-case form."""
    return str(uuid7())
