"""The event door: what routing hears of tenants, tickets, clocks and of its own vendors' door."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from tierline.common.v1 import values_pb2
from tierline.intake.v1 import events_pb2 as intake
from tierline.intake.v1 import ticket_pb2
from tierline.routing.v1 import events_pb2 as routing
from tierline.sla.v1 import events_pb2 as sla
from tierline.tenancy.v1 import events_pb2 as tenancy
from tierline.tenancy.v1 import tenancy_pb2
from tierline_chassis.codec import to_datetime, to_enum
from tierline_chassis.consumer import HANDLED, Verdict
from tierline_chassis.database import Database, Transaction
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import Event, Position
from tierline_sdk.sourcing import Party, SourcingPlan
from tierline_sdk.tickets import Ticket
from tierline_sdk.values import Level, ProviderKind

from tierline_routing import codec
from tierline_routing.domain.assigning import floor_above
from tierline_routing.domain.choosing import Need
from tierline_routing.domain.facts import PlanSaved, TeamSaved
from tierline_routing.domain.plans import model_of
from tierline_routing.domain.values import Assignment, AssignmentState, Cause, House, Plan, Said, ServingParty, Team, Work
from tierline_routing.handlers.desk import Because, Desk
from tierline_routing.rules import PluginRules, Question
from tierline_routing.store import Store

TOPICS = ("tierline.tenancy.v1", "tierline.ticket.v1", "tierline.sla.v1", codec.TOPIC)

ENVELOPES: Mapping[str, type[Message]] = {
    "tierline.tenancy.v1": tenancy.TenancyEvent, "tierline.ticket.v1": intake.TicketEvent, "tierline.sla.v1": sla.SlaEvent,
    codec.TOPIC: routing.AssignmentEvent,
}

QUEUE_LIMIT = 200
"""How much unassigned work of a tenant is looked at again in one transaction."""


@dataclass(slots=True)
class Prepared:
    """What was thought over before the transaction: houses by tenant, and what the plugins said to each event's need."""

    houses: dict[str, House] = field(default_factory=dict)
    said: dict[Position, tuple[Need, Sequence[Said]]] = field(default_factory=dict)


def decoded(event: Event) -> Any:
    """Read an event's payload; raises `DecodeError`, which parks it."""
    message = ENVELOPES[event.topic]()
    message.ParseFromString(event.payload)
    return message


class Ears:
    """Handles what the consumer brings."""

    def __init__(self, *, database: Database, rules: PluginRules, now: Callable[[], datetime]) -> None:
        self._database, self._rules, self._now = database, rules, now

    def prepare(self, events: Sequence[Event]) -> Prepared:
        """Ask the plugins about all that will have to be assigned, in one conversation and outside the transaction."""
        prepared = Prepared()
        questions: list[tuple[Position, Question]] = []
        with self._database.transaction([]) as tx:
            for tenant_id, group in groupby(sorted(events, key=lambda event: event.tenant_id), key=lambda event: event.tenant_id):
                self._prepare_tenant(Store(tx, codec.encode), tenant_id, list(group), prepared, questions)
        answers = self._rules.propose([question for _, question in questions])
        prepared.said = {at: (question.need, said) for (at, question), said in zip(questions, answers, strict=True)}
        return prepared

    def _prepare_tenant(
        self, store: Store, tenant_id: str, events: Sequence[Event], prepared: Prepared, questions: list[tuple[Position, Question]],
    ) -> None:
        wanted = [(event, message) for event in events if event.topic != TOPICS[0] and needs_decision(message := decoded(event))]
        if not wanted:
            return
        house = prepared.houses[tenant_id] = store.house(tenant_id)
        known = store.work(tenant_id, [ticket_id_of(message) for _, message in wanted])
        for event, message in wanted:
            work = known.get(ticket_id_of(message))
            ticket = codec.ticket_of(tenant_id, message.ticket) if isinstance(message, intake.TicketEvent) else work.ticket if work else None
            need = need_of(message, work.assignment if work else None)
            if ticket is not None and need is not None:
                questions.append((event.at, Question(ticket=ticket, need=need, house=house)))

    def handle(self, tx: Transaction, events: Sequence[Event], prepared: Prepared) -> Sequence[Verdict]:
        """Handle one tenant's events."""
        store = Store(tx, codec.encode)
        tenant_id = events[0].tenant_id
        desk = self._desk(store, tenant_id, house=prepared.houses.get(tenant_id), prepared=prepared)
        messages = [decoded(event) for event in events]
        desk.load(sorted({ticket_id for message in messages if (ticket_id := ticket_id_of(message))}))
        clocks: dict[tuple[str, str], datetime | None] = {}
        self._at: Position | None = None
        for event, message in zip(events, messages, strict=True):
            self._at = event.at
            self._hear(desk, store, event, message, clocks)
        desk.finish()
        store.move_clocks(tenant_id, clocks)
        return [HANDLED] * len(events)

    def _desk(self, store: Store, tenant_id: str, *, house: House | None, prepared: Prepared) -> Desk:
        def propose(ticket: Ticket, need: Need, present: House) -> Sequence[Said]:
            """Take what was said before; ask again where the need or the house has changed within this very batch."""
            asked = prepared.said.get(self._at) if self._at is not None else None
            if asked is not None and asked[0] == need and present is prepared.houses.get(tenant_id):
                return asked[1]
            return self._rules.propose([Question(ticket=ticket, need=need, house=present)])[0]

        return Desk(tenant_id, store=store, propose=propose, new_id=new_id, now=self._now(), house=house)

    def _hear(self, desk: Desk, store: Store, event: Event, message: Any, clocks: dict[tuple[str, str], datetime | None]) -> None:
        match message:
            case tenancy.TenancyEvent():
                self._hear_tenancy(desk, store, event, message)
            case intake.TicketEvent() if message.HasField("ticket"):
                hear_ticket(desk, event, message)
            case sla.SlaEvent() if message.HasField("clock"):
                hear_clock(desk, store, event, message, clocks)
            case routing.AssignmentEvent():
                self._hear_own(desk, store, event, message)

    def _hear_own(self, desk: Desk, store: Store, event: Event, message: routing.AssignmentEvent) -> None:
        """React to what came in by routing's own doors: work handed back, nobody who accepts, and teams and plans that may free the queue."""
        fact = message.WhichOneof("fact")
        if fact in {"work_handed_back", "acceptance_missed"}:
            work = desk.work(message.ticket_id)
            need = need_of(message, work.assignment if work else None)
            if work is not None and need is not None and not work.is_over and not work.history and _still_concerned(work, message):
                desk.assign(work, need, Because(event=event.at))
        elif fact == "team_saved":
            for client in store.clients(event.tenant_id):
                self._retry_queue(store, client, event)
            store.tx.scope([event.tenant_id])
        elif fact == "sourcing_plan_saved":
            self._retry(desk, store, event)

    def _retry_queue(self, store: Store, tenant_id: str, event: Event) -> None:
        store.tx.scope([tenant_id])
        desk = self._desk(store, tenant_id, house=None, prepared=Prepared())
        self._retry(desk, store, event)
        desk.finish()

    def _retry(self, desk: Desk, store: Store, event: Event) -> None:
        """Look again at work that nobody could take."""
        desk.house_changed()
        waiting = store.unassigned(desk.tenant_id, QUEUE_LIMIT)
        desk.take(waiting)
        for one in waiting:
            work = desk.work(one.ticket.id)
            if work is not None and work.assignment is not None and work.assignment.state is AssignmentState.UNASSIGNED:
                desk.assign(work, Need(cause=Cause.QUEUE, floor=work.assignment.level or Level.L1), Because(event=event.at))

    def _hear_tenancy(self, desk: Desk, store: Store, event: Event, message: tenancy.TenancyEvent) -> None:
        fact = message.WhichOneof("fact")
        if fact in {"party_created", "party_updated"}:
            party = getattr(message, fact).party
            serving = _party(party)
            store.save_party(event.tenant_id, serving)
            self._seed_team(store, event, serving)
            desk.house_changed()
            self._seed_plan(desk, store, event)
            self._retry(desk, store, event)
        elif fact in {"member_created", "member_updated"}:
            member = getattr(message, fact).member
            store.save_member(event.tenant_id, member.id, member.display_name, active=member.active)
        elif fact == "plugin_setting_updated":
            setting = message.plugin_setting_updated.plugin_setting
            settings = {name: value for name, value in MessageToDict(setting.settings).items() if value != "***"}
            sealed = message.plugin_setting_updated.sealed_secrets
            store.save_plugin(event.tenant_id, setting.plugin, enabled=setting.enabled, settings=settings, sealed=sealed)
            desk.house_changed()

    def _seed_team(self, store: Store, event: Event, serving: ServingParty) -> None:
        """Give a provider without teams one, so that a new tenant works at once."""
        store.tx.scope([serving.provider_id])
        if not store.team_exists(serving.provider_id):
            now = self._now()
            levels = list(serving.party.levels)
            team = Team(id=new_id(), provider_id=serving.provider_id, name="Support", levels=levels, seeded=True, created_at=now, updated_at=now)
            store.save_team(team)
            store.record([TeamSaved(tenant_id=serving.provider_id, time=now, team=team, because=event.at)])
        store.tx.scope([event.tenant_id])

    def _seed_plan(self, desk: Desk, store: Store, event: Event) -> None:
        """Give a tenant a plan by the kinds of its parties, as long as nobody has made one."""
        plan, now = desk.house.plan, self._now()
        model = model_of([serving.party for serving in desk.house.parties])
        if plan is not None and (not plan.seeded or plan.sourcing.model is model):
            return
        made = Plan(
            id=plan.id if plan else new_id(), tenant_id=desk.tenant_id, sourcing=SourcingPlan(model=model), seeded=True,
            version=plan.version + 1 if plan else 1, created_at=plan.created_at if plan else now, updated_at=now,
        )
        store.save_plan(made)
        desk.tell(PlanSaved(tenant_id=desk.tenant_id, time=now, plan=made, because=event.at))
        desk.house_changed()


def ticket_id_of(message: Any) -> str:
    """Return the ticket that an event is about; empty where it is about none."""
    match message:
        case intake.TicketEvent():
            return message.ticket.id
        case sla.SlaEvent() | routing.AssignmentEvent():
            return message.ticket_id
    return ""


def needs_decision(message: Any) -> bool:
    """Tell whether an event may lead to an assignment."""
    return need_of(message, None) is not None


def need_of(message: Any, assignment: Assignment | None) -> Need | None:  # noqa: PLR0911  one line a fact
    """Say what an event asks for, given who has the ticket; None where it asks for nobody."""
    if isinstance(message, intake.TicketEvent | sla.SlaEvent) and message.history:
        return None
    match message.WhichOneof("fact"):
        case "ticket_opened":
            return Need(cause=Cause.OPENED)
        case "escalation_requested":
            wanted = to_enum(Level, values_pb2.Level, message.escalation_requested.level)
            note = f"Escalated: {message.escalation_requested.reason.rstrip('.')}." if message.escalation_requested.reason else "Escalated."
            return Need(cause=Cause.ESCALATION, floor=floor_above(assignment, wanted), note=note)
        case "ticket_reclassified":
            return Need(cause=Cause.CHANGED, floor=_kept_floor(assignment), note="Its classification changed.")
        case "clock_breached":
            return Need(cause=Cause.CLOCK, floor=floor_above(assignment), note=f"The {message.clock.metric.replace('_', ' ')} time has passed.")
        case "acceptance_missed":
            return Need(cause=Cause.CLOCK, floor=floor_above(assignment), note="Nobody accepted this critical work within 15 minutes.")
        case "work_handed_back":
            reason = message.work_handed_back.reason.rstrip(".")
            floor = assignment.level if assignment and assignment.level else Level.L1
            return Need(cause=Cause.HANDED_BACK, floor=floor, excluded_party_id=message.work_handed_back.party_id, note=f"It was handed back: {reason}.")
    return None


def _kept_floor(assignment: Assignment | None) -> Level:
    """Keep what was escalated from falling back when its classification changes."""
    return assignment.level if assignment and assignment.escalations and assignment.level else Level.L1


def _still_concerned(work: Work, message: routing.AssignmentEvent) -> bool:
    """Tell whether the party of a fact still has the work; a missed acceptance is void once somebody has accepted."""
    if work.assignment is None:
        return False
    if message.WhichOneof("fact") == "acceptance_missed":
        return work.assignment.state is AssignmentState.ASSIGNED and work.assignment.party_id == message.acceptance_missed.party_id
    return work.assignment.state is AssignmentState.UNASSIGNED


def hear_ticket(desk: Desk, event: Event, message: intake.TicketEvent) -> None:
    """Follow a ticket, and find somebody for it where it needs somebody."""
    ticket = codec.ticket_of(event.tenant_id, message.ticket)
    before, work = desk.see(ticket, codec.state_of(message.ticket), history=message.history)
    because = Because(event=event.at)
    fact = message.WhichOneof("fact")
    if fact == "assignment_recorded":
        desk.put(work, _recorded(desk, message, event), Cause.HISTORY, Because(
            event=event.at, history=message.history, row_number=message.row_number, time=event.event_time, actor=message.actor,
        ), count=False)
    elif fact in {"ticket_resolved", "ticket_closed"}:
        desk.end(work)
    elif not message.history:
        _follow_live(desk, work, before, message, because)


def _follow_live(desk: Desk, work: Work, before: Work | None, message: intake.TicketEvent, because: Because) -> None:
    fact = message.WhichOneof("fact")
    if fact == "ticket_reopened":
        desk.reopen(work, because)
    elif fact == "work_started" or (fact == "ticket_replied" and message.ticket_replied.author == ticket_pb2.REPLY_AUTHOR_SUPPORT):
        desk.accept(work)
    elif _is_settled(fact, before, work):
        return
    elif (need := need_of(message, work.assignment)) is not None:
        desk.assign(work, need, because)


def _is_settled(fact: str | None, before: Work | None, work: Work) -> bool:
    """Tell whether a fact asks for nobody: a ticket that has somebody, or a classification that changed in nothing that routing looks at."""
    if fact == "ticket_opened":
        return work.assignment is not None
    return fact == "ticket_reclassified" and (work.is_over or before is None or not _matters(before.ticket, work.ticket))


def _matters(before: Ticket, after: Ticket) -> bool:
    return (before.kind, before.nature, before.priority) != (after.kind, after.nature, after.priority)


def _recorded(desk: Desk, message: intake.TicketEvent, event: Event) -> Assignment:
    """Write what another desk recorded: labels as they are, the party by its name where the tenant has one of that name."""
    recorded = message.assignment_recorded
    serving = desk.house.party_named(recorded.party) if recorded.party else None
    return Assignment(
        state=AssignmentState.ACCEPTED if recorded.party or recorded.team or recorded.member else AssignmentState.UNASSIGNED,
        party_id=serving.party.id if serving else "", party_name=recorded.party, level=to_enum(Level, values_pb2.Level, recorded.level),
        team_name=recorded.team, member_name=recorded.member, reason="Another desk had assigned it.", assigned_at=event.event_time,
    )


def hear_clock(desk: Desk, store: Store, event: Event, message: sla.SlaEvent, clocks: dict[tuple[str, str], datetime | None]) -> None:
    """Note when a clock is due; a breach raises its ticket once."""
    clock = message.clock
    running = clock.HasField("due_time") and not clock.HasField("stop_time") and message.WhichOneof("fact") != "clock_cancelled"
    clocks[message.ticket_id, clock.id] = to_datetime(clock.due_time) if running else None
    work = desk.work(message.ticket_id)
    if message.WhichOneof("fact") != "clock_breached" or message.history or work is None or work.history or work.is_over:
        return
    need = need_of(message, work.assignment)
    if need is not None and store.note_escalation(event.tenant_id, message.ticket_id, clock.id):
        desk.assign(work, need, Because(event=event.at))


def _party(party: tenancy_pb2.Party) -> ServingParty:
    levels = [level for number in party.levels if (level := to_enum(Level, values_pb2.Level, number)) is not None]
    kind = to_enum(ProviderKind, tenancy_pb2.ProviderKind, party.provider_kind) or ProviderKind.OUTSOURCER
    return ServingParty(party=Party(id=party.id, name=party.display_name, kind=kind, levels=levels), provider_id=party.provider_id)
