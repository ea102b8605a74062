"""
Working-time arithmetic over a compiled calendar.

Conventions, each the one that lets adding and measuring undo one another:

* A duration used up exactly at closing time is due at that closing instant, not at the next opening.
* A start outside hours counts from the next opening. A duration of zero is due at the start.
* Where the clocks pass a wall time twice, a span covers both passes; a wall time that they jump over moves by the jump's length.
* Pauses that overlap count once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from tierline_sla.domain.calendars import Calendar
from tierline_sla.domain.errors import InstantOutOfRange, InvalidDuration, InvalidRange, NoWorkingTimeAhead, TooFarAhead
from tierline_sla.domain.stretches import Stretch, merge, merge_pauses, subtract
from tierline_sla.domain.walltimes import closing_instant, load_zone, opening_instant

FIRST_YEAR, LAST_YEAR = 1900, 2300
"""The years that calendars reckon with: before them zones are guesswork, after them nobody agrees anything."""
BARREN_YEARS = 10
"""A calendar that stays shut this long after a start is refused, instead of searched for ever."""
REACH_YEARS = 100
"""No calculation runs further than this."""

_ZERO = timedelta()
_YEARS_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Year:
    """The openings of one UTC year, in order, cut at its ends."""

    starts: Sequence[datetime]
    ends: Sequence[datetime]
    through: Sequence[timedelta]
    """`through[i]` is the working time of the year before opening *i*; the last entry is the whole year's."""

    @property
    def total(self) -> timedelta:
        return self.through[-1]

    def before(self, instant: datetime) -> timedelta:
        """Measure the year's working time that lies before *instant*."""
        ended = bisect_right(self.ends, instant)
        done = self.through[ended]
        if ended < len(self.starts) and self.starts[ended] < instant:
            done += instant - self.starts[ended]
        return done

    def instant_of(self, done: timedelta) -> datetime:
        """Find the earliest instant before which *done* of the year's working time lies; *done* is above zero and at most the total."""
        opening = bisect_left(self.through, done)
        return self.ends[opening - 1] - (self.through[opening] - done)


class Timetable:
    """A calendar made ready for arithmetic: its openings are laid out year by year on first use and kept."""

    __slots__ = ("_always_open", "_years", "calendar")

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._always_open = calendar.always_open
        self._years: dict[int, _Year] = {}

    def add_working_time(self, start: datetime, duration: timedelta, pauses: Sequence[Stretch] = ()) -> datetime:
        """
        Find the instant at which *duration* of working time after *start* is used up.

        Args:
            start: An aware instant.
            duration: Zero or more.
            pauses: Stretches that do not count, in any order.

        Returns:
            An aware UTC instant.

        Raises:
            InvalidDuration: The duration is negative.
            InvalidPause: A pause ends before it starts.
            InstantOutOfRange: The start is naive, or lies outside the years that calendars reckon with.
            NoWorkingTimeAhead: The calendar stays shut for ten years.
            TooFarAhead: The instant lies more than a hundred years ahead.
        """
        if duration < _ZERO:
            raise InvalidDuration("working_time", duration, "a duration is zero or more")
        at = _utc(start, "start")
        if not duration:
            return at
        left = duration
        for pause in merge_pauses(pauses) if pauses else ():
            before = self.working_time(at, pause.start) if pause.start > at else _ZERO
            if left <= before:
                break
            left -= before
            at = max(at, _utc(pause.end, "pauses"))
        return self._add(at, left)

    def working_time(self, start: datetime, end: datetime, pauses: Sequence[Stretch] = ()) -> timedelta:
        """
        Measure the working time between two instants.

        Raises:
            InvalidRange: The end lies before the start.
            InvalidPause: A pause ends before it starts.
            InstantOutOfRange: An instant is naive, or lies outside the years that calendars reckon with.
            TooFarAhead: The two lie more than a hundred years apart.
        """
        first, last = _utc(start, "start"), _utc(end, "end")
        if last < first:
            raise InvalidRange(start, end)
        measured = self._measure(first, last)
        for pause in merge_pauses(pauses) if pauses else ():
            begins, ends = max(first, pause.start), min(last, pause.end)
            if begins < ends:
                measured -= self._measure(_utc(begins, "pauses"), _utc(ends, "pauses"))
        return measured

    def is_open(self, instant: datetime) -> bool:
        """Say whether *instant* lies in working time: the opening instant does, the closing instant does not."""
        at = _utc(instant, "instant")
        return self._measure(at, at + timedelta(microseconds=1)) > _ZERO

    def openings(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """Give the openings between two instants in order, cut at both; one that runs over New Year in UTC comes in two parts."""
        first, last = _utc(start, "start"), _utc(end, "end")
        for number in range(first.year, last.year + 1):
            year = self._year(number)
            for opens, closes in zip(year.starts, year.ends, strict=True):
                if opens < last and closes > first:
                    yield Stretch(max(opens, first), min(closes, last))

    def _add(self, start: datetime, duration: timedelta) -> datetime:
        if self._always_open:
            return _within_reach(start, duration)
        number, barren = start.year, 0
        year = self._year(number)
        left = year.before(start) + duration
        while left > year.total:
            left -= year.total
            number += 1
            year = self._year(number)
            barren = 0 if year.total else barren + 1
            if barren > BARREN_YEARS:
                raise NoWorkingTimeAhead(start, years=BARREN_YEARS)
            if number - start.year > REACH_YEARS or number > LAST_YEAR:
                raise TooFarAhead(start, years=REACH_YEARS)
        return year.instant_of(left)

    def _measure(self, start: datetime, end: datetime) -> timedelta:
        if self._always_open:
            return end - start
        if start.year == end.year:
            year = self._year(start.year)
            return year.before(end) - year.before(start)
        if end.year - start.year > REACH_YEARS:
            raise TooFarAhead(start, years=REACH_YEARS)
        whole = sum((self._year(number).total for number in range(start.year, end.year)), _ZERO)
        return whole - self._year(start.year).before(start) + self._year(end.year).before(end)

    def _year(self, number: int) -> _Year:
        year = self._years.get(number)
        if year is None:
            if len(self._years) >= _YEARS_KEPT:
                self._years.clear()
            year = self._years[number] = _lay_out(self.calendar, number)
        return year


@lru_cache(maxsize=4096)
def compile_calendar(calendar: Calendar) -> Timetable:
    """Give the timetable of *calendar*; equal calendars share one, so that its years are laid out once."""
    return Timetable(calendar)


def _utc(instant: datetime, field: str) -> datetime:
    if instant.tzinfo is not UTC:
        if instant.tzinfo is None or not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise InstantOutOfRange(field, instant, first_year=FIRST_YEAR, last_year=LAST_YEAR)
        instant = instant.astimezone(UTC)
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise InstantOutOfRange(field, instant, first_year=FIRST_YEAR, last_year=LAST_YEAR)
    return instant


def _within_reach(start: datetime, duration: timedelta) -> datetime:
    if duration > timedelta(days=366 * REACH_YEARS):
        raise TooFarAhead(start, years=REACH_YEARS)
    return start + duration


def _lay_out(calendar: Calendar, number: int) -> _Year:
    """Lay out the openings of the UTC year *number*."""
    first, last = datetime(number, 1, 1, tzinfo=UTC), datetime(number + 1, 1, 1, tzinfo=UTC)
    closures = list(merge(_closures(calendar)))
    starts, ends, through = [], [], [_ZERO]
    for opening in subtract(merge(_openings(calendar, number)), closures):
        opens, closes = max(opening.start, first), min(opening.end, last)
        if opens < closes:
            starts.append(opens)
            ends.append(closes)
            through.append(through[-1] + (closes - opens))
    return _Year(starts, ends, through)


def _openings(calendar: Calendar, number: int) -> Iterator[Stretch]:
    """Give every span that can reach into the UTC year: it may close two days later, its zone lie a day off, a gap move it by one more."""
    day, last = date(number - 1, 12, 27), date(number + 1, 1, 3)
    zone = load_zone(calendar.zone)
    while day <= last:
        spans = calendar.hours[day.weekday()]
        if spans and not calendar.is_holiday(day):
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall time has no zone until it is looked up in one
            for span in spans:
                yield Stretch(opening_instant(midnight + span.opens, zone), closing_instant(midnight + span.closes, zone))
        day += timedelta(days=1)


def _closures(calendar: Calendar) -> Iterator[Stretch]:
    zone = load_zone(calendar.zone)
    for closure in calendar.closures:
        midnight = datetime(closure.date.year, closure.date.month, closure.date.day)  # noqa: DTZ001 - a wall time has no zone until it is looked up in one
        yield Stretch(opening_instant(midnight + closure.span.opens, zone), closing_instant(midnight + closure.span.closes, zone))
