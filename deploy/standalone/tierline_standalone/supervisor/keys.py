"""The secrets that the parts share: made at the first start, kept in the data folder, never printed."""

import json
import secrets
from base64 import b64encode
from dataclasses import asdict, dataclass
from pathlib import Path

from tierline_standalone.errors import DataFolderUnusable
from tierline_standalone.supervisor.folder import write_private


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """
    What only the parts may know.

    Attributes:
        assertion_private_key: Raw Ed25519 key, base64: tenancy signs with it who a caller is.
        assertion_public_key: Its public half: every service verifies with it.
        secrets_key: 32 bytes, base64: encrypts secrets in plugin settings.
        database_secret: The passwords of the database roles are derived from it.
    """

    assertion_private_key: str
    assertion_public_key: str
    secrets_key: str
    database_secret: str


def load_or_make(path: Path) -> Keys:
    """
    Read the keys at *path*, or make them.

    Raises:
        DataFolderUnusable: The file is there and cannot be understood; nothing is overwritten.
    """
    if path.exists():
        return _load(path)
    keys = _make()
    write_private(path, json.dumps(asdict(keys), indent=1))
    return keys


def _load(path: Path) -> Keys:
    try:
        return Keys(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError) as error:
        cure = "Restore the file from a backup: its keys open what is stored."
        raise DataFolderUnusable(f"The keys in {path} cannot be read: {error}.", cure=cure) from error


def _make() -> Keys:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - only the first start needs it

    private = Ed25519PrivateKey.generate()
    return Keys(
        assertion_private_key=b64encode(private.private_bytes_raw()).decode(),
        assertion_public_key=b64encode(private.public_key().public_bytes_raw()).decode(),
        secrets_key=b64encode(secrets.token_bytes(32)).decode(),
        database_secret=secrets.token_hex(32),
    )
