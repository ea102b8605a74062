"""Calendars and agreements: what a tenant sets, and what a new one begins with."""

from collections.abc import Callable
from datetime import datetime

from tierline_sdk.values import Coverage

from tierline_sla.domain.errors import UnknownCalendar, UnknownParty
from tierline_sla.domain.resources import DEFAULT_PAUSES, AgreementRecord, CalendarRecord, Terms, assumed_targets, check_reach
from tierline_sla.domain.targets import AgreementKind
from tierline_sla.handlers.ports import Catalogue

NewId = Callable[[], str]


def create_calendar(record: CalendarRecord, *, store: Catalogue, now: datetime) -> None:
    """Keep a new calendar; raises where it makes no sense, or its name is taken."""
    _ = record.calendar
    store.add_calendar(record)
    store.tell_calendar(record, now=now)


def update_calendar(record: CalendarRecord, *, store: Catalogue, new_id: NewId, now: datetime) -> None:
    """Change a calendar. Tickets opened from now on come under it; those under way keep the terms that they were opened under."""
    _ = record.calendar
    store.replace_calendar(record)
    terms = [Terms(id=new_id(), agreement=agreement, calendar=record) for agreement in store.agreements_on(record.id)]
    for item in terms:
        check_reach(item, now=now)
    store.save_terms(terms)
    store.tell_calendar(record, now=now)


def create_agreement(record: AgreementRecord, *, store: Catalogue, new_id: NewId, now: datetime) -> None:
    """Keep a new agreement; it holds for tickets opened from now on."""
    terms = _terms(record, store=store, new_id=new_id, now=now)
    store.add_agreement(record)
    store.save_terms([terms])
    store.tell_agreement(record, now=now)


def update_agreement(record: AgreementRecord, *, store: Catalogue, new_id: NewId, now: datetime) -> None:
    """Change an agreement. Tickets under way keep the terms that they were opened under."""
    terms = _terms(record, store=store, new_id=new_id, now=now)
    store.replace_agreement(record)
    store.save_terms([terms])
    store.tell_agreement(record, now=now)


def seed_tenant(tenant_id: str, zone: str, *, store: Catalogue, new_id: NewId, now: datetime) -> None:
    """Give a new tenant two calendars and an agreement to begin with; its figures are assumed, and say so."""
    round_the_clock, office = (_preset(new_id(), tenant_id, zone, coverage, now) for coverage in (Coverage.H24_7, Coverage.H8_5))
    for calendar in (round_the_clock, office):
        create_calendar(calendar, store=store, now=now)
    create_agreement(_default(new_id(), office, now), store=store, new_id=new_id, now=now)


def _terms(record: AgreementRecord, *, store: Catalogue, new_id: NewId, now: datetime) -> Terms:
    calendar = store.calendar(record.calendar_id)
    if calendar is None:
        raise UnknownCalendar(record.calendar_id)
    if record.party_id is not None and not store.has_party(record.party_id):
        raise UnknownParty(record.party_id)
    terms = Terms(id=new_id(), agreement=record, calendar=calendar)
    check_reach(terms, now=now)
    return terms


def _preset(calendar_id: str, tenant_id: str, zone: str, coverage: Coverage, now: datetime) -> CalendarRecord:
    return CalendarRecord(
        id=calendar_id, tenant_id=tenant_id, display_name=coverage.value.replace("_", "/"), zone=zone, coverage=coverage, hours=None,
        holidays=frozenset(), yearly_holidays=frozenset(), created_at=now, updated_at=now,
    )  # fmt: skip


def _default(agreement_id: str, calendar: CalendarRecord, now: datetime) -> AgreementRecord:
    return AgreementRecord(
        id=agreement_id, tenant_id=calendar.tenant_id, display_name="Default", kind=AgreementKind.CUSTOMER, calendar_id=calendar.id, party_id=None,
        targets=tuple(assumed_targets()), pauses=DEFAULT_PAUSES, assumed=True, starts_at=None, ends_at=None, created_at=now,
        updated_at=now,
    )  # fmt: skip
