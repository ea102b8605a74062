"""Signatures of Standard Webhooks 1.0, symmetric (`v1`)."""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from tierline_sdk.vendors import VendorRefused

PREFIX = "whsec_"
KEY_BYTES = range(24, 65)
"""How long a signing secret may be, in bytes."""


def signed_headers(body: bytes, *, message_id: str, now: datetime, secrets: Sequence[str]) -> Mapping[str, str]:
    """
    Sign *body* with every secret, so that either end may rotate first.

    Raises:
        VendorRefused: A secret is not `whsec_` and base64 of 24 to 64 bytes.
    """
    timestamp = str(int(now.timestamp()))
    signed = b".".join([message_id.encode(), timestamp.encode(), body])
    signatures = [base64.b64encode(hmac.digest(_key(secret), signed, "sha256")).decode() for secret in secrets]
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(PREFIX) or len(key) not in KEY_BYTES:
        raise VendorRefused("The signing secret is not `whsec_` and base64 of 24 to 64 bytes: make a new one.")
    return key
