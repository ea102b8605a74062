"""Why a calendar, a calculation or an agreement is refused: the field, the value and the rule it breaks."""

from datetime import datetime, timedelta
from typing import Self

from tierline_sdk.errors import FieldViolation, InvalidFields, Kind, TierlineError


class InvalidValue(InvalidFields):
    """One field holds a value that breaks a rule; subclasses name the rule."""

    reason = "INVALID_VALUE"

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__([FieldViolation(field=field, description=f"{value!s}: {rule}")])
        self.metadata = {"field": field, "value": str(value), "rule": rule}

    def within(self, resource: str) -> Self:
        """Name its field as part of *resource*, as a request names it."""
        self.violations = tuple(FieldViolation(field=f"{resource}.{found.field}", description=found.description) for found in self.violations)
        self.message = "; ".join(f"{found.field}: {found.description}" for found in self.violations)
        self.metadata = {**self.metadata, "field": self.violations[0].field}
        self.args = (self.message,)
        return self


class UnknownZone(InvalidValue):
    """The zone is no name of the IANA time zone database."""

    reason = "UNKNOWN_ZONE"

    def __init__(self, zone: str) -> None:
        super().__init__("zone", repr(zone), "is no zone of the IANA database; write it as in Europe/Berlin")


class InvalidWallTime(InvalidValue):
    """A wall time is not written as HH:MM between 00:00 and 48:00."""

    reason = "INVALID_WALL_TIME"

    def __init__(self, field: str, value: object) -> None:
        super().__init__(field, repr(value), "write wall times as HH:MM between 00:00 and 48:00")


class InvalidSpan(InvalidValue):
    """A span ends before, or when, it begins."""

    reason = "INVALID_SPAN"

    def __init__(self, field: str, span: object) -> None:
        super().__init__(field, span, "a span closes after it opens; one over midnight closes after 24:00, as in 22:00-30:00")


class OverlappingSpans(InvalidValue):
    """Two spans of the week cover the same wall time."""

    reason = "OVERLAPPING_SPANS"

    def __init__(self, field: str, first: object, second: object) -> None:
        super().__init__(field, f"{first} and {second}", "spans of a week may touch but not overlap, over midnight included")


class InvalidYearlyHoliday(InvalidValue):
    """A yearly holiday is no day that any year has."""

    reason = "INVALID_YEARLY_HOLIDAY"

    def __init__(self, value: object) -> None:
        super().__init__("yearly_holidays", value, "write a month and a day that exist, as in 12-25")


class NoWorkingTime(InvalidValue):
    """The calendar has no opening at all."""

    reason = "NO_WORKING_TIME"

    def __init__(self) -> None:
        super().__init__("hours", "no span", "a calendar has at least one span in its week")


class InvalidPause(InvalidValue):
    """A pause ends before it starts."""

    reason = "INVALID_PAUSE"

    def __init__(self, start: datetime, end: datetime) -> None:
        super().__init__("pauses", f"{start.isoformat()} to {end.isoformat()}", "a pause ends after it starts")


class InvalidRange(InvalidValue):
    """The end of a measured stretch lies before its start."""

    reason = "INVALID_RANGE"

    def __init__(self, start: datetime, end: datetime) -> None:
        super().__init__("end", end.isoformat(), f"the end lies before the start {start.isoformat()}")


class InvalidDuration(InvalidValue):
    """A duration is negative, or zero where one is needed, or absurdly long."""

    reason = "INVALID_DURATION"

    def __init__(self, field: str, value: timedelta, rule: str) -> None:
        super().__init__(field, value, rule)


class InstantOutOfRange(InvalidValue):
    """An instant has no zone, or lies outside the years that calendars reckon with."""

    reason = "INSTANT_OUT_OF_RANGE"

    def __init__(self, field: str, value: datetime, *, first_year: int, last_year: int) -> None:
        super().__init__(field, value.isoformat(), f"instants name their zone and lie in the years {first_year} to {last_year}")


class NoWorkingTimeAhead(TierlineError):
    """The calendar has openings, but none for years after the start: its holidays or closures take them all."""

    kind, reason = Kind.INVALID, "NO_WORKING_TIME_AHEAD"

    def __init__(self, start: datetime, *, years: int) -> None:
        at = start.isoformat()
        super().__init__(f"The calendar is shut for {years} years after {at}: check its holidays and closures.", start=at, years=years)


class TooFarAhead(TierlineError):
    """The calculation runs further than calendars reckon."""

    kind, reason = Kind.INVALID, "TOO_FAR_AHEAD"

    def __init__(self, start: datetime, *, years: int) -> None:
        super().__init__(f"The calculation from {start.isoformat()} runs over more than {years} years: shorten it.", start=start.isoformat(), years=years)


class ContradictoryTargets(InvalidValue):
    """Two targets of one agreement ask for the same metric in the same scope."""

    reason = "CONTRADICTORY_TARGETS"

    def __init__(self, metric: str, scope: str) -> None:
        super().__init__("targets", f"{metric} {scope}", "an agreement has one target per metric and scope")


class UnknownCalendar(InvalidValue):
    """An agreement names no calendar of its tenant."""

    reason = "UNKNOWN_CALENDAR"

    def __init__(self, calendar_id: str) -> None:
        super().__init__("calendar_id", calendar_id, "is no calendar of this tenant")


class UnknownParty(InvalidValue):
    """An agreement names no party of its tenant."""

    reason = "UNKNOWN_PARTY"

    def __init__(self, party_id: str) -> None:
        super().__init__("party_id", party_id, "is no party of this tenant")


class PartyMissing(InvalidValue):
    """An internal or underpinning agreement does not say who owes it."""

    reason = "PARTY_MISSING"

    def __init__(self, kind: str) -> None:
        super().__init__("party_id", kind, "an agreement of this kind names the party that owes it")


class InvalidTerm(InvalidValue):
    """An agreement ends before it begins to hold."""

    reason = "INVALID_TERM"

    def __init__(self, start: datetime, end: datetime) -> None:
        super().__init__("end_time", end.isoformat(), f"an agreement ends after it begins, {start.isoformat()}")


class HoursSaidTwice(InvalidValue):
    """A calendar has both a preset and hours of its own, or neither."""

    reason = "HOURS_SAID_TWICE"

    def __init__(self, *, said: str) -> None:
        super().__init__("hours", said, "a calendar has either a coverage preset or hours of its own")
