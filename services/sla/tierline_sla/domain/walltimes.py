"""Wall times, zones, and how the one becomes an instant through the other."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from tierline_sla.domain.errors import InvalidWallTime, UnknownZone

DAY = timedelta(days=1)
LATEST_WALL_TIME = 2 * DAY
"""What goes over midnight closes after 24:00, until 48:00 at most."""

_TICK = timedelta(microseconds=1)
_WRITTEN = re.compile(r"([0-9]{2}):([0-5][0-9])", re.ASCII)
_NOT_A_PLACE = frozenset({"Factory", "localtime", "posixrules"})


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones()) - _NOT_A_PLACE


@lru_cache(maxsize=1024)
def load_zone(name: str) -> ZoneInfo:
    """
    Look up an IANA zone.

    Raises:
        UnknownZone: The time zone database has no such name.
    """
    if name not in _zone_names():
        raise UnknownZone(name)
    return ZoneInfo(name)


def parse_wall_time(text: str, *, field: str) -> timedelta:
    """
    Read `HH:MM` between 00:00 and 48:00 as the time since the day's midnight on the wall.

    Raises:
        InvalidWallTime: The text is written otherwise, or later than 48:00.
    """
    match = _WRITTEN.fullmatch(text)
    wall_time = timedelta(hours=int(match[1]), minutes=int(match[2])) if match else None
    if wall_time is None or wall_time > LATEST_WALL_TIME:
        raise InvalidWallTime(field, text)
    return wall_time


def write_wall_time(wall_time: timedelta) -> str:
    """Write a wall time as `HH:MM`: the inverse of `parse_wall_time`."""
    minutes = wall_time // timedelta(minutes=1)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def opening_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """
    Find the UTC instant at which something opens at the naive *wall*.

    A wall time that occurs twice opens at its first pass; one that the clocks jump over moves by the length of the jump (both are `fold=0`).
    """
    return wall.replace(tzinfo=zone).astimezone(UTC)


def closing_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """
    Find the UTC instant at which something closes at the naive *wall*.

    A span covers both passes of a wall time that occurs twice, so it closes at the second pass. Closing exactly where the
    repeated stretch begins, it contains none of it, and closes at the first. A wall time in a gap moves by the gap's length.
    """
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return second if second > first and _occurs_twice(wall - _TICK, zone) else first


def _occurs_twice(wall: datetime, zone: ZoneInfo) -> bool:
    return wall.replace(tzinfo=zone, fold=1).astimezone(UTC) > wall.replace(tzinfo=zone).astimezone(UTC)
