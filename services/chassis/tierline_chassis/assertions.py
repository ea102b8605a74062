"""Assertions: a principal with its grants, signed by tenancy (JWT, Ed25519) and verified by every service without asking anybody."""

import base64
import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tierline_sdk.errors import Unauthenticated

from tierline_chassis.auth import Grant, Principal, PrincipalKind, ScopeKind

ALGORITHM = "EdDSA"
ISSUER = "tierline-tenancy"
AUDIENCE = "tierline"
LIFETIME = timedelta(seconds=60)
"""How long an assertion says what it says; a caller's assertion is renewed long before."""
LEEWAY = timedelta(seconds=5)
"""How far two machines' clocks may be apart."""
_REMEMBERED = 1024
"""Verified assertions kept, so that a signature is checked once and not once a call."""


class Signer:
    """Signs assertions with the installation's private key."""

    def __init__(self, private_key: str) -> None:
        """Take the base64 of the raw 32 bytes."""
        self._key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key, validate=True))
        self.public_key = base64.b64encode(raw(self._key.public_key())).decode()

    def sign(self, principal: Principal, *, now: datetime, lifetime: timedelta = LIFETIME) -> str:
        """State who *principal* is, from *now* on for *lifetime*."""
        claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + lifetime, **_to_claims(principal)}
        return jwt.encode(claims, self._key, algorithm=ALGORITHM, headers={"kid": key_id(self._key.public_key())})


class Verifier:
    """Verifies assertions with one public key or, while keys are rotated, several."""

    def __init__(self, public_keys: Sequence[str]) -> None:
        """Take base64 of the raw 32 bytes of each."""
        loaded = [Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True)) for text in public_keys]
        self._keys = {key_id(key): key for key in loaded}
        self._verified: OrderedDict[str, tuple[Principal, datetime]] = OrderedDict()
        self._lock = Lock()

    def verify(self, assertion: str, *, now: datetime | None = None) -> Principal:
        """
        Return whom *assertion* names.

        Raises:
            Unauthenticated: It is malformed, forged, for another audience, not yet valid or expired.

        """
        now = now or datetime.now(UTC)
        principal = self._remembered(assertion, now)
        if principal is None:
            principal, expires = self._verify(assertion)
            self._remember(assertion, principal, expires)
        return principal

    def _verify(self, assertion: str) -> tuple[Principal, datetime]:
        try:
            key = self._keys[jwt.get_unverified_header(assertion).get("kid", "")]
            claims = jwt.decode(
                assertion, key, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER, leeway=LEEWAY,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
            return _from_claims(claims), datetime.fromtimestamp(claims["exp"], UTC)
        except jwt.ExpiredSignatureError as error:
            raise Unauthenticated("The assertion has expired.") from error
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise Unauthenticated("The assertion is not valid.") from error

    def _remembered(self, assertion: str, now: datetime) -> Principal | None:
        with self._lock:
            principal, expires = self._verified.get(assertion, (None, now))
        return principal if expires + LEEWAY > now else None

    def _remember(self, assertion: str, principal: Principal, expires: datetime) -> None:
        with self._lock:
            self._verified[assertion] = (principal, expires)
            while len(self._verified) > _REMEMBERED:
                self._verified.popitem(last=False)


def key_id(key: Ed25519PublicKey) -> str:
    """Name a public key by its digest, so that nobody has to hand out names."""
    return hashlib.sha256(raw(key)).hexdigest()[:16]


def raw(key: Ed25519PublicKey) -> bytes:
    """Return the 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def new_private_key() -> str:
    """Make a private key, as the settings hold it."""
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def _to_claims(principal: Principal) -> Mapping[str, object]:
    """Write a role's permissions once, and grants of the same role and party as one list of scopes."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for grant in principal.grants:
        groups.setdefault((grant.role, grant.party_id or "", grant.scope_kind.value), []).append(grant.scope_id)
    return {
        "sub": principal.id, "kind": principal.kind.value, "name": principal.display_name,
        "grants": [[role, party, kind, scopes] for (role, party, kind), scopes in groups.items()],
        "roles": {role: sorted(permissions) for role, permissions in principal.permissions.items()},
    }


def _from_claims(claims: Mapping[str, Any]) -> Principal:
    grants = [
        Grant(scope_id=scope, role=role, party_id=party or None, scope_kind=ScopeKind(kind))
        for role, party, kind, scopes in claims["grants"] for scope in scopes
    ]
    return Principal(
        id=claims["sub"], kind=PrincipalKind(claims["kind"]), display_name=claims["name"], grants=tuple(grants),
        permissions={role: frozenset(permissions) for role, permissions in claims["roles"].items()},
    )
