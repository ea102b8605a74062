"""What happened, and when to look again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tierline_monitoring.domain.alarms import Alarm, Outage
from tierline_monitoring.domain.checks import Check
from tierline_monitoring.domain.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSaved:
    """A check was created or changed."""

    check: Check
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised:
    """An alarm was raised, or is muted no longer."""

    alarm: Alarm
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmCleared:
    """An alarm cleared."""

    alarm: Alarm
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageStarted:
    """Production stopped being available."""

    outage: Outage
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageEnded:
    """Production is available again, or a planned outage became an unplanned one."""

    outage: Outage
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSaved:
    """A maintenance window was reserved or changed."""

    window: Window
    at: datetime


Fact = CheckSaved | AlarmRaised | AlarmCleared | OutageStarted | OutageEnded | WindowSaved


class WakeKind(StrEnum):
    """Why to look again."""

    PROBE = "probe"
    """A page is to be asked for."""
    OVERDUE = "overdue"
    """A sign of life has not come."""
    UNMUTE = "unmute"
    """A maintenance window ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake:
    """
    When to look at a check again; a check has at most one wake of a kind.

    Attributes:
        at: When to look; `None` where there is nothing to look for any more.
        due: The instant that the look is about, where it comes later than that; *at* otherwise.

    """

    tenant_id: str
    check_id: str
    kind: WakeKind
    at: datetime | None
    due: datetime | None
