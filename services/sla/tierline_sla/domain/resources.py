"""Calendars and agreements as a tenant keeps them, and the terms that a ticket is held to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tierline_sdk.values import Awaiting, Coverage, Metric, Priority

from tierline_sla.domain.calendars import Calendar, Week, YearlyHoliday, preset_week
from tierline_sla.domain.errors import HoursSaidTwice, InstantOutOfRange, InvalidTerm, PartyMissing
from tierline_sla.domain.targets import Agreement, AgreementKind, Scope, Target
from tierline_sla.domain.timetables import compile_calendar

FIRST_TERM_YEAR, LAST_TERM_YEAR = 1970, 2200
"""An agreement that holds from or until another year is a mistake of typing."""
DEFAULT_PAUSES = frozenset({Awaiting.REQUESTER, Awaiting.WINDOW})
"""What pauses the clocks of an agreement that does not say: what the serving side cannot shorten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRecord:
    """
    A calendar of a tenant.

    Raises:
        HoursSaidTwice: It has both a preset and hours, or neither.
    """

    id: str
    tenant_id: str
    display_name: str
    zone: str
    coverage: Coverage | None
    hours: Week | None
    holidays: frozenset[date]
    yearly_holidays: frozenset[YearlyHoliday]
    created_at: datetime
    updated_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        if (self.coverage is None) == (self.hours is None):
            raise HoursSaidTwice(said="neither" if self.hours is None else "both")

    @property
    def calendar(self) -> Calendar:
        """Give the calendar proper; raises where it makes no sense."""
        return Calendar(zone=self.zone, hours=self._week, holidays=self.holidays, yearly_holidays=self.yearly_holidays)

    @property
    def _week(self) -> Week:
        if self.hours is not None:
            return self.hours
        return preset_week(self.coverage) if self.coverage is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecord:
    """
    An agreement of a tenant.

    Raises:
        PartyMissing: An internal or underpinning one does not say who owes it.
        InvalidTerm: It ends before it begins.
        InstantOutOfRange: It begins or ends in an absurd year.
        ContradictoryTargets: Two targets have one metric and scope.
    """

    id: str
    tenant_id: str
    display_name: str
    kind: AgreementKind
    calendar_id: str
    party_id: str | None
    targets: tuple[Target, ...]
    pauses: frozenset[Awaiting]
    assumed: bool
    starts_at: datetime | None
    ends_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        if self.kind is not AgreementKind.CUSTOMER and self.party_id is None:
            raise PartyMissing(self.kind)
        for name, instant in (("start_time", self.starts_at), ("end_time", self.ends_at)):
            if instant is not None and not FIRST_TERM_YEAR <= instant.year <= LAST_TERM_YEAR:
                raise InstantOutOfRange(name, instant, first_year=FIRST_TERM_YEAR, last_year=LAST_TERM_YEAR)
        if self.starts_at is not None and self.ends_at is not None and self.ends_at <= self.starts_at:
            raise InvalidTerm(self.starts_at, self.ends_at)

    def holds_at(self, instant: datetime) -> bool:
        """Say whether it is in force at *instant*."""
        return (self.starts_at is None or self.starts_at <= instant) and (self.ends_at is None or instant < self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """An agreement and its calendar as they stood when one of them was last saved: never changed, so that a ticket keeps the terms that it was opened under."""

    id: str
    agreement: AgreementRecord
    calendar: CalendarRecord


def make_agreement(terms: Terms) -> Agreement:
    """Make the agreement that clocks are folded with; raises where it makes no sense."""
    record = terms.agreement
    return Agreement(
        id=record.id,
        name=record.display_name,
        kind=record.kind,
        timetable=compile_calendar(terms.calendar.calendar),
        targets=tuple(replace(target, id=f"{terms.id}/{number}", pauses_on=record.pauses) for number, target in enumerate(record.targets)),
        party_id=record.party_id if record.kind is not AgreementKind.CUSTOMER else None,
        assumed=record.assumed,
    )


def check_reach(terms: Terms, *, now: datetime) -> None:
    """
    Make sure that every promise comes due some day.

    Raises:
        NoWorkingTimeAhead, TooFarAhead: Its calendar has too little working time for it.
    """
    agreement = make_agreement(terms)
    agreement.timetable.add_working_time(now, max(target.duration for target in agreement.targets))


_HOUR = timedelta(hours=1)
ASSUMED_HOURS: Mapping[Priority, tuple[timedelta, timedelta]] = {
    Priority.P1: (_HOUR / 4, 4 * _HOUR),
    Priority.P2: (_HOUR, 8 * _HOUR),
    Priority.P3: (4 * _HOUR, 24 * _HOUR),
    Priority.P4: (8 * _HOUR, 72 * _HOUR),
}
"""First response and resolution of the agreement that a new tenant begins with: figures of our own, taken from no standard, and marked as assumed."""


def assumed_targets() -> Sequence[Target]:
    """Give the targets that a new tenant begins with."""
    return [
        Target(id="", metric=metric, duration=duration, scope=Scope(priority=priority))
        for priority, durations in ASSUMED_HOURS.items()
        for metric, duration in zip((Metric.FIRST_RESPONSE, Metric.RESOLUTION), durations, strict=True)
    ]
