"""When a team is there (B6): 40, 60, 120 or 168 hours a week in its own time zone."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tierline_sdk.values import Coverage

PRESETS: Mapping[Coverage, tuple[int, int, int]] = {
    Coverage.H8_5: (9, 17, 5),
    Coverage.H12_5: (8, 20, 5),
    Coverage.H24_5: (0, 24, 5),
    Coverage.H24_7: (0, 24, 7),
}
"""Opening hour, closing hour, and days from Monday; the same presets as the agreements'."""


def is_covered(coverage: Coverage, zone: str, now: datetime) -> bool:
    """Tell whether a team of this coverage in *zone* is there at *now*."""
    opens, closes, days = PRESETS[coverage]
    local = now.astimezone(ZoneInfo(zone))
    return local.weekday() < days and opens <= local.hour < closes


def opens_at(coverage: Coverage, zone: str, now: datetime) -> datetime:
    """Return *now* where the team is there, else the next instant at which it will be (UTC)."""
    if is_covered(coverage, zone, now):
        return now
    opens, _, days = PRESETS[coverage]
    today = now.astimezone(ZoneInfo(zone)).date()
    openings = (datetime.combine(today + timedelta(days=ahead), time(opens), ZoneInfo(zone)) for ahead in range(8))
    return next(opening.astimezone(UTC) for opening in openings if opening.weekday() < days and opening > now)
