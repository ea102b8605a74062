"""What routing is told."""

from dataclasses import dataclass

from tierline_chassis.house import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServiceSettings):
    """Routing's settings."""

    secrets_key: str
    """Key that opens the secrets in plugin settings: base64 of 32 bytes."""
