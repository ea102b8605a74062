"""Service calendars: when working time runs. One source for hours, staffing and price (B6, C4)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tierline_sdk.values import Coverage

from tierline_sla.domain.errors import InvalidSpan, InvalidWallTime, InvalidYearlyHoliday, NoWorkingTime, OverlappingSpans
from tierline_sla.domain.walltimes import DAY, LATEST_WALL_TIME, load_zone, parse_wall_time, write_wall_time

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTE = timedelta(minutes=1)
_ZERO = timedelta()
_YEARLY = re.compile(r"([0-9]{2})-([0-9]{2})", re.ASCII)
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the wall's day, from *opens* until just before *closes*; over midnight it closes after 24:00."""

    opens: timedelta
    closes: timedelta

    def __str__(self) -> str:
        return f"{write_wall_time(self.opens)}-{write_wall_time(self.closes)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """The part of one date that is taken out."""

    date: date
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyHoliday:
    """A holiday on the same day each year; the 29th of February occurs in leap years only."""

    month: int
    day: int

    def __post_init__(self) -> None:
        try:
            date(_LEAP_YEAR, self.month, self.day)
        except ValueError:
            raise InvalidYearlyHoliday(f"{self.month:02}-{self.day:02}") from None

    @classmethod
    def parse(cls, text: str) -> "YearlyHoliday":
        """
        Read `MM-DD`.

        Raises:
            InvalidYearlyHoliday: It is written otherwise, or no year has that day.
        """
        match = _YEARLY.fullmatch(text)
        if match is None:
            raise InvalidYearlyHoliday(repr(text))
        return cls(month=int(match[1]), day=int(match[2]))

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


Week = tuple[tuple[Span, ...], ...]
"""The spans of each weekday, Monday first, each day's in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """
    When working time runs, in one IANA zone.

    A holiday takes out every span that opens on its date, one over midnight included.

    Raises:
        InvalidValue: Its subclasses name the field and the rule: an unknown zone, a span that does not close after it opens, overlapping spans, no span at all.
    """

    zone: str
    hours: Week
    holidays: frozenset[date] = frozenset()
    yearly_holidays: frozenset[YearlyHoliday] = frozenset()
    closures: tuple[Closure, ...] = ()

    def __post_init__(self) -> None:
        load_zone(self.zone)
        for number, spans in enumerate(self.hours):
            for span in spans:
                _check_span(span, f"hours.{WEEKDAYS[number]}")
        for closure in self.closures:
            _check_span(closure.span, "closures")
        if not any(self.hours):
            raise NoWorkingTime
        _check_overlaps(self.hours)

    @property
    def always_open(self) -> bool:
        """Whether every instant is working time."""
        stretches = list(_wall_week(self.hours))
        gapless = all(closes == opens for (_, closes, _), (opens, _, _) in pairwise(stretches))
        return self.uninterrupted and gapless and stretches[-1][1] - stretches[0][0] == 7 * DAY

    @property
    def uninterrupted(self) -> bool:
        """Whether neither holiday nor closure ever changes the week."""
        return not (self.holidays or self.yearly_holidays or self.closures)

    @property
    def weekly_time(self) -> timedelta:
        """The working time of a week without holiday and without change of the clocks."""
        return sum((span.closes - span.opens for spans in self.hours for span in spans), _ZERO)

    def is_holiday(self, day: date) -> bool:
        """Say whether what opens on *day* is taken out."""
        return day in self.holidays or (bool(self.yearly_holidays) and YearlyHoliday(month=day.month, day=day.day) in self.yearly_holidays)


def make_week(hours: Mapping[str, Sequence[tuple[str, str]]]) -> Week:
    """
    Read a week from pairs of wall times by weekday (`mon` to `sun`), in any order.

    Raises:
        InvalidWallTime: A wall time, or the name of a weekday, is not understood.
    """
    unknown = sorted(set(hours) - set(WEEKDAYS))
    if unknown:
        raise InvalidWallTime("hours", unknown[0])
    return tuple(_make_day(hours.get(day, ()), f"hours.{day}") for day in WEEKDAYS)


def _make_day(pairs: Sequence[tuple[str, str]], field: str) -> tuple[Span, ...]:
    spans = [Span(opens=parse_wall_time(opens, field=field), closes=parse_wall_time(closes, field=field)) for opens, closes in pairs]
    return tuple(sorted(spans, key=lambda span: (span.opens, span.closes)))


def preset_week(coverage: Coverage) -> Week:
    """Give the week of a coverage preset: 40, 60, 120 or 168 hours (B6). 8/5 is 09:00-17:00 and 12/5 is 08:00-20:00, Monday to Friday."""
    opens, closes, days = _PRESETS[coverage]
    open_day = (Span(opens=opens * 60 * _MINUTE, closes=closes * 60 * _MINUTE),)
    return tuple(open_day if number < days else () for number in range(7))


_PRESETS: Mapping[Coverage, tuple[int, int, int]] = {
    Coverage.H8_5: (9, 17, 5),
    Coverage.H12_5: (8, 20, 5),
    Coverage.H24_5: (0, 24, 5),
    Coverage.H24_7: (0, 24, 7),
}


def preset(coverage: Coverage, zone: str, *, holidays: frozenset[date] = frozenset()) -> Calendar:
    """Make the calendar of a coverage preset in *zone*."""
    return Calendar(zone=zone, hours=preset_week(coverage), holidays=holidays)


def _check_span(span: Span, field: str) -> None:
    for wall_time in (span.opens, span.closes):
        if not _ZERO <= wall_time <= LATEST_WALL_TIME or wall_time % _MINUTE:
            raise InvalidWallTime(field, str(wall_time))
    if span.closes <= span.opens:
        raise InvalidSpan(field, span)


def _check_overlaps(hours: Week) -> None:
    """Refuse spans that overlap on the wall, around the week's end included."""
    stretches = sorted(_wall_week(hours), key=lambda stretch: stretch[:2])
    first_opens, first_closes, first = stretches[0]
    ring = [*stretches, (first_opens + 7 * DAY, first_closes + 7 * DAY, first)]
    for (_, closes, earlier), (opens, _, later) in pairwise(ring):
        if opens < closes:
            raise OverlappingSpans("hours", earlier, later)


def _wall_week(hours: Week) -> Iterator[tuple[timedelta, timedelta, str]]:
    """Lay the week's spans out from Monday's midnight, each with a name for people."""
    for number, spans in enumerate(hours):
        for span in spans:
            yield number * DAY + span.opens, number * DAY + span.closes, f"{WEEKDAYS[number]} {span}"
