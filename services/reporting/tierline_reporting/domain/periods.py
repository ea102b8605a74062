"""Periods of any bounds, laid out in whole days, whole hours and what is left at the edges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""No ticket is older."""


@dataclass(frozen=True, slots=True)
class Period:
    """From *start* until just before *end*."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start

    def until(self) -> "Period":
        """Return all time before its end."""
        return Period(EPOCH, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A period without gap or overlap: whole UTC days, whole hours beside them, and edges shorter than an hour."""

    days: Sequence[Period]
    hours: Sequence[Period]
    edges: Sequence[Period]


def cover(period: Period) -> Cover:
    """Lay out *period* with as few pieces as there can be."""
    inner, edges = _split(period, HOUR)
    middle, hours = _split(inner, DAY) if inner else (None, [])
    return Cover(days=[middle] if middle else [], hours=hours, edges=edges)


def floor(instant: datetime, length: timedelta) -> datetime:
    """Return the start of the hour or day of UTC that holds *instant*."""
    return EPOCH + (instant - EPOCH) // length * length


def _split(period: Period, length: timedelta) -> tuple[Period | None, list[Period]]:
    """Return the whole units of *period*, and what is left before and after them."""
    first, last = floor(period.start + length - timedelta.resolution, length), floor(period.end, length)
    if first >= last:
        return None, [period] if period.start < period.end else []
    rest = [Period(period.start, first), Period(last, period.end)]
    return Period(first, last), [part for part in rest if part.start < part.end]
