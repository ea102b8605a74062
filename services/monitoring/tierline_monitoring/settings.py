"""What monitoring is told."""

from dataclasses import dataclass

from tierline_chassis.house import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServiceSettings):
    """The settings of monitoring."""

    probe_workers: int = 8
    """Pages asked for at once."""
    probe_capacity: int = 256
    """Pages asked for or waiting for a worker; what is due beyond that comes a second later."""
