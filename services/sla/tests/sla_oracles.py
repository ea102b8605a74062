"""Slow, obvious models that know nothing of the code they check: they walk the minutes and look at the wall clock."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def _walls(zone, start, end):
    """What the clock on the wall shows at each minute; only ever asked from UTC to local."""
    place = ZoneInfo(zone)
    instants = [start + number * MINUTE for number in range((end - start) // MINUTE + 1)]
    return instants, [instant.astimezone(place).replace(tzinfo=None, fold=0) for instant in instants]


class WalkingCalendar:
    """Every working minute between two instants, found by walking."""

    def __init__(self, calendar, start, end):
        self.start, self.end = start, end
        wide_start, wide_end = start - 5 * DAY, end + 3 * DAY
        self._instants, self._walls = _walls(calendar.zone, wide_start, wide_end)
        self._at = {}
        for number, wall in enumerate(self._walls):
            self._at.setdefault(wall, []).append(number)
        self._jumps = [number for number in range(1, len(self._walls)) if self._walls[number] - self._walls[number - 1] > MINUTE]
        self._repeats = [wall for wall, seen in self._at.items() if len(seen) > 1]
        self._open = [False] * len(self._instants)
        self._mark(calendar)
        offset = (start - wide_start) // MINUTE
        self._first = offset

    def _mark(self, calendar):
        day = self._walls[0].date()
        while day <= self._walls[-1].date():
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall time
            if day not in calendar.holidays and (day.month, day.day) not in {(holiday.month, holiday.day) for holiday in calendar.yearly_holidays}:
                for span in calendar.hours[day.weekday()]:
                    self._fill(midnight + span.opens, midnight + span.closes, value=True)
            day += DAY
        for closure in calendar.closures:
            midnight = datetime(closure.date.year, closure.date.month, closure.date.day)  # noqa: DTZ001 - a wall time
            self._fill(midnight + closure.span.opens, midnight + closure.span.closes, value=False)

    def _fill(self, opens, closes, *, value):
        first, last = self._first_pass(opens), self._after_last_pass_before(closes)
        if first is not None and last is not None:
            for number in range(first, last):
                self._open[number] = value

    def _first_pass(self, wall):
        if wall in self._at:
            return self._at[wall][0]
        return self._moved(wall)

    def _after_last_pass_before(self, wall):
        """The span ends after the last minute, of either pass, that shows a time before its closing."""
        if wall not in self._at and not self._skipped(wall):
            return None
        if self._skipped(wall):
            return self._moved(wall)
        shown = self._at.get(wall - MINUTE)
        return shown[-1] + 1 if shown is not None and len(shown) > 1 else self._at[wall][0]

    def _skipped(self, wall):
        return any(self._walls[jump - 1] + MINUTE <= wall < self._walls[jump] for jump in self._jumps)

    def _moved(self, wall):
        """In a gap the clock shows nothing; go on walking from where it jumped, for as long as the wall time lies into the gap."""
        for jump in self._jumps:
            gap_starts = self._walls[jump - 1] + MINUTE
            if gap_starts <= wall < self._walls[jump]:
                number = jump + (wall - gap_starts) // MINUTE
                return number if number < len(self._instants) else None
        return None

    def _counts(self, number, pauses):
        instant = self._instants[number]
        return self._open[number] and not any(pause.start <= instant < pause.end for pause in pauses)

    def working_time(self, start, end, pauses=()):
        """Count the minutes that are worked."""
        first = bisect_left(self._instants, start)
        last = bisect_left(self._instants, end)
        return sum(self._counts(number, pauses) for number in range(first, last)) * MINUTE

    def add_working_time(self, start, duration, pauses=()):
        """The first instant at which the minutes walked are enough; `None` beyond the walked part."""
        if not duration:
            return start
        left = duration // MINUTE
        for number in range(bisect_left(self._instants, start), len(self._instants) - 3 * 1440):
            left -= self._counts(number, pauses)
            if not left:
                return self._instants[number] + MINUTE
        return None


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)
