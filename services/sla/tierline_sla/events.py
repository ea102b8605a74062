"""The event door: what tenancy, intake, routing and monitoring tell becomes commands of sla."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from google.protobuf import json_format
from tierline.common.v1 import values_pb2 as common
from tierline.intake.v1 import events_pb2 as intake
from tierline.intake.v1 import ticket_pb2
from tierline.monitoring.v1 import events_pb2 as monitoring
from tierline.routing.v1 import events_pb2 as routing
from tierline.routing.v1 import routing_pb2
from tierline.tenancy.v1 import events_pb2 as tenancy
from tierline.tenancy.v1 import tenancy_pb2
from tierline_chassis import codec
from tierline_chassis.consumer import HANDLED, Handle, Verdict
from tierline_chassis.database import Transaction
from tierline_chassis.log.events import Event
from tierline_sdk.values import Awaiting, Environment, Level, Nature, Priority, TicketKind

from tierline_sla.codec import clock_event, resource_event
from tierline_sla.domain.facts import Fact, FactKind, Holder, Subject
from tierline_sla.domain.lives import Placed, Statute
from tierline_sla.handlers.catalogue import seed_tenant
from tierline_sla.handlers.lives import hear
from tierline_sla.handlers.ports import Heard, Seen
from tierline_sla.store.catalogue import CatalogueStore
from tierline_sla.store.lives import LivesStore
from tierline_sla.store.writing import insert

TENANCY, TICKET, ASSIGNMENT, MONITORING = "tierline.tenancy.v1", "tierline.ticket.v1", "tierline.assignment.v1", "tierline.monitoring.v1"
TOPICS = (TENANCY, TICKET, ASSIGNMENT, MONITORING)

Statutes = Mapping[str, tuple[Statute, ...]]
"""What the law sets, by the id of the event that made it so."""


def make_handler(*, new_id: Callable[[], str], clock: Callable[[], datetime]) -> Handle:
    """Give the consumer's handler: one tenant's events, many at once."""

    def handle(tx: Transaction, events: Sequence[Event], prepared: Statutes) -> Sequence[Verdict]:
        now, tenant_id = clock(), events[0].tenant_id
        for event in events:
            if event.topic == TENANCY:
                _take_tenancy(tx, event, new_id=new_id, now=now)
            elif event.topic == MONITORING:
                _take_monitoring(tx, event)
        commands = [command for event in events if (command := _heard(event, prepared or {})) is not None]
        if commands:
            hear(commands, store=LivesStore(tx, tenant_id, tell=clock_event), new_id=new_id, now=now)
        return [HANDLED] * len(events)

    return handle


def _take_tenancy(tx: Transaction, event: Event, *, new_id: Callable[[], str], now: datetime) -> None:
    message = tenancy.TenancyEvent.FromString(event.payload)
    match message.WhichOneof("fact"):
        case "tenant_created":
            tenant = message.tenant_created.tenant
            store = CatalogueStore(tx, tenant.id, tell=resource_event, cause=event.at)
            seed_tenant(tenant.id, tenant.zone or "UTC", store=store, new_id=new_id, now=now)
        case "party_created":
            _save_party(tx, message.party_created.party)
        case "party_updated":
            _save_party(tx, message.party_updated.party)
        case "plugin_setting_updated":
            _save_plugin(tx, event.tenant_id, plugin_of(message.plugin_setting_updated))
        case _:
            pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginSettings:
    """What a tenant set for a plugin."""

    name: str
    enabled: bool
    settings: Mapping[str, Any]
    """Without its secrets."""
    sealed: bytes
    """Its secrets, as tenancy sealed them."""


def plugin_of(updated: tenancy.PluginSettingUpdated) -> PluginSettings:
    """Read what a tenant set for a plugin; secrets stand in it as `***`, and are left out."""
    setting = updated.plugin_setting
    plain = {name: value for name, value in json_format.MessageToDict(setting.settings).items() if value != "***"}
    return PluginSettings(name=setting.plugin, enabled=setting.enabled, settings=plain, sealed=updated.sealed_secrets)


def _save_plugin(tx: Transaction, tenant_id: str, plugin: PluginSettings) -> None:
    tx.execute(
        "INSERT INTO plugin (tenant_id, name, enabled, settings, sealed) VALUES (%s, %s, %s, %s, %s) "
        "ON CONFLICT (tenant_id, name) DO UPDATE SET enabled = excluded.enabled, settings = excluded.settings, sealed = excluded.sealed",
        [tenant_id, plugin.name, plugin.enabled, json.dumps(plugin.settings), plugin.sealed],
    )


def _save_party(tx: Transaction, party: tenancy_pb2.Party) -> None:
    insert(tx, "party", party.tenant_id, [{"id": party.id, "display_name": party.display_name}], key=("id",))


def _take_monitoring(tx: Transaction, event: Event) -> None:
    message = monitoring.MonitoringEvent.FromString(event.payload)
    if message.WhichOneof("fact") == "maintenance_window_saved":
        window = message.maintenance_window_saved.maintenance_window
        insert(tx, "maintenance_window", event.tenant_id, [{"id": window.id, "document": json_format.MessageToJson(window)}], key=("id",))


def _heard(event: Event, statutes: Statutes) -> Heard | None:
    if event.topic == TICKET:
        return _of_intake(event, intake.TicketEvent.FromString(event.payload), statutes.get(event.event_id))
    if event.topic == ASSIGNMENT:
        return _of_routing(event, routing.AssignmentEvent.FromString(event.payload))
    return None


def _of_intake(event: Event, message: intake.TicketEvent, statutes: tuple[Statute, ...] | None) -> Heard | None:
    fact_name = message.WhichOneof("fact")
    if fact_name is None or not message.ticket.id or fact_name in {"application_saved", "contact_saved"}:
        return None
    ended = fact_name == "ticket_history_ended"
    fact = _fact_of(event, message, fact_name)
    opened = message.ticket_opened
    seen = Seen(
        key=message.ticket.key, fact=fact, history=message.history or ended, history_ended=ended, opened=fact if fact_name == "ticket_opened" else None,
        imported_from=opened.imported_from, statutes=statutes,
        source_met_agreement=opened.source_met_agreement if opened.HasField("source_met_agreement") else None,
    )
    placed = None if fact is None else Placed(fact=fact, origin=0, position=event.at.position)
    return Heard(ticket_id=message.ticket.id, at=event.event_time, placed=placed, seen=seen, cause=event.at)


def _of_routing(event: Event, message: routing.AssignmentEvent) -> Heard | None:
    """Take an assignment; one that routing made of history says nothing that intake's own record did not."""
    if message.WhichOneof("fact") != "ticket_assigned" or message.history or not message.ticket_id:
        return None
    assignment = message.ticket_assigned.assignment
    holder = None
    if assignment.state != routing_pb2.ASSIGNMENT_STATE_UNASSIGNED:
        holder = Holder(
            party_id=assignment.party_id or None, party_name=assignment.party_name, team_id=assignment.team_id or None, team_name=assignment.team_name,
            level=codec.to_enum(Level, common.Level, assignment.level),
        )
    fact = Fact(at=event.event_time, row=message.row_number, kind=FactKind.ASSIGNED, holder=holder)
    placed = Placed(fact=fact, origin=1, position=event.at.position)
    return Heard(ticket_id=message.ticket_id, at=event.event_time, placed=placed, cause=event.at)


_KINDS = {
    "ticket_opened": FactKind.OPENED,
    "ticket_reclassified": FactKind.CLASSIFIED,
    "ticket_held": FactKind.HELD,
    "ticket_resumed": FactKind.RESUMED,
    "ticket_resolved": FactKind.RESOLVED,
    "ticket_reopened": FactKind.REOPENED,
    "ticket_closed": FactKind.CLOSED,
    "assignment_recorded": FactKind.ASSIGNED,
}


def _fact_of(event: Event, message: intake.TicketEvent, fact_name: str) -> Fact | None:
    """Read what happened, where a clock or the ledger cares."""
    kind = _KINDS.get(fact_name) or (FactKind.RESPONDED if _is_response(message, fact_name) else None)
    if kind is None:
        return None
    make = partial(Fact, row=message.row_number, kind=kind, at=event.event_time)
    match kind:
        case FactKind.OPENED:
            at = codec.to_datetime(message.ticket.open_time) if message.ticket.HasField("open_time") else event.event_time
            return make(at=at, subject=_subject(message.ticket))
        case FactKind.CLASSIFIED:
            return make(subject=_subject(message.ticket))
        case FactKind.HELD:
            return make(awaiting=codec.to_enum(Awaiting, common.Awaiting, message.ticket_held.awaiting))
        case FactKind.ASSIGNED:
            return make(holder=_recorded_holder(message.assignment_recorded))
        case _:
            return make()


def _is_response(message: intake.TicketEvent, fact_name: str) -> bool:
    """Say whether the requester was first answered; history records no replies, so there the first work counts."""
    if fact_name == "work_started":
        return message.history
    replied = message.ticket_replied
    return fact_name == "ticket_replied" and replied.first_response and replied.author != ticket_pb2.REPLY_AUTHOR_REQUESTER


def _recorded_holder(recorded: intake.AssignmentRecorded) -> Holder | None:
    if not (recorded.party or recorded.team or recorded.level):
        return None
    return Holder(party_name=recorded.party, team_name=recorded.team, level=codec.to_enum(Level, common.Level, recorded.level))


def _subject(ticket: intake.TicketFacts) -> Subject:
    return Subject(
        priority=codec.to_enum(Priority, common.Priority, ticket.priority), application_id=ticket.application_id or None,
        environment=codec.to_enum(Environment, common.Environment, ticket.environment), nature=codec.to_enum(Nature, common.Nature, ticket.nature),
        kind=codec.to_enum(TicketKind, common.TicketKind, ticket.kind),
    )
