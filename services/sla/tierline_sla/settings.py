"""What the sla service is told."""

from dataclasses import dataclass

from tierline_chassis.house import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaSettings(ServiceSettings):
    """The settings of every service, and one of its own."""

    secrets_key: str = ""
    """Key with which tenancy seals the secrets among plugin settings, base64; no shipped rule of sla has any."""
