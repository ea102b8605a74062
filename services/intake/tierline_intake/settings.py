"""What intake is told."""

from dataclasses import dataclass

from tierline_chassis.house import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServiceSettings):
    """Intake has no settings of its own."""
