"""Calendars: what they refuse, what the presets hold, and the conventions of the arithmetic one by one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tierline_sdk.errors import InvalidFields
from tierline_sdk.values import Coverage
from tierline_sla.domain.calendars import WEEKDAYS, Calendar, Closure, Span, YearlyHoliday, make_week, preset
from tierline_sla.domain.errors import (
    InstantOutOfRange,
    InvalidDuration,
    InvalidPause,
    InvalidRange,
    InvalidSpan,
    InvalidWallTime,
    InvalidYearlyHoliday,
    NoWorkingTime,
    NoWorkingTimeAhead,
    OverlappingSpans,
    TooFarAhead,
    UnknownZone,
)
from tierline_sla.domain.stretches import Stretch
from tierline_sla.domain.timetables import Timetable, compile_calendar
from tierline_sla.domain.walltimes import parse_wall_time, write_wall_time

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def timetable(hours, zone="Europe/Berlin", **rest):
    return Timetable(Calendar(zone=zone, hours=make_week(hours), **rest))


def local(zone, *parts, fold=0):
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def berlin(*parts, fold=0):
    return local("Europe/Berlin", *parts, fold=fold)


WEEKDAY_9_TO_17 = {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.mark.parametrize(("coverage", "hours"), [(Coverage.H8_5, 40), (Coverage.H12_5, 60), (Coverage.H24_5, 120), (Coverage.H24_7, 168)])
def test_presets_hold_the_weekly_hours_that_they_are_sold_by(coverage, hours):
    """B6 names the hours; price and staffing rest on the same figure as the clocks."""
    calendar = preset(coverage, "Europe/Berlin")
    assert calendar.weekly_time == hours * HOUR
    assert compile_calendar(calendar).working_time(berlin(2026, 5, 4), berlin(2026, 5, 11)) == hours * HOUR


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd", "Europe", "localtime", "europe/berlin"])
def test_unknown_zone_is_refused_by_name(zone):
    """A zone that only this machine knows, or a path, must not become a due time."""
    with pytest.raises(UnknownZone) as refused:
        preset(Coverage.H8_5, zone)
    assert repr(zone) in refused.value.message
    assert [violation.field for violation in refused.value.violations] == ["zone"]


@pytest.mark.parametrize("text", ["8:00", "08:60", "48:01", "99:00", "-1:00", "08:00:00", "", "\u0660\u0668:\u0660\u0660", "08:00\n"])
def test_wall_time_written_otherwise_is_refused(text):
    """One way to write a wall time, so that nobody reads 8:00 as 20:00."""
    with pytest.raises(InvalidWallTime):
        parse_wall_time(text, field="hours.mon")


@pytest.mark.parametrize("text", ["00:00", "07:05", "24:00", "30:00", "48:00"])
def test_wall_times_read_back_as_written(text):
    assert write_wall_time(parse_wall_time(text, field="hours.mon")) == text


@pytest.mark.parametrize(
    ("hours", "error", "field"),
    [
        ({"mon": [("17:00", "09:00")]}, InvalidSpan, "hours.mon"),
        ({"mon": [("09:00", "09:00")]}, InvalidSpan, "hours.mon"),
        ({"tue": [("09:00", "12:00"), ("11:59", "13:00")]}, OverlappingSpans, "hours"),
        ({"tue": [("22:00", "30:00")], "wed": [("05:00", "12:00")]}, OverlappingSpans, "hours"),
        ({"sun": [("22:00", "30:00")], "mon": [("05:00", "12:00")]}, OverlappingSpans, "hours"),
        ({"mon": [("00:00", "48:00")], "wed": [("00:00", "12:00")], "tue": [("23:00", "23:30")]}, OverlappingSpans, "hours"),
        ({"mon": []}, NoWorkingTime, "hours"),
        ({}, NoWorkingTime, "hours"),
        ({"monday": [("09:00", "17:00")]}, InvalidWallTime, "hours"),
    ],
)
def test_week_that_makes_no_sense_is_refused_with_its_field(hours, error, field):
    with pytest.raises(error) as refused:
        timetable(hours)
    assert [violation.field for violation in refused.value.violations] == [field]
    assert isinstance(refused.value, InvalidFields)


@pytest.mark.parametrize("text", ["02-30", "13-01", "00-10", "1-1", "2026-01-01", ""])
def test_yearly_holiday_that_no_year_has_is_refused(text):
    with pytest.raises(InvalidYearlyHoliday):
        YearlyHoliday.parse(text)


def test_closure_that_does_not_close_after_it_opens_is_refused():
    with pytest.raises(InvalidSpan):
        timetable(WEEKDAY_9_TO_17, closures=(Closure(date=date(2026, 5, 4), span=Span(opens=2 * HOUR, closes=HOUR)),))


def test_spans_that_touch_are_one_opening():
    """So that a duration may run across the seam."""
    table = timetable({"mon": [("08:00", "12:00"), ("12:00", "16:00")]})
    assert list(table.openings(berlin(2026, 5, 4), berlin(2026, 5, 5))) == [Stretch(berlin(2026, 5, 4, 8), berlin(2026, 5, 4, 16))]


def test_duration_used_up_at_closing_time_is_due_at_that_closing_instant():
    """The promise ends when the hours do; nobody waits until Monday to be late."""
    table = timetable(WEEKDAY_9_TO_17)
    assert table.add_working_time(berlin(2026, 5, 8, 9), 8 * HOUR) == berlin(2026, 5, 8, 17)


def test_start_outside_hours_counts_from_the_next_opening():
    table = timetable(WEEKDAY_9_TO_17)
    assert table.add_working_time(berlin(2026, 5, 8, 18), HOUR) == berlin(2026, 5, 11, 10)


def test_duration_of_zero_is_due_at_the_start_even_outside_hours():
    table = timetable(WEEKDAY_9_TO_17)
    assert table.add_working_time(berlin(2026, 5, 9, 12), timedelta()) == berlin(2026, 5, 9, 12)


def test_span_over_midnight_belongs_to_the_day_it_opens_on():
    """Its holiday takes all of it out, the morning after included."""
    table = timetable({"sat": [("22:00", "30:00")]}, holidays=frozenset({date(2026, 5, 9)}))
    assert table.working_time(berlin(2026, 5, 4), berlin(2026, 5, 11)) == timedelta()
    assert table.working_time(berlin(2026, 5, 11), berlin(2026, 5, 18)) == 8 * HOUR


def test_holiday_does_not_take_out_the_span_that_runs_into_it():
    table = timetable({"sat": [("22:00", "30:00")]}, holidays=frozenset({date(2026, 5, 10)}))
    assert table.working_time(berlin(2026, 5, 4), berlin(2026, 5, 11)) == 8 * HOUR


def test_yearly_holiday_holds_each_year_and_leap_day_in_leap_years_only():
    always = {day: [("00:00", "24:00")] for day in WEEKDAYS}
    table = timetable(always, "UTC", yearly_holidays=frozenset({YearlyHoliday.parse("02-29")}))
    day = timedelta(days=1)
    years = [table.working_time(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)) for year in (2026, 2028)]
    assert years == [365 * day, 365 * day]


def test_closure_takes_out_only_its_part_of_the_date():
    table = timetable(WEEKDAY_9_TO_17, closures=(Closure(date=date(2026, 5, 4), span=Span(opens=10 * HOUR, closes=11 * HOUR)),))
    assert table.add_working_time(berlin(2026, 5, 4, 9), 2 * HOUR) == berlin(2026, 5, 4, 12)
    assert table.add_working_time(berlin(2026, 5, 5, 9), 2 * HOUR) == berlin(2026, 5, 5, 11)


def test_pauses_that_overlap_count_once_whatever_their_order():
    table = timetable(WEEKDAY_9_TO_17)
    pauses = [Stretch(berlin(2026, 5, 4, 10, 30), berlin(2026, 5, 4, 12)), Stretch(berlin(2026, 5, 4, 10), berlin(2026, 5, 4, 11))]
    assert table.add_working_time(berlin(2026, 5, 4, 9), 2 * HOUR, pauses) == berlin(2026, 5, 4, 13)
    assert table.working_time(berlin(2026, 5, 4, 9), berlin(2026, 5, 4, 13), pauses) == 2 * HOUR


def test_duration_used_up_when_a_pause_starts_is_due_there():
    """For the same reason as at closing time."""
    table = timetable(WEEKDAY_9_TO_17)
    assert table.add_working_time(berlin(2026, 5, 4, 9), HOUR, [Stretch(berlin(2026, 5, 4, 10), berlin(2026, 5, 4, 12))]) == berlin(2026, 5, 4, 10)


def test_pause_before_the_start_changes_nothing():
    table = timetable(WEEKDAY_9_TO_17)
    assert table.add_working_time(berlin(2026, 5, 4, 9), HOUR, [Stretch(berlin(2026, 5, 1, 10), berlin(2026, 5, 3, 12))]) == berlin(2026, 5, 4, 10)


def test_span_covers_both_passes_of_a_wall_time_that_occurs_twice():
    table = timetable({"sun": [("01:00", "02:30")]})
    assert table.working_time(berlin(2026, 10, 25), berlin(2026, 10, 26)) == 2.5 * HOUR


def test_span_that_closes_where_the_repeated_hour_begins_contains_none_of_it():
    """A night shift from 22:00 to 02:00 has four hours, also when it is two o'clock twice."""
    table = timetable({"sat": [("22:00", "26:00")]})
    assert table.working_time(berlin(2026, 10, 24), berlin(2026, 10, 26)) == 4 * HOUR


def test_saturday_keeps_24_hours_where_sunday_begins_twice():
    """In the Azores the clocks go back from 01:00 to 00:00: the repeated hour is Sunday's."""
    table = timetable({"sat": [("00:00", "24:00")]}, "Atlantic/Azores")
    assert table.working_time(local("Atlantic/Azores", 2026, 10, 23), local("Atlantic/Azores", 2026, 10, 27)) == 24 * HOUR


def test_wall_time_in_a_gap_moves_by_the_length_of_the_gap():
    opens_in_it = timetable({"sun": [("02:30", "05:00")]})
    closes_in_it = timetable({"sun": [("01:00", "02:30")]})
    assert list(opens_in_it.openings(berlin(2026, 3, 28), berlin(2026, 3, 30))) == [Stretch(berlin(2026, 3, 29, 3, 30), berlin(2026, 3, 29, 5))]
    assert list(closes_in_it.openings(berlin(2026, 3, 28), berlin(2026, 3, 30))) == [Stretch(berlin(2026, 3, 29, 1), berlin(2026, 3, 29, 3, 30))]


def test_span_that_opens_in_a_gap_and_closes_before_its_moved_opening_vanishes():
    table = timetable({"sun": [("02:30", "03:15")]})
    assert table.working_time(berlin(2026, 3, 28), berlin(2026, 3, 30)) == timedelta()


def test_day_that_apia_skipped_moves_to_the_next():
    """On 29 December 2011 Samoa crossed the date line; the 30th never was."""
    table = timetable({"fri": [("08:00", "16:00")]}, "Pacific/Apia")
    found = list(table.openings(datetime(2011, 12, 26, tzinfo=UTC), datetime(2012, 1, 3, tzinfo=UTC)))
    assert found == [Stretch(local("Pacific/Apia", 2011, 12, 31, 8), local("Pacific/Apia", 2011, 12, 31, 16))]


def test_round_the_clock_needs_no_layout_and_ignores_daylight_saving():
    table = compile_calendar(preset(Coverage.H24_7, "America/Sao_Paulo"))
    start = datetime(2017, 10, 14, 12, tzinfo=UTC)
    assert table.calendar.always_open
    assert table.add_working_time(start, 1000 * HOUR) == start + 1000 * HOUR
    assert table.working_time(start, start + 1000 * HOUR) == 1000 * HOUR


def test_round_the_clock_over_midnight_is_seen_as_such():
    assert Calendar(zone="UTC", hours=make_week({day: [("06:00", "30:00")] for day in WEEKDAYS})).always_open
    assert not Calendar(zone="UTC", hours=make_week({day: [("06:00", "29:59")] for day in WEEKDAYS})).always_open
    assert not preset(Coverage.H24_7, "UTC", holidays=frozenset({date(2026, 1, 1)})).always_open


def test_opening_that_runs_over_new_year_is_whole():
    table = timetable({"thu": [("20:00", "30:00")]}, "UTC")
    start = datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert table.add_working_time(start, 6 * HOUR) == datetime(2027, 1, 1, 2, tzinfo=UTC)
    assert table.add_working_time(start, 4 * HOUR) == datetime(2027, 1, 1, tzinfo=UTC)
    assert table.working_time(start, datetime(2027, 1, 2, tzinfo=UTC)) == 10 * HOUR


def test_open_at_the_opening_instant_and_shut_at_the_closing_instant():
    table = timetable(WEEKDAY_9_TO_17)
    assert [table.is_open(berlin(2026, 5, 4, hour)) for hour in (8, 9, 16, 17)] == [False, True, True, False]


def test_long_durations_run_over_years():
    table = timetable(WEEKDAY_9_TO_17, "UTC")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    due = table.add_working_time(start, 10_000 * HOUR)
    assert due.year == 2030
    assert table.working_time(start, due) == 10_000 * HOUR


def test_calendar_shut_for_ten_years_after_the_start_is_a_clear_error():
    """Every day of the year a yearly holiday: searching on would never end."""
    leap_year = (date(2028, 1, 1) + timedelta(days=number) for number in range(366))
    shut = frozenset(YearlyHoliday(month=day.month, day=day.day) for day in leap_year)
    with pytest.raises(NoWorkingTimeAhead, match="2026"):
        timetable(WEEKDAY_9_TO_17, yearly_holidays=shut).add_working_time(berlin(2026, 5, 4), HOUR)


def test_calculation_over_more_than_a_century_is_refused():
    table = timetable({"mon": [("09:00", "09:01")]})
    with pytest.raises(TooFarAhead):
        table.add_working_time(berlin(2026, 5, 4), 200 * HOUR)
    with pytest.raises(TooFarAhead):
        table.working_time(berlin(1950, 5, 4), berlin(2099, 5, 4))
    with pytest.raises(TooFarAhead):
        compile_calendar(preset(Coverage.H24_7, "UTC")).add_working_time(berlin(2026, 5, 4), timedelta(days=999_999))


ABSURD = [
    datetime(2026, 5, 4),  # noqa: DTZ001 - the naive one is what is refused
    datetime(1899, 1, 1, tzinfo=UTC),
    datetime(2301, 1, 1, tzinfo=UTC),
    datetime.min.replace(tzinfo=ZoneInfo("Asia/Tehran")),
]


@pytest.mark.parametrize("instant", ABSURD)
def test_instant_that_is_naive_or_absurd_is_refused(instant):
    with pytest.raises(InstantOutOfRange):
        timetable(WEEKDAY_9_TO_17).add_working_time(instant, HOUR)


def test_backward_input_is_refused():
    table = timetable(WEEKDAY_9_TO_17)
    now = berlin(2026, 5, 4)
    with pytest.raises(InvalidDuration):
        table.add_working_time(now, -HOUR)
    with pytest.raises(InvalidRange):
        table.working_time(now, now - HOUR)
    with pytest.raises(InvalidPause):
        table.add_working_time(now, HOUR, [Stretch(now, now - HOUR)])


def test_years_kept_are_bounded():
    """Absurd requests must not fill the memory of the service."""
    table = timetable(WEEKDAY_9_TO_17)
    for year in range(1900, 2300):
        table.is_open(datetime(year, 5, 4, 12, tzinfo=UTC))
    assert len(table._years) <= 64
