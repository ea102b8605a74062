"""What tenancy is told."""

from dataclasses import dataclass

from tierline_chassis.house import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class TenancySettings(ServiceSettings):
    """Beside what every service is told."""

    assertion_private_key: str
    """Ed25519 private key that signs assertions, base64 of the raw 32 bytes; its public half is in `assertion_public_key`."""
    secrets_key: str
    """Seals the secrets in plugin settings: base64 of 32 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BootstrapSettings:
    """What `bootstrap` is told."""

    database_url: str
    """PostgreSQL, as tenancy's own role."""
    gateway_key: str = ""
    """The gateway's secret, where it is not in a file."""
