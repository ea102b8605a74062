"""What the sla service is told."""

from dataclasses import dataclass

from tierline_chassis.house import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaSettings(ServiceSettings):
    """The settings of every service, and one of its own."""

    secrets_key: str = ""
    """The installation's key, base64 of 32 bytes, with which the secrets among plugin settings are opened; none are where it is empty."""
