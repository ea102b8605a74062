"""The fast arithmetic against one that walks the minutes, in zones with odd rules, and the laws it must keep to the microsecond."""

import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tierline_sla.domain.calendars import WEEKDAYS, Calendar, Closure, Span, YearlyHoliday
from tierline_sla.domain.stretches import Stretch
from tierline_sla.domain.timetables import Timetable

sys.path.insert(0, str(Path(__file__).parent))
from sla_oracles import DAY, MINUTE, WalkingCalendar, utc

ODD_ZONES = {
    "Australia/Lord_Howe": utc(2026, 4, 2),  # half an hour of daylight saving
    "Pacific/Apia": utc(2011, 12, 27),  # a day that never was
    "America/Sao_Paulo": utc(2017, 10, 13),  # midnight that never was
    "Asia/Tehran": utc(2022, 9, 19),  # half-hour offset, midnight that was twice
    "Africa/Cairo": utc(2023, 10, 24),  # the last hour of a Thursday twice
    "Europe/Berlin": utc(2026, 10, 23),
    "America/Havana": utc(2026, 10, 30),  # 00:00 to 01:00 twice
    "Atlantic/Azores": utc(2026, 3, 26),  # Sunday begins at 01:00
    "America/New_York": utc(2026, 3, 5),
    "UTC": utc(2026, 12, 28),
}
WALK = 8 * DAY
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])

CLOCKS_CHANGE = [day * 1440 + minute for day in range(7) for minute in (0, 60, 90, 120, 150, 180, 1380)]
edges = st.lists(st.one_of(st.integers(0, 7 * 1440 - 1), st.sampled_from(CLOCKS_CHANGE)), unique=True, min_size=4, max_size=16)
closed_hours = st.sampled_from(
    [Span(opens=opens * MINUTE, closes=closes * MINUTE) for opens, closes in ((0, 2880), (0, 60), (60, 180), (90, 150), (120, 121), (600, 900), (1380, 1560))]
)
thousandths = st.integers(0, 1000)
near_days = st.lists(st.integers(0, 11), max_size=2)
zones = st.sampled_from(sorted(ODD_ZONES))


def week_between(minutes):
    """Spans between every second pair of minutes of the week: made so that they never overlap."""
    week = [[] for _ in WEEKDAYS]
    ordered = sorted(minutes)
    for opens, closes in zip(ordered[::2], ordered[1::2], strict=False):
        day, minute = divmod(opens, 1440)
        week[day].append(Span(opens=minute * MINUTE, closes=min(minute + closes - opens, 2880) * MINUTE))
    return tuple(map(tuple, week))


@st.composite
def calendars(draw):
    zone = draw(zones)
    near = [(ODD_ZONES[zone] + number * DAY).date() for number in range(-3, 9)]
    return Calendar(
        zone=zone,
        hours=week_between(draw(edges)),
        holidays=frozenset(near[number] for number in draw(near_days)),
        yearly_holidays=frozenset(YearlyHoliday(month=near[number].month, day=near[number].day) for number in draw(near_days)[:1]),
        closures=tuple(Closure(date=near[number], span=draw(closed_hours)) for number in draw(near_days)),
    )


@st.composite
def stretches(draw, start, length, unit):
    first, last = sorted((draw(thousandths), draw(thousandths)))
    return Stretch(start + first * length // 1000 // unit * unit, start + last * length // 1000 // unit * unit)


@st.composite
def cases(draw):
    calendar = draw(calendars())
    origin = ODD_ZONES[calendar.zone]
    stretch = draw(stretches(origin, WALK, MINUTE))
    pauses = draw(st.lists(stretches(origin, WALK, MINUTE), max_size=3))
    return calendar, origin, stretch, pauses


@SLOW
@given(case=cases(), minutes=st.integers(0, 8000))
def test_arithmetic_agrees_with_walking_the_minutes(case, minutes):
    """The whole point: the fast way and the obvious way never differ, on the days when clocks change least of all."""
    calendar, origin, stretch, pauses = case
    oracle = WalkingCalendar(calendar, origin, origin + WALK)
    table = Timetable(calendar)
    assert table.working_time(stretch.start, stretch.end, pauses) == oracle.working_time(stretch.start, stretch.end, pauses)
    expected = oracle.add_working_time(stretch.start, minutes * MINUTE, pauses)
    if expected is not None:
        assert table.add_working_time(stretch.start, minutes * MINUTE, pauses) == expected


instants = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
durations = st.timedeltas(timedelta(), timedelta(days=4))


@st.composite
def lively(draw):
    """Calendars that open for two hours a week at least, so that four days of work are reached within a year."""
    calendar = draw(calendars())
    assume(calendar.weekly_time >= timedelta(hours=2))
    return Timetable(calendar)


@QUICK
@given(table=lively(), start=instants, duration=durations, data=st.data())
def test_measuring_undoes_adding(table, start, duration, data):
    """To the microsecond, pauses included: what is added is what is measured."""
    pauses = data.draw(st.lists(stretches(start, 30 * DAY, timedelta(seconds=7)), max_size=3))
    due = table.add_working_time(start, duration, pauses)
    assert table.working_time(start, due, pauses) == duration


@QUICK
@given(table=lively(), start=instants, duration=durations)
def test_due_instant_is_the_earliest_that_uses_the_duration_up(table, start, duration):
    due = table.add_working_time(start, duration)
    if duration:
        assert table.working_time(start, due - timedelta(microseconds=1)) < duration


@QUICK
@given(table=lively(), start=instants, lags=st.tuples(durations, durations), duration=durations)
def test_later_start_and_longer_duration_are_never_due_earlier(table, start, lags, duration):
    later, longer = lags
    assert table.add_working_time(start, duration) <= table.add_working_time(start + later, duration) or not duration
    assert table.add_working_time(start, duration) <= table.add_working_time(start, duration + longer)


@QUICK
@given(table=lively(), cuts=st.lists(instants, min_size=3, max_size=3))
def test_working_time_of_the_parts_is_that_of_the_whole(table, cuts):
    first, middle, last = sorted(cuts)
    assert table.working_time(first, middle) + table.working_time(middle, last) == table.working_time(first, last)


@QUICK
@given(table=lively(), start=instants, length=st.timedeltas(timedelta(), timedelta(days=20)))
def test_openings_add_up_to_the_working_time(table, start, length):
    found = list(table.openings(start, start + length))
    assert sum((opening.end - opening.start for opening in found), timedelta()) == table.working_time(start, start + length)
    assert all(earlier.end <= later.start for earlier, later in pairwise(found))


def test_oracle_itself_sees_the_repeated_hour():
    """A guard for the guard: an oracle that slept through the change of the clocks would agree with anything."""
    calendar = Calendar(zone="Europe/Berlin", hours=tuple((Span(opens=timedelta(), closes=DAY),) for _ in WEEKDAYS), holidays=frozenset({date(2026, 1, 1)}))
    oracle = WalkingCalendar(calendar, utc(2026, 10, 23), utc(2026, 10, 30))
    sunday = utc(2026, 10, 24, 22), utc(2026, 10, 25, 23)
    assert oracle.working_time(*sunday) == timedelta(hours=25)
