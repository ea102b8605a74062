"""What reporting is told."""

from dataclasses import dataclass

from tierline_chassis.house import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServiceSettings):
    """The settings of reporting: none but those that every service has."""
