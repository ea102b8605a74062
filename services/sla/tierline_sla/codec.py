"""Between the contract's messages and sla's values."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from google.protobuf.timestamp_pb2 import Timestamp
from tierline.common.v1 import values_pb2 as common
from tierline.sla.v1 import events_pb2, sla_pb2
from tierline_chassis import codec
from tierline_chassis.audience import PARTIES
from tierline_chassis.log.events import NewEvent, Position
from tierline_sdk.values import Awaiting, Coverage, Environment, Level, Metric, Nature, Priority, TicketKind

from tierline_sla.domain.calendars import WEEKDAYS, Week, YearlyHoliday, make_week
from tierline_sla.domain.changes import ChangeKind
from tierline_sla.domain.clocks import ClockState
from tierline_sla.domain.errors import InvalidValue
from tierline_sla.domain.facts import FactKind
from tierline_sla.domain.lives import ClockRecord, Life
from tierline_sla.domain.resources import DEFAULT_PAUSES, AgreementRecord, CalendarRecord
from tierline_sla.domain.targets import DEFAULT_AT_RISK_PERCENT, AgreementKind, Scope, Target
from tierline_sla.domain.walltimes import write_wall_time
from tierline_sla.handlers.ports import Told

TOPIC = "tierline.sla.v1"


def calendar_of(message: sla_pb2.Calendar, *, tenant_id: str, created_at: datetime, updated_at: datetime, version: int) -> CalendarRecord:
    """Read a calendar; raises where it makes no sense."""
    return CalendarRecord(
        id=message.id, tenant_id=tenant_id, display_name=message.display_name, zone=message.zone or "UTC",
        coverage=codec.to_enum(Coverage, common.Coverage, message.coverage), hours=_week(message.hours) if message.HasField("hours") else None,
        holidays=frozenset(map(_date, message.holidays)), yearly_holidays=frozenset(map(YearlyHoliday.parse, message.yearly_holidays)),
        created_at=created_at, updated_at=updated_at, version=version,
    )


def calendar_message(record: CalendarRecord) -> sla_pb2.Calendar:
    """Write a calendar."""
    message = sla_pb2.Calendar(
        id=record.id, tenant_id=record.tenant_id, display_name=record.display_name, zone=record.zone,
        coverage=codec.from_enum(common.Coverage, record.coverage),
        holidays=sorted(day.isoformat() for day in record.holidays), yearly_holidays=sorted(map(str, record.yearly_holidays)),
        create_time=codec.from_datetime(record.created_at), update_time=codec.from_datetime(record.updated_at), etag=str(record.version),
    )
    for day, spans in zip(WEEKDAYS, record.hours or (), strict=False):
        getattr(message.hours, day).extend(sla_pb2.Span(opens=write_wall_time(span.opens), closes=write_wall_time(span.closes)) for span in spans)
    return message


def agreement_of(message: sla_pb2.Agreement, *, tenant_id: str, created_at: datetime, updated_at: datetime, version: int) -> AgreementRecord:
    """Read an agreement; raises where it makes no sense."""
    pauses = frozenset(value for number in message.pauses if (value := codec.to_enum(Awaiting, common.Awaiting, number)))
    return AgreementRecord(
        id=message.id, tenant_id=tenant_id, display_name=message.display_name,
        kind=codec.to_enum(AgreementKind, sla_pb2.AgreementKind, message.kind) or AgreementKind.CUSTOMER,
        calendar_id=message.calendar_id, party_id=message.party_id or None, targets=tuple(map(_target, message.targets)),
        pauses=pauses or DEFAULT_PAUSES, assumed=message.assumed, starts_at=_optional(message, "start_time"), ends_at=_optional(message, "end_time"),
        created_at=created_at, updated_at=updated_at, version=version,
    )


def agreement_message(record: AgreementRecord) -> sla_pb2.Agreement:
    """Write an agreement."""
    return sla_pb2.Agreement(
        id=record.id, tenant_id=record.tenant_id, display_name=record.display_name, kind=codec.from_enum(sla_pb2.AgreementKind, record.kind),
        calendar_id=record.calendar_id, party_id=record.party_id or "", targets=map(_target_message, record.targets),
        pauses=[codec.from_enum(common.Awaiting, awaiting) for awaiting in sorted(record.pauses)],
        assumed=record.assumed, start_time=_stamp(record.starts_at), end_time=_stamp(record.ends_at),
        create_time=codec.from_datetime(record.created_at), update_time=codec.from_datetime(record.updated_at), etag=str(record.version),
    )


def clock_message(clock: ClockRecord, *, tenant_id: str, ticket_id: str) -> sla_pb2.Clock:
    """Write a clock."""
    return sla_pb2.Clock(
        id=clock.id, tenant_id=tenant_id, ticket_id=ticket_id, metric=clock.metric, agreement_id="" if clock.agreement_kind is None else clock.agreement_id,
        agreement_name=clock.agreement_name, agreement_kind=codec.from_enum(sla_pb2.AgreementKind, clock.agreement_kind),
        state=_state(clock), start_time=codec.from_datetime(clock.started_at), duration=codec.from_timedelta(clock.duration),
        due_time=_stamp(clock.due_at), at_risk_time=_stamp(clock.at_risk_at), breach_time=_stamp(clock.breached_at), stop_time=_stamp(clock.stopped_at),
        elapsed=codec.from_timedelta(clock.elapsed), reason=clock.reason, assumed=clock.assumed,
        pauses=[
            sla_pb2.Pause(
                start_time=codec.from_datetime(pause.start), end_time=_stamp(pause.end),
                awaiting=codec.from_enum(common.Awaiting, pause.awaiting),
            ) for pause in clock.pauses
        ],
    )


def _state(clock: ClockRecord) -> sla_pb2.ClockState:
    if clock.state is ClockState.CANCELLED:
        return sla_pb2.CLOCK_STATE_CANCELLED
    if clock.breached_at is not None:
        return sla_pb2.CLOCK_STATE_BREACHED
    states = {
        ClockState.RUNNING: sla_pb2.CLOCK_STATE_RUNNING, ClockState.PAUSED: sla_pb2.CLOCK_STATE_PAUSED, ClockState.STOPPED: sla_pb2.CLOCK_STATE_MET,
    }
    return states[clock.state]


def resource_event(record: CalendarRecord | AgreementRecord, now: datetime) -> NewEvent:
    """Tell that a calendar or agreement was saved."""
    if isinstance(record, CalendarRecord):
        event = events_pb2.SlaEvent(calendar_saved=events_pb2.CalendarSaved(calendar=calendar_message(record)))
    else:
        event = events_pb2.SlaEvent(agreement_saved=events_pb2.AgreementSaved(agreement=agreement_message(record)))
    return _new_event(event, key=f"{record.tenant_id}/{record.id}", tenant_id=record.tenant_id, at=now)


def clock_event(tenant_id: str, told: Told) -> NewEvent:
    """Tell what happened to a clock; the event's time is the instant at which it did."""
    event = events_pb2.SlaEvent(
        ticket_id=told.life.ticket_id, clock=clock_message(told.clock, tenant_id=tenant_id, ticket_id=told.life.ticket_id), history=told.history,
        priority=codec.from_enum(common.Priority, told.life.priority),
    )
    _say(event, told)
    cause = told.cause if isinstance(told.cause, Position) else None
    parties = parties_of(told.life)
    headers = {PARTIES: ",".join(parties)} if parties else {}
    key = f"{tenant_id}/{told.life.ticket_id}"
    return _new_event(event, key=key, tenant_id=tenant_id, at=told.change.at, cause=cause, headers=headers)


def parties_of(life: Life) -> Sequence[str]:
    """Give the party that has a ticket now, if one has."""
    holders = [fact.holder for fact in life.ordered() if fact.kind is FactKind.ASSIGNED]
    return [holders[-1].party_id] if holders and holders[-1] is not None and holders[-1].party_id else []


def _say(event: events_pb2.SlaEvent, told: Told) -> None:
    """Name the fact in *event*."""
    at, change = codec.from_datetime(told.change.at), told.change
    match change.kind:
        case ChangeKind.STARTED:
            event.clock_started.SetInParent()
        case ChangeKind.PAUSED:
            event.clock_paused.awaiting = codec.from_enum(common.Awaiting, change.pause.awaiting if change.pause else None)
            event.clock_paused.SetInParent()
        case ChangeKind.RESUMED:
            event.clock_resumed.SetInParent()
        case ChangeKind.STOPPED:
            event.clock_stopped.SetInParent()
        case ChangeKind.AT_RISK:
            event.clock_at_risk.at_risk_time.CopyFrom(at)
        case ChangeKind.BREACHED:
            event.clock_breached.due_time.CopyFrom(at)
        case ChangeKind.BREACH_WITHDRAWN:
            event.breach_withdrawn.due_time.CopyFrom(at)
            event.breach_withdrawn.reason = "What became known later had happened before, or another target holds."
        case ChangeKind.CANCELLED:
            event.clock_cancelled.reason = "Its target no longer fits the ticket."
        case ChangeKind.MOVED | ChangeKind.AT_RISK_WITHDRAWN:
            event.clock_moved.SetInParent()


def _new_event(
    event: events_pb2.SlaEvent, *, key: str, tenant_id: str, at: datetime, cause: Position | None = None, headers: Mapping[str, str] | None = None
) -> NewEvent:
    kind = str(getattr(event, str(event.WhichOneof("fact"))).DESCRIPTOR.name)
    return NewEvent(topic=TOPIC, key=key, tenant_id=tenant_id, type=kind, event_time=at, payload=event.SerializeToString(), cause=cause, headers=headers or {})


def _week(hours: sla_pb2.Hours) -> Week:
    return make_week({day: [(span.opens, span.closes) for span in getattr(hours, day)] for day in WEEKDAYS})


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("holidays", text, "is no date") from None


def _target(message: sla_pb2.Target) -> Target:
    return Target(
        id="", metric=codec.to_enum(Metric, common.Metric, message.metric) or Metric.RESOLUTION, duration=codec.to_timedelta(message.duration),
        at_risk_percent=message.at_risk_percent or DEFAULT_AT_RISK_PERCENT,
        scope=Scope(
            priority=codec.to_enum(Priority, common.Priority, message.priority), level=codec.to_enum(Level, common.Level, message.level),
            application_id=message.application_id or None, environment=codec.to_enum(Environment, common.Environment, message.environment),
            nature=codec.to_enum(Nature, common.Nature, message.nature), kind=codec.to_enum(TicketKind, common.TicketKind, message.kind),
        ),
    )


def _target_message(target: Target) -> sla_pb2.Target:
    scope = target.scope
    return sla_pb2.Target(
        metric=codec.from_enum(common.Metric, Metric(target.metric)),
        duration=codec.from_timedelta(target.duration), at_risk_percent=target.at_risk_percent, application_id=scope.application_id or "",
        priority=codec.from_enum(common.Priority, scope.priority),
        level=codec.from_enum(common.Level, scope.level),
        environment=codec.from_enum(common.Environment, scope.environment),
        nature=codec.from_enum(common.Nature, scope.nature),
        kind=codec.from_enum(common.TicketKind, scope.kind),
    )


def _optional(message: sla_pb2.Agreement, field: str) -> datetime | None:
    return codec.to_datetime(getattr(message, field)) if message.HasField(field) else None


def _stamp(instant: datetime | None) -> Timestamp | None:
    return None if instant is None else codec.from_datetime(instant)
