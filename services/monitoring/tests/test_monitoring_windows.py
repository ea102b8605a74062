"""Maintenance windows: when they cover, on days of every length."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from tierline_monitoring.domain.windows import LONGEST, Recurrence, Window, WindowSpec, end_of_occurrence, muted_until
from tierline_sdk.values import Environment

BERLIN = ZoneInfo("Europe/Berlin")
T0 = datetime(2026, 1, 1, tzinfo=UTC)


def spec(start, end, recurrence=Recurrence.ONCE, zone="UTC", **more):
    return WindowSpec(**{
        "display_name": "W", "application_id": None, "environment": Environment.PRODUCTION, "start_time": start, "end_time": end, "recurrence": recurrence,
        "zone": zone, **more,
    })


def test_a_nightly_window_keeps_its_wall_times_when_the_clocks_change():
    """From 01:00 to 04:00 in Berlin is two hours in the night in which summer begins, and four in that in which it ends."""
    nightly = spec(datetime(2026, 1, 5, 1, tzinfo=BERLIN), datetime(2026, 1, 5, 4, tzinfo=BERLIN), Recurrence.DAILY, "Europe/Berlin")
    spring, autumn = datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert datetime(2026, 3, 29, 2, tzinfo=UTC) == end_of_occurrence(nightly, spring)
    assert datetime(2026, 10, 25, 3, tzinfo=UTC) == end_of_occurrence(nightly, autumn)
    assert end_of_occurrence(nightly, datetime(2026, 10, 24, 22, 59, tzinfo=UTC)) is None


def test_a_window_over_midnight_covers_both_days():
    weekly = spec(datetime(2026, 1, 4, 22, tzinfo=UTC), datetime(2026, 1, 5, 2, tzinfo=UTC), Recurrence.WEEKLY)
    assert datetime(2026, 2, 2, 2, tzinfo=UTC) == end_of_occurrence(weekly, datetime(2026, 2, 2, 1, 59, tzinfo=UTC))
    assert end_of_occurrence(weekly, datetime(2026, 2, 2, 2, tzinfo=UTC)) is None
    assert end_of_occurrence(weekly, datetime(2025, 12, 29, 1, tzinfo=UTC)) is None


def test_what_a_window_does_not_concern_stays_loud():
    night = {"start": T0, "end": T0 + timedelta(hours=2)}
    windows = [
        Window(id="1", tenant_id="t", spec=made, create_time=T0, update_time=T0) for made in (
            spec(**night, application_id="a"), spec(**night, application_id="b", cancelled=True), spec(**night, environment=Environment.NON_PRODUCTION),
        )
    ]
    covered = {name: muted_until(windows, application_id=name, environment=Environment.PRODUCTION, at=T0) for name in ("a", "b", None)}
    assert {"a": T0 + timedelta(hours=2), "b": None, None: None} == covered


@given(
    recurrence=st.sampled_from([Recurrence.DAILY, Recurrence.WEEKLY]), zone=st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/New_York", "UTC"]),
    offset=st.integers(0, 10_000), minutes=st.integers(1, 24 * 60), later=st.integers(-2000, 800_000),
)
def test_recurring_windows_agree_with_a_model_that_lists_every_occurrence(recurrence, zone, offset, minutes, later):
    """The model walks from the first occurrence to the instant, one by one."""
    start = T0 + timedelta(minutes=offset)
    made, at = spec(start, start + timedelta(minutes=minutes), recurrence, zone), start + timedelta(minutes=later)
    walls = [instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for instant in (made.start_time, made.end_time)]
    expected, step = None, timedelta(0)
    while walls[0] + step <= at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + timedelta(days=2):
        opens, closes = ((wall + step).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for wall in walls)
        if opens <= at < closes:
            expected = expected or closes
        step += LONGEST[recurrence]
    assert expected == end_of_occurrence(made, at)
