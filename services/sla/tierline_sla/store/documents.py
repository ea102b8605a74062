"""Calendars, agreements and facts as JSON documents, exactly, both ways."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from tierline_sdk.values import Awaiting, Coverage, Environment, Level, Metric, Nature, Priority, TicketKind

from tierline_sla.domain.calendars import WEEKDAYS, YearlyHoliday, make_week
from tierline_sla.domain.clocks import Pause
from tierline_sla.domain.facts import Fact, FactKind, Holder, Subject
from tierline_sla.domain.resources import AgreementRecord, CalendarRecord
from tierline_sla.domain.targets import AgreementKind, Scope, Target
from tierline_sla.domain.walltimes import write_wall_time

Document = Mapping[str, Any]
_MICROSECOND = timedelta(microseconds=1)


def calendar_document(record: CalendarRecord) -> Document:
    """Write a calendar."""
    hours = None if record.hours is None else {
        day: [[write_wall_time(span.opens), write_wall_time(span.closes)] for span in spans] for day, spans in zip(WEEKDAYS, record.hours, strict=True)
    }
    return {
        **_head(record), "zone": record.zone, "coverage": record.coverage, "hours": hours, "holidays": sorted(day.isoformat() for day in record.holidays),
        "yearly_holidays": sorted(map(str, record.yearly_holidays)),
    }


def read_calendar(document: Document) -> CalendarRecord:
    """Read a calendar."""
    return CalendarRecord(
        **_read_head(document), zone=document["zone"], coverage=Coverage(document["coverage"]) if document["coverage"] else None,
        hours=None if document["hours"] is None else make_week(document["hours"]), holidays=frozenset(map(date.fromisoformat, document["holidays"])),
        yearly_holidays=frozenset(map(YearlyHoliday.parse, document["yearly_holidays"])),
    )


def agreement_document(record: AgreementRecord) -> Document:
    """Write an agreement."""
    return {
        **_head(record), "kind": record.kind, "calendar_id": record.calendar_id, "party_id": record.party_id, "assumed": record.assumed,
        "targets": [_target_document(target) for target in record.targets], "pauses": sorted(record.pauses),
        "starts_at": _write_instant(record.starts_at), "ends_at": _write_instant(record.ends_at),
    }


def read_agreement(document: Document) -> AgreementRecord:
    """Read an agreement."""
    return AgreementRecord(
        **_read_head(document), kind=AgreementKind(document["kind"]), calendar_id=document["calendar_id"], party_id=document["party_id"],
        assumed=document["assumed"], targets=tuple(map(_read_target, document["targets"])), pauses=frozenset(map(Awaiting, document["pauses"])),
        starts_at=_read_instant(document["starts_at"]), ends_at=_read_instant(document["ends_at"]),
    )


def fact_document(fact: Fact) -> Document:
    """Write what a fact says beside its kind and place."""
    subject, holder = fact.subject, fact.holder
    return {
        "subject": None if subject is None else _criteria_document(subject),
        "holder": None if holder is None else {
            "party_id": holder.party_id, "party_name": holder.party_name, "team_id": holder.team_id, "team_name": holder.team_name, "level": holder.level,
        },
        "awaiting": fact.awaiting,
    }


def read_fact(at: datetime, row: int, kind: str, document: Document) -> Fact:
    """Read a fact."""
    subject, holder = document["subject"], document["holder"]
    return Fact(
        at=at, row=row, kind=FactKind(kind), awaiting=Awaiting(document["awaiting"]) if document["awaiting"] else None,
        subject=None if subject is None else Subject(**_read_criteria(subject)),
        holder=None if holder is None else Holder(**{**holder, "level": None if holder["level"] is None else Level(holder["level"])}),
    )


def pause_document(pause: Pause) -> Document:
    """Write a pause."""
    return {"start": _write_instant(pause.start), "end": _write_instant(pause.end), "awaiting": pause.awaiting}


def read_pause(document: Document) -> Pause:
    """Read a pause."""
    awaiting = document["awaiting"]
    return Pause(start=datetime.fromisoformat(document["start"]), end=_read_instant(document["end"]), awaiting=Awaiting(awaiting) if awaiting else None)


def _head(record: CalendarRecord | AgreementRecord) -> Document:
    return {
        "id": record.id, "tenant_id": record.tenant_id, "display_name": record.display_name, "version": record.version,
        "created_at": _write_instant(record.created_at), "updated_at": _write_instant(record.updated_at),
    }


def _read_head(document: Document) -> dict[str, Any]:
    names = ("id", "tenant_id", "display_name", "version")
    return {name: document[name] for name in names} | {name: datetime.fromisoformat(document[name]) for name in ("created_at", "updated_at")}


def _target_document(target: Target) -> Document:
    return {
        "metric": target.metric, "duration_us": target.duration // _MICROSECOND, "scope": _criteria_document(target.scope),
        "at_risk_percent": target.at_risk_percent,
    }


def _read_target(document: Document) -> Target:
    return Target(
        id="", metric=Metric(document["metric"]), duration=document["duration_us"] * _MICROSECOND, scope=Scope(**_read_criteria(document["scope"])),
        at_risk_percent=document["at_risk_percent"],
    )


_CRITERIA = {"environment": Environment, "priority": Priority, "level": Level, "nature": Nature, "kind": TicketKind}


def _criteria_document(criteria: Scope | Subject) -> Document:
    return {name: getattr(criteria, name) for name in (*_CRITERIA, "application_id") if getattr(criteria, name) is not None}


def _read_criteria(document: Document) -> dict[str, Any]:
    return {name: _CRITERIA[name](value) if name in _CRITERIA else value for name, value in document.items()}


def _write_instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _read_instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
