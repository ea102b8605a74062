"""The secrets of keys and sessions: what they look like, and what is stored of them."""

import hashlib
from datetime import timedelta

KEY_PREFIX = "tl"
SESSION_PREFIX = "ts"
SESSION_LIFETIME = timedelta(hours=12)
"""How long a browser stays signed in."""


def secret(prefix: str, owner_id: str, chance: str) -> str:
    """Write a secret: what it is, whose (so that a leaked one can be found), and 256 bits of *chance*."""
    return f"{prefix}_{owner_id.replace('-', '')}_{chance}"


def digest(text: str) -> bytes:
    """Return what is stored of a secret: SHA-256, which needs no salt where the secret is random."""
    return hashlib.sha256(text.encode()).digest()
