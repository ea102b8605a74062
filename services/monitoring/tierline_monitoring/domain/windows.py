"""Maintenance windows: times reserved for work that may cause downtime (D4), once or again and again on the wall of one zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tierline_sdk.values import Environment


class Recurrence(StrEnum):
    """How a window comes again."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"


LONGEST = {Recurrence.ONCE: timedelta(days=31), Recurrence.DAILY: timedelta(days=1), Recurrence.WEEKLY: timedelta(days=7)}
"""How long a window may be: an occurrence never runs into the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSpec:
    """What people set of a window; `start_time` and `end_time` are those of the first occurrence."""

    display_name: str
    application_id: str | None
    environment: Environment
    start_time: datetime
    end_time: datetime
    recurrence: Recurrence
    zone: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window; `version` counts the commands on it."""

    id: str
    tenant_id: str
    spec: WindowSpec
    create_time: datetime
    update_time: datetime
    version: int = 1


def muted_until(windows: Iterable[Window], *, application_id: str | None, environment: Environment, at: datetime) -> datetime | None:
    """Return the latest end of the windows that cover the application *at* that instant, `None` where none does."""
    ends = [end for window in windows if _concerns(window.spec, application_id, environment) and (end := end_of_occurrence(window.spec, at)) is not None]
    return max(ends, default=None)


def end_of_occurrence(spec: WindowSpec, at: datetime) -> datetime | None:
    """
    Return when the occurrence that covers *at* ends, `None` where there is none.

    An occurrence begins and ends at the same wall times as the first one, so on a day on which the clocks change it is an hour longer or shorter.
    """
    if spec.recurrence is Recurrence.ONCE:
        return spec.end_time if spec.start_time <= at < spec.end_time else None
    zone, period = ZoneInfo(spec.zone), LONGEST[spec.recurrence]
    opens, closes = (instant.astimezone(zone).replace(tzinfo=None) for instant in (spec.start_time, spec.end_time))
    nearest = (at.astimezone(zone).replace(tzinfo=None) - opens) // period
    for number in range(max(0, nearest - 1), nearest + 2):
        start, end = (_instant(wall + number * period, zone) for wall in (opens, closes))
        if start <= at < end:
            return end
    return None


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Read a wall time in *zone*; one that the clocks skip counts as if they had not been changed yet."""
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _concerns(spec: WindowSpec, application_id: str | None, environment: Environment) -> bool:
    return not spec.cancelled and spec.environment is environment and spec.application_id in (None, application_id)
