"""The service against a real PostgreSQL: events in, clocks and events out, timers at exact instants, two tenants apart."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import grpc
import psycopg
import pytest
from google.protobuf.duration_pb2 import Duration
from tierline.common.v1 import values_pb2 as common
from tierline.intake.v1 import events_pb2 as intake
from tierline.routing.v1 import events_pb2 as routing
from tierline.routing.v1 import routing_pb2
from tierline.sla.v1 import events_pb2, sla_pb2, sla_service_pb2, sla_service_pb2_grpc
from tierline.tenancy.v1 import events_pb2 as tenancy
from tierline.tenancy.v1 import tenancy_pb2
from tierline_chassis import catalogue, codec
from tierline_chassis.consumer import Consumer
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import NewEvent
from tierline_chassis.plugin_host import HookVerdict, Outcome, PluginHost, PluginVerdict
from tierline_chassis.testing.database import service_database
from tierline_chassis.testing.doors import bearing, of_tenant, serving
from tierline_chassis.timers import Timers
from tierline_sdk.statutory import StatutoryDeadline
from tierline_sla.events import ASSIGNMENT, TICKET, TOPICS, make_handler
from tierline_sla.servicer.agreements import AgreementServicer
from tierline_sla.servicer.clocks import ClockServicer
from tierline_sla.statutes import StatuteFinder
from tierline_sla.timers import make_fire

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(hours):
    return MONDAY + hours * HOUR


class _Rules:
    """Plugins that answer what a test says."""

    def __init__(self):
        self.verdict = HookVerdict(verdicts=())
        self.calls = []

    def call(self, calls, *, timeout=None):
        self.calls += calls
        return [self.verdict for _ in calls]


class _House:
    """The service in one thread, with a clock that the test sets."""

    def __init__(self, database):
        self.database, self.now, self.rules = database, at(0), _Rules()
        finder = StatuteFinder(database.database, self.rules)
        self.consumer = Consumer(
            name="sla", topics=TOPICS, log=database.log, database=database.database, handle=make_handler(new_id=new_id, clock=lambda: self.now),
            prepare=finder.prepare,
        )  # fmt: skip
        self.timers = Timers(
            database=database.database, log=database.log, topics=[TICKET, ASSIGNMENT], fire=make_fire(new_id=new_id), now=lambda: self.now,
        )  # fmt: skip

    def run(self, now=None):
        self.now = now or self.now
        self.database.handle_all(self.consumer, self.timers)

    def tenant(self, zone="UTC"):
        tenant = new_id()
        fact = tenancy.TenancyEvent()
        fact.tenant_created.tenant.id, fact.tenant_created.tenant.zone = tenant, zone
        self.feed("tierline.tenancy.v1", tenant, tenant, "TenantCreated", at(0), fact)
        return tenant

    def feed(self, topic, tenant, key, kind, time, message):  # noqa: PLR0917 - what an event is made of
        self.database.feed([NewEvent(topic=topic, key=key, tenant_id=tenant, type=kind, event_time=time, payload=message.SerializeToString())])

    def told(self, tenant, ticket=None):
        """What sla said of clocks, in the order in which it said it: metric, fact, instant."""
        events = [event for event in self.database.events("tierline.sla.v1") if event.tenant_id == tenant]
        messages = [(event, events_pb2.SlaEvent.FromString(event.payload)) for event in events]
        return [
            (message.clock.metric, event.type, event.event_time) for event, message in messages if message.ticket_id and ticket in (None, message.ticket_id)
        ]


class _Ticket:
    """Tells what happened to one ticket, as intake and routing would."""

    def __init__(self, house, tenant, *, history=False, key="ACME-1"):
        self.house, self.tenant, self.id, self.history, self.key, self.rows = house, tenant, new_id(), history, key, 0

    def tell(self, kind, hours, *, priority=common.PRIORITY_P1, **facts):
        self.rows += 1
        message = intake.TicketEvent(history=self.history, row_number=self.rows if self.history else 0, **{_field(kind): facts.pop("fact", None)})
        getattr(message, _field(kind)).SetInParent()
        message.ticket.id, message.ticket.key, message.ticket.priority = self.id, self.key, priority
        message.ticket.open_time.CopyFrom(codec.from_datetime(at(9)))
        if facts.get("breach"):
            message.ticket.personal_data_breach.SetInParent()
        self.house.feed(TICKET, self.tenant, f"{self.tenant}/{self.id}", kind, at(hours), message)
        return self

    def assigned(self, hours, party_name, level=common.LEVEL_L1):
        message = routing.AssignmentEvent(ticket_id=self.id)
        message.ticket_assigned.assignment.MergeFrom(
            routing_pb2.Assignment(party_id=new_id(), party_name=party_name, level=level, state=routing_pb2.ASSIGNMENT_STATE_ASSIGNED)
        )
        self.house.feed(ASSIGNMENT, self.tenant, f"{self.tenant}/{self.id}", "TicketAssigned", at(hours), message)
        return self

    def recorded(self, hours, party_name, level=common.LEVEL_L1):
        return self.tell("AssignmentRecorded", hours, fact=intake.AssignmentRecorded(party=party_name, level=level))

    def held(self, hours, awaiting=common.AWAITING_REQUESTER):
        return self.tell("TicketHeld", hours, fact=intake.TicketHeld(awaiting=awaiting))


def _field(kind):
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind).removeprefix("_")


@pytest.fixture(scope="module")
def house(postgres_url):
    with service_database(postgres_url, "sla", "tierline_sla") as database:
        yield _House(database)


@pytest.fixture
def ask(house):
    """Give a way to call the service as the administrator of some tenants."""
    servicers = {
        "tierline.sla.v1.AgreementService": AgreementServicer(house.database.database, new_id=new_id),
        "tierline.sla.v1.ClockService": ClockServicer(house.database.database),
    }

    def call(method, request, *tenants):
        with serving(servicers, {"secret": of_tenant(*tenants)}) as channel:
            stubs = {**vars(sla_service_pb2_grpc.AgreementServiceStub(channel)), **vars(sla_service_pb2_grpc.ClockServiceStub(channel))}
            return stubs[method](request, metadata=bearing("secret"), timeout=10)

    return call


def test_clocks_of_a_live_ticket_start_pause_and_stop_with_exact_instants(house):
    """The default agreement: office hours, P1 answered in 15 minutes and resolved in 4 hours."""
    tenant = house.tenant()
    ticket = _Ticket(house, tenant).tell("TicketOpened", 9)
    house.run(at(9))
    ticket.tell("TicketReplied", 9.1, fact=intake.TicketReplied(author=1, first_response=True)).held(10)
    house.run(at(10))
    ticket.tell("TicketResumed", 12).tell("TicketResolved", 13)
    house.run(at(13))
    assert house.told(tenant) == [
        ("first_response", "ClockStarted", at(9)), ("resolution", "ClockStarted", at(9)), ("first_response", "ClockStopped", at(9.1)),
        ("resolution", "ClockPaused", at(10)), ("resolution", "ClockResumed", at(12)), ("resolution", "ClockStopped", at(13)),
    ]  # fmt: skip


def test_breach_carries_its_due_instant_when_the_system_was_down(house):
    tenant = house.tenant()
    _Ticket(house, tenant).tell("TicketOpened", 9)
    house.run(at(9))
    house.run(at(9.2))
    assert house.told(tenant)[2:] == [("first_response", "ClockAtRisk", at(9.1875))]
    house.run(at(500))
    assert sorted(house.told(tenant)[3:]) == [
        ("first_response", "ClockBreached", at(9.25)), ("resolution", "ClockAtRisk", at(12)), ("resolution", "ClockBreached", at(13)),
    ]  # fmt: skip


def test_hold_that_arrives_late_withdraws_the_breach(house):
    tenant = house.tenant()
    ticket = _Ticket(house, tenant).tell("TicketOpened", 9)
    house.run(at(9))
    house.run(at(14))
    ticket.held(10)
    house.run(at(14))
    assert ("resolution", "BreachWithdrawn", at(13)) in house.told(tenant)
    assert house.told(tenant)[-1] == ("resolution", "ClockPaused", at(10))
    ticket.tell("TicketResumed", 24 + 9)
    house.run(at(24 + 13))
    assert house.told(tenant)[-1] == ("resolution", "ClockBreached", at(24 + 12))


def test_reclassification_keeps_what_was_used_under_the_new_target(house):
    tenant = house.tenant()
    ticket = _Ticket(house, tenant).tell("TicketOpened", 9, priority=common.PRIORITY_P2)
    house.run(at(9))
    ticket.tell("TicketReclassified", 11, priority=common.PRIORITY_P1)
    house.run(at(11))
    assert ("resolution", "ClockMoved", at(11)) in house.told(tenant)
    house.run(at(13))
    assert ("resolution", "ClockBreached", at(13)) in house.told(tenant)


def test_history_gives_the_clocks_that_live_events_give_and_waits_for_its_last_row(house, ask):
    """The same facts by import and live: the same verdicts at the same instants."""
    live, past = house.tenant(), house.tenant()
    one = _Ticket(house, live).tell("TicketOpened", 9).assigned(9, "Desk").tell("TicketReplied", 10, fact=intake.TicketReplied(author=1, first_response=True))
    one.held(11).tell("TicketResumed", 12).tell("TicketResolved", 15).tell("TicketClosed", 40)
    house.run(at(41))
    two = _Ticket(house, past, history=True).tell("TicketOpened", 9, fact=intake.TicketOpened(imported_from="desk/1", source_met_agreement=True))
    two.recorded(9, "Desk").tell("WorkStarted", 10)
    two.held(11).tell("TicketResumed", 12)
    house.run(at(50))
    assert house.told(past) == []
    two.tell("TicketResolved", 15).tell("TicketClosed", 40).tell("TicketHistoryEnded", 60)
    house.run(at(60))
    assert sorted(house.told(past)) == sorted(told for told in house.told(live))
    clocks = [ask("ListClocks", sla_service_pb2.ListClocksRequest(id=ticket.id), ticket.tenant).clocks for ticket in (one, two)]
    figures = [[(clock.metric, clock.state, clock.elapsed, clock.due_time, clock.breach_time) for clock in found] for found in clocks]
    assert figures[0] == figures[1]
    assert [clock.state for clock in clocks[0]] == [sla_pb2.CLOCK_STATE_BREACHED, sla_pb2.CLOCK_STATE_BREACHED]
    rows = ask("GetAttainment", sla_service_pb2.GetAttainmentRequest(), past).rows
    assert [(row.metric, row.met, row.breached, row.source_agrees, row.source_disagrees, row.assumed) for row in rows] == [
        ("first_response", 0, 1, 0, 0, True), ("resolution", 0, 1, 0, 1, True),
    ]  # fmt: skip
    used = [ask("GetUsedTime", sla_service_pb2.GetUsedTimeRequest(), tenant).rows for tenant in (live, past)]
    assert used[0] == used[1]
    assert [(row.use, row.party_name, row.level, row.awaiting, row.time.ToTimedelta()) for row in used[0]] == [
        (sla_pb2.LEDGER_USE_WAITED, "", 0, common.AWAITING_REQUESTER, HOUR), (sla_pb2.LEDGER_USE_WORKED, "Desk", 1, 0, 5 * HOUR),
    ]  # fmt: skip


def test_ledger_adds_up_and_a_running_ticket_is_counted_as_it_stands(house, ask):
    tenant = house.tenant()
    ticket = _Ticket(house, tenant, key="LEDG-1").tell("TicketOpened", 9).assigned(10, "Desk").held(12, common.AWAITING_VENDOR)
    house.run(at(12))
    ledger = ask("GetLedger", sla_service_pb2.GetLedgerRequest(id="LEDG-1"), tenant)
    spent = sum((entry.end_time.ToDatetime(UTC) - entry.start_time.ToDatetime(UTC) for entry in ledger.entries), timedelta())
    assert ledger.ticket_id == ticket.id
    assert spent == ledger.total.ToTimedelta()
    assert [(entry.use, entry.party_name, entry.awaiting) for entry in ledger.entries[:4]] == [
        (sla_pb2.LEDGER_USE_UNASSIGNED, "", 0), (sla_pb2.LEDGER_USE_WORKED, "Desk", 0),
        (sla_pb2.LEDGER_USE_WAITED, "Desk", common.AWAITING_VENDOR), (sla_pb2.LEDGER_USE_OUTSIDE_HOURS, "", 0),
    ]  # fmt: skip
    rows = ask("GetUsedTime", sla_service_pb2.GetUsedTimeRequest(), tenant).rows
    assert sum((row.time.ToTimedelta() for row in rows), timedelta()) >= spent


def test_breach_of_personal_data_runs_the_law_s_clock_through_every_hold(house):
    tenant = house.tenant()
    deadline = StatutoryDeadline(name="notify", title="Notify.", source="GDPR Art. 33", starts_at=at(5), due_at=at(77))
    house.rules.verdict = HookVerdict(verdicts=(PluginVerdict(plugin="regulatory_gdpr", outcome=Outcome.ANSWERED, answer=(deadline,)),))
    ticket = _Ticket(house, tenant).tell("TicketOpened", 9, breach=True).held(9.1)
    house.run(at(78))
    assert [told for told in house.told(tenant) if told[0] == "statutory"] == [
        ("statutory", "ClockStarted", at(5)), ("statutory", "ClockAtRisk", at(59)), ("statutory", "ClockBreached", at(77)),
    ]  # fmt: skip
    house.rules.verdict = HookVerdict(verdicts=())
    ticket.tell("TicketReclassified", 79)
    house.run(at(79))
    assert ("statutory", "ClockCancelled", at(79)) in house.told(tenant)


def test_shipped_plugin_sets_the_72_hours_where_a_tenant_has_enabled_it(house):
    """The way through the real plugin host, beside a plugin that has nothing to say (GDPR, Art. 33)."""
    tenant, without = house.tenant(), house.tenant()
    for plugin in ("regulatory_gdpr", "sourcing_in_house"):
        setting = tenancy.TenancyEvent()
        setting.plugin_setting_updated.plugin_setting.MergeFrom(tenancy_pb2.PluginSetting(tenant_id=tenant, plugin=plugin, enabled=True))
        house.feed("tierline.tenancy.v1", tenant, tenant, "PluginSettingUpdated", at(0), setting)
    rules = PluginHost()
    finder = StatuteFinder(house.database.database, rules)
    consumer = Consumer(
        name="sla", topics=TOPICS, log=house.database.log, database=house.database.database,
        handle=make_handler(new_id=new_id, clock=lambda: at(9)), prepare=finder.prepare,
    )  # fmt: skip
    for owner in (tenant, without):
        _Ticket(house, owner).tell("TicketOpened", 9, breach=True)
    try:
        consumer.run_until_idle()
    finally:
        rules.close()
    house.run(at(9 + 72))
    assert ("statutory", "ClockBreached", at(9 + 72)) in house.told(tenant)
    assert "statutory" not in {told[0] for told in house.told(without)}


def test_law_is_never_left_out_when_its_plugin_does_not_answer(house):
    """Regulatory checks fail closed: the batch is tried again."""
    tenant = house.tenant()
    house.run()
    silent = PluginVerdict(plugin="regulatory_gdpr", outcome=Outcome.TIMED_OUT, reason="too slow")
    house.rules.verdict = HookVerdict(verdicts=(silent,))
    ticket = _Ticket(house, tenant).tell("TicketOpened", 9, breach=True)
    with pytest.raises(Exception, match="too slow"):
        house.run(at(10))
    house.rules.verdict = HookVerdict(verdicts=())
    house.run(at(10))
    assert house.told(tenant, ticket.id) != []


def agreement_for(calendar_id, **more):
    return sla_pb2.Agreement(display_name="Gold", calendar_id=calendar_id, targets=[HOURLY], **more)


def test_agreement_is_kept_told_and_holds_for_tickets_opened_after_it(house, ask):
    tenant = house.tenant()
    house.run()
    before = _Ticket(house, tenant, key="A-1").tell("TicketOpened", 9)
    house.run(at(9))
    calendars = ask("ListCalendars", sla_service_pb2.ListCalendarsRequest(), tenant).calendars
    assert [calendar.display_name for calendar in calendars] == ["24/7", "8/5"]
    request = sla_service_pb2.CreateAgreementRequest(agreement=agreement_for(calendars[0].id), request_id="once")
    made = ask("CreateAgreement", request, tenant)
    assert ask("CreateAgreement", request, tenant) == made
    after = _Ticket(house, tenant, key="A-2").tell("TicketOpened", 10)
    house.run(at(10))
    answers = [ask("ListClocks", sla_service_pb2.ListClocksRequest(id=ticket.key), tenant) for ticket in (before, after)]
    names = [{clock.agreement_name for clock in answer.clocks} for answer in answers]
    assert names == [{"Default"}, {"Default", "Gold"}]
    assert ask("GetAgreement", sla_service_pb2.GetAgreementRequest(id=made.id), tenant) == made


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Europe/Atlantis"}, "calendar.zone"),
        ({"holidays": ["2026-02-30"]}, "calendar.holidays"),
        ({"hours": sla_pb2.Hours(mon=[sla_pb2.Span(opens="12:00", closes="09:00")])}, "calendar.hours.mon"),
        ({"coverage": common.COVERAGE_8_5, "hours": sla_pb2.Hours(mon=[sla_pb2.Span(opens="08:00", closes="09:00")])}, "calendar.hours"),
        ({}, "calendar.hours"),
    ],
)
def test_calendar_that_makes_no_sense_is_refused_by_its_field(house, ask, change, field):
    tenant = house.tenant()
    house.run()
    calendar = sla_pb2.Calendar(display_name="Odd", **({"coverage": common.COVERAGE_8_5} if {"zone", "holidays"} & set(change) else {}), **change)
    with pytest.raises(grpc.RpcError) as refused:
        ask("CreateCalendar", sla_service_pb2.CreateCalendarRequest(calendar=calendar), tenant)
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert field in refused.value.details()


HOURLY = sla_pb2.Target(metric=common.METRIC_RESOLUTION, duration=Duration(seconds=3600))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": sla_pb2.AGREEMENT_KIND_UNDERPINNING}, "agreement.party_id"),
        ({"kind": sla_pb2.AGREEMENT_KIND_INTERNAL, "party_id": new_id()}, "agreement.party_id"),
        ({"targets": [HOURLY]}, "agreement.targets"),
        ({"start_time": codec.from_datetime(at(2)), "end_time": codec.from_datetime(at(1))}, "agreement.end_time"),
        ({"start_time": codec.from_datetime(datetime(2300, 1, 1, tzinfo=UTC))}, "agreement.start_time"),
        ({"calendar_id": new_id()}, "agreement.calendar_id"),
    ],
)
def test_agreement_that_makes_no_sense_is_refused_by_its_field(house, ask, change, field):
    tenant = house.tenant()
    house.run()
    calendar = ask("ListCalendars", sla_service_pb2.ListCalendarsRequest(), tenant).calendars[0]
    agreement = agreement_for(calendar.id)
    agreement.MergeFrom(sla_pb2.Agreement(**change))
    with pytest.raises(grpc.RpcError) as refused:
        ask("CreateAgreement", sla_service_pb2.CreateAgreementRequest(agreement=agreement), tenant)
    assert (refused.value.code(), field in refused.value.details()) == (grpc.StatusCode.INVALID_ARGUMENT, True)


def test_vendor_s_clock_counts_the_vendor_s_time_alone(house, ask):
    """The chain: the customer's clock runs on, the underpinning one from hand-over to hand-over (C4)."""
    tenant, party = house.tenant(), new_id()
    created = tenancy.TenancyEvent()
    created.party_created.party.MergeFrom(tenancy_pb2.Party(id=party, tenant_id=tenant, display_name="Northwind"))
    house.feed("tierline.tenancy.v1", tenant, tenant, "PartyCreated", at(0), created)
    house.run()
    calendar = ask("ListCalendars", sla_service_pb2.ListCalendarsRequest(), tenant).calendars[0]
    agreement = agreement_for(calendar.id, kind=sla_pb2.AGREEMENT_KIND_UNDERPINNING, party_id=party)
    ask("CreateAgreement", sla_service_pb2.CreateAgreementRequest(agreement=agreement), tenant)
    ticket = _Ticket(house, tenant, history=True, key="CHAIN-1").tell("TicketOpened", 9, fact=intake.TicketOpened(imported_from="desk/1"))
    ticket.recorded(9, "Desk").recorded(10, "Northwind").recorded(10.5, "Desk").recorded(12, "Northwind").tell("TicketResolved", 13)
    ticket.tell("TicketHistoryEnded", 60)
    house.run(at(60))
    (clock,) = [clock for clock in ask("ListClocks", sla_service_pb2.ListClocksRequest(id="CHAIN-1"), tenant).clocks if clock.agreement_name == "Gold"]
    assert (clock.start_time.ToDatetime(UTC), clock.elapsed.ToTimedelta(), clock.breach_time.ToDatetime(UTC)) == (at(10), 1.5 * HOUR, at(12.5))


def test_calendar_changes_by_mask_and_its_etag_guards_it(house, ask):
    tenant = house.tenant()
    house.run()
    calendar = ask("ListCalendars", sla_service_pb2.ListCalendarsRequest(), tenant).calendars[1]
    week = sla_pb2.Hours(mon=[sla_pb2.Span(opens="22:00", closes="30:00")])
    changed = sla_pb2.Calendar(id=calendar.id, hours=week, etag="1")
    request = sla_service_pb2.UpdateCalendarRequest(calendar=changed)
    saved = ask("UpdateCalendar", request, tenant)
    assert (saved.hours, saved.coverage, saved.etag) == (week, 0, "2")
    with pytest.raises(grpc.RpcError) as stale:
        ask("UpdateCalendar", request, tenant)
    assert stale.value.code() is grpc.StatusCode.ABORTED


def test_another_tenant_sees_and_names_nothing_of_this_one(house, ask):
    """Ids, keys, lists, figures and references: a foreign one is not found."""
    mine, other = house.tenant(), house.tenant()
    ticket = _Ticket(house, mine, key="MINE-1").tell("TicketOpened", 9)
    house.run(at(9))
    calendar = ask("ListCalendars", sla_service_pb2.ListCalendarsRequest(), mine).calendars[0]
    for method, request in (
        ("ListClocks", sla_service_pb2.ListClocksRequest(id=ticket.id)),
        ("ListClocks", sla_service_pb2.ListClocksRequest(id="MINE-1")),
        ("GetLedger", sla_service_pb2.GetLedgerRequest(id=ticket.id)),
        ("GetCalendar", sla_service_pb2.GetCalendarRequest(id=calendar.id)),
        ("UpdateCalendar", sla_service_pb2.UpdateCalendarRequest(calendar=sla_pb2.Calendar(id=calendar.id, display_name="Mine"))),
    ):
        with pytest.raises(grpc.RpcError) as refused:
            ask(method, request, other)
        assert refused.value.code() is grpc.StatusCode.NOT_FOUND
    with pytest.raises(grpc.RpcError) as refused:
        ask("CreateAgreement", sla_service_pb2.CreateAgreementRequest(agreement=agreement_for(calendar.id)), other)
    assert "calendar_id" in refused.value.details()
    assert ask("GetAttainment", sla_service_pb2.GetAttainmentRequest(), other).rows == []
    assert len(ask("ListClocks", sla_service_pb2.ListClocksRequest(id=ticket.id), mine, other).clocks) == 2


def test_pages_follow_one_another(house, ask):
    tenant = house.tenant()
    house.run()
    first = ask("ListCalendars", sla_service_pb2.ListCalendarsRequest(page_size=1), tenant)
    second = ask("ListCalendars", sla_service_pb2.ListCalendarsRequest(page_size=1, page_token=first.next_page_token), tenant)
    assert [calendar.display_name for calendar in (*first.calendars, *second.calendars)] == ["24/7", "8/5"]
    assert second.next_page_token == ""


def test_every_table_is_sealed_by_tenant(house):
    with psycopg.connect(house.database.admin_url) as connection:
        assert catalogue.unsealed_tables(connection, ["sla"]) == []
        assert catalogue.miskeyed_tables(connection, ["sla"]) == []


def test_ids_are_what_the_contract_promises(house):
    """A guard for the fixtures: ids that are no UUIDs would hide mistakes of type."""
    assert UUID(house.tenant())
