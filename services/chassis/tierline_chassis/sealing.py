"""
Secrets in plugin settings, sealed with the installation's key: AES-256-GCM, bound to whose secrets they are.

Tenancy seals them before they reach the log; the services that call effects open them, at the moment of the call.
"""

import base64
import binascii
import json
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tierline_sdk.errors import Kind, TierlineError

KEY_BYTES = 32
_NONCE_BYTES = 12


class SecretsKeyInvalid(TierlineError):
    """The installation's key is not base64 of 32 bytes: set `TIERLINE_SECRETS_KEY`."""

    kind, reason = Kind.INVALID, "SECRETS_KEY_INVALID"


class SecretsUnreadable(TierlineError):
    """Secrets were sealed with another key, or for somebody else: set the plugin's secrets again."""

    kind, reason = Kind.CONFLICT, "SECRETS_UNREADABLE"


class Sealer:
    """Seals and opens with one key."""

    def __init__(self, key: str) -> None:
        """
        Take the installation's key.

        Raises:
            SecretsKeyInvalid: It is not base64 of 32 bytes.
        """
        try:
            raw = base64.b64decode(key, validate=True)
        except binascii.Error:
            raw = b""
        if len(raw) != KEY_BYTES:
            raise SecretsKeyInvalid("TIERLINE_SECRETS_KEY is not base64 of 32 bytes.")
        self._cipher = AESGCM(raw)

    def seal(self, tenant_id: str, plugin: str, secrets: Mapping[str, str]) -> bytes:
        """Seal a tenant's secrets for a plugin; empty where there are none."""
        if not secrets:
            return b""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, json.dumps(dict(secrets)).encode(), _bound(tenant_id, plugin))

    def open(self, tenant_id: str, plugin: str, sealed: bytes) -> Mapping[str, str]:
        """
        Open what `seal` made.

        Raises:
            SecretsUnreadable: Another key, another tenant or plugin, or changed on the way.
        """
        if not sealed:
            return {}
        try:
            opened = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(tenant_id, plugin))
        except InvalidTag:
            raise SecretsUnreadable(f"The secrets of {plugin} cannot be opened with this key: set them again.", plugin=plugin) from None
        secrets: Mapping[str, str] = json.loads(opened)
        return secrets


def _bound(tenant_id: str, plugin: str) -> bytes:
    return f"{tenant_id}/{plugin}".encode()
