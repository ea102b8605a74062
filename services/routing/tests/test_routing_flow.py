# ruff: noqa: D102  what the helpers of this page do is in their names
"""Routing against a real database: a ticket finds its party, team and member; vendors answer; two tenants stay apart."""

import base64
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import grpc
import psycopg
import pytest
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.struct_pb2 import Struct
from google.protobuf.timestamp_pb2 import Timestamp
from tierline.common.v1 import values_pb2 as values
from tierline.intake.v1 import events_pb2 as intake
from tierline.routing.v1 import events_pb2 as routing
from tierline.routing.v1 import routing_pb2, routing_service_pb2
from tierline.sla.v1 import events_pb2 as sla
from tierline.tenancy.v1 import events_pb2 as tenancy
from tierline.tenancy.v1 import tenancy_pb2
from tierline.vendor.v1 import vendor_pb2
from tierline_chassis.auth import Grant, ScopeKind
from tierline_chassis.catalogue import miskeyed_tables, unsealed_tables
from tierline_chassis.consumer import Consumer
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import NewEvent
from tierline_chassis.plugin_host import EFFECTS, PluginHost
from tierline_chassis.sealing import Sealer
from tierline_chassis.testing.database import service_database
from tierline_chassis.testing.doors import bearing, of_tenant, principal, serving
from tierline_chassis.timers import Timers
from tierline_chassis.watch import Hub
from tierline_routing import codec
from tierline_routing.events import TOPICS, Ears
from tierline_routing.pushing import Pusher
from tierline_routing.rules import PluginRules
from tierline_routing.servicer.routing import RoutingServicer
from tierline_routing.servicer.vendor import VendorServicer
from tierline_routing.timers import Bells

ROUTING, VENDOR = "tierline.routing.v1.RoutingService", "tierline.vendor.v1.VendorService"
NOW = datetime(2026, 3, 25, 10, 0, tzinfo=UTC)


class Clock:
    """A clock that the test sets."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def rules_host():
    host = PluginHost("rules")
    yield host
    host.close()


@pytest.fixture(scope="module")
def home(postgres_url):
    with service_database(postgres_url, "routing", "tierline_routing") as made:
        yield made


class Town:
    """A tenant with its parties, and routing around it."""

    def __init__(self, home, rules_host):
        self.home, self.clock = home, Clock()
        ears = Ears(database=home.database, rules=PluginRules(rules_host), now=self.clock)
        self.effects = PluginHost("effects", limits=EFFECTS)
        self.sealer = Sealer(base64.b64encode(bytes(32)).decode())
        self.pusher = Pusher(database=home.database, host=self.effects, sealer=self.sealer, now=self.clock)

        def bug(error):
            raise error

        self.consumer = Consumer(
            name="routing", topics=TOPICS, log=home.log, database=home.database, prepare=ears.prepare, handle=ears.handle, on_failure=bug,
        )
        self.timers = Timers(database=home.database, log=home.log, topics=TOPICS[1:3], fire=Bells(self.pusher).fire, now=self.clock, on_failure=bug)
        self.tenant = new_id()

    def feed(self, topic, kind, message, *, key="x", tenant=None):
        tenant = tenant or self.tenant
        (at,) = self.home.feed([NewEvent(
            topic=topic, key=f"{tenant}/{key}", tenant_id=tenant, type=kind, event_time=self.clock.now, payload=message.SerializeToString(),
        )])
        return at

    def run(self):
        self.home.handle_all(self.consumer, self.timers)

    def party(self, name, kind, *levels, provider=None, tenant=None):
        party = tenancy_pb2.Party(
            id=new_id(), tenant_id=tenant or self.tenant, provider_id=provider or new_id(), display_name=name, levels=levels, provider_kind=kind,
        )
        self.feed("tierline.tenancy.v1", "PartyCreated", tenancy.TenancyEvent(party_created=tenancy.PartyCreated(party=party)), tenant=tenant)
        return party

    def member(self, provider, name):
        member = tenancy_pb2.Member(id=new_id(), scope_id=provider, display_name=name, active=True)
        self.feed("tierline.tenancy.v1", "MemberCreated", tenancy.TenancyEvent(member_created=tenancy.MemberCreated(member=member)), tenant=provider)
        return member.id

    def facts(self, ticket_id=None, *, key="ACME-1", nature=values.NATURE_CORRECTIVE, kind=values.TICKET_KIND_CODE_DEFECT, priority=values.PRIORITY_P3,
              state=values.TICKET_STATE_NEW):
        opened = Timestamp()
        opened.FromDatetime(self.clock.now)
        return intake.TicketFacts(
            id=ticket_id or new_id(), key=key, title="It is broken", nature=nature, kind=kind, priority=priority, state=state, open_time=opened,
            channel=values.CHANNEL_EMAIL, environment=values.ENVIRONMENT_PRODUCTION, approach=values.APPROACH_ITERATIVE_ENHANCEMENT,
            mode=values.MODE_REACTIVE,
        )

    def ticket(self, facts, kind="TicketOpened", *, history=False, row=0, **fact):
        fact = fact or {"ticket_opened": intake.TicketOpened()}
        message = intake.TicketEvent(ticket=facts, actor="tester", history=history, row_number=row, **fact)
        return self.feed("tierline.ticket.v1", kind, message, key=facts.id)

    def open(self, **more):
        facts = self.facts(**more)
        self.ticket(facts)
        self.run()
        return facts

    def told(self, kind=None, tenant=None):
        events = [event for event in self.home.events(codec.TOPIC) if event.tenant_id == (tenant or self.tenant)]
        found = []
        for event in sorted(events, key=lambda event: (event.at.partition, event.at.position)):
            message = routing.AssignmentEvent()
            message.ParseFromString(event.payload)
            if kind is None or event.type == kind:
                found.append((event, message))
        return found

    def last(self, ticket_id):
        return [message.ticket_assigned for _, message in self.told("TicketAssigned") if message.ticket_id == ticket_id][-1]


@pytest.fixture
def town(home, rules_host):
    made = Town(home, rules_host)
    yield made
    made.effects.close()


@pytest.fixture
def outsourced(town):
    town.hands = town.party("Hands", tenancy_pb2.PROVIDER_KIND_OUTSOURCER, values.LEVEL_L1, values.LEVEL_L2)
    town.maker = town.party("Maker", tenancy_pb2.PROVIDER_KIND_VENDOR, values.LEVEL_L3, values.LEVEL_L4)
    town.run()
    return town


def test_new_tenant_works_at_once_by_the_plugin_of_its_model(outsourced):
    """A seeded plan and a seeded team take the first ticket; the reason names plugin, level and team."""
    ticket = outsourced.open()
    assignment = outsourced.last(ticket.id).assignment
    assert ("Hands", values.LEVEL_L1, "Support") == (assignment.party_name, assignment.level, assignment.team_name)
    assert "sourcing_outsourced" in assignment.reason
    assert [("sourcing_outsourced", "answered")] == [(saying.plugin, saying.verdict) for saying in assignment.sayings]


def test_assignment_names_its_cause_and_its_parties(outsourced):
    """Who reads it waits for the ticket first, and a confined caller sees its own."""
    facts = outsourced.facts()
    at = outsourced.ticket(facts)
    outsourced.run()
    event, _ = outsourced.told("TicketAssigned")[-1]
    assert (at, outsourced.hands.id) == (event.cause, event.headers["tierline-parties"])


def test_all_in_one_batch_is_enough(town):
    """A demo creates the tenant and its first ticket in one breath."""
    party = town.party("Own", tenancy_pb2.PROVIDER_KIND_IN_HOUSE, values.LEVEL_L1)
    ticket = town.open()
    assert town.last(ticket.id).assignment.party_id == party.id


def test_tenant_without_a_party_has_a_visible_queue_which_the_first_party_empties(town):
    """Work that nobody can take goes to a visible queue, never nowhere."""
    ticket = town.open()
    assert "no party" in town.last(ticket.id).assignment.reason
    assert town.last(ticket.id).assignment.state == routing_pb2.ASSIGNMENT_STATE_UNASSIGNED
    town.party("Own", tenancy_pb2.PROVIDER_KIND_IN_HOUSE, values.LEVEL_L1)
    town.run()
    assert town.last(ticket.id).cause == routing.ASSIGNMENT_CAUSE_QUEUE
    assert town.last(ticket.id).assignment.party_name == "Own"


def test_member_with_the_fewest_open_tickets_has_the_next_one_and_resolving_frees(outsourced):
    """Load is counted over tickets, and given back."""
    ada, bob = outsourced.member(outsourced.hands.provider_id, "Ada"), outsourced.member(outsourced.hands.provider_id, "Bob")
    outsourced.run()
    provider = principal(Grant(scope_id=outsourced.hands.provider_id, role="administrator", scope_kind=ScopeKind.PROVIDER))
    with serving({ROUTING: RoutingServicer(outsourced.home.database)}, {"k": provider}) as channel:
        made = routing_pb2.Team(provider_id=outsourced.hands.provider_id, display_name="Support", levels=[values.LEVEL_L1, values.LEVEL_L2])
        teams = [ask(channel, ROUTING, "CreateTeam", routing_service_pb2.CreateTeamRequest(team=made), "k")]
        with pytest.raises(grpc.RpcError) as refused:
            ask(channel, ROUTING, "CreateTeam", routing_service_pb2.CreateTeamRequest(team=made), "k")
        assert refused.value.code() is grpc.StatusCode.ALREADY_EXISTS
        team = routing_pb2.Team(id=teams[0].id, members=[routing_pb2.TeamMember(member_id=one) for one in (ada, bob)])
        ask(channel, ROUTING, "UpdateTeam", routing_service_pb2.UpdateTeamRequest(team=team), "k")
    outsourced.run()
    first, second, third = (outsourced.open(key=f"ACME-{number}") for number in range(3))
    names = [outsourced.last(ticket.id).assignment.member_name for ticket in (first, second, third)]
    assert names == ["Ada", "Bob", "Ada"]
    second.state = values.TICKET_STATE_RESOLVED
    outsourced.ticket(second, "TicketResolved", ticket_resolved=intake.TicketResolved(resolution="done"))
    fourth = outsourced.open(key="ACME-9")
    assert outsourced.last(fourth.id).assignment.member_name == "Bob"


def test_escalation_goes_up_with_its_reason_and_stays_at_the_last_line(outsourced):
    """L2, then L3 at the maker, then L4, then it stays and says so."""
    ticket = outsourced.open()
    levels = []
    for _ in range(4):
        outsourced.ticket(ticket, "EscalationRequested", escalation_requested=intake.EscalationRequested(reason="Too hard"))
        outsourced.run()
        levels.append(outsourced.last(ticket.id).assignment.level)
    assert levels == [values.LEVEL_L2, values.LEVEL_L3, values.LEVEL_L4, values.LEVEL_L4]
    last = outsourced.last(ticket.id)
    assert (last.assignment.escalation_count, "Too hard" in last.assignment.reason, "last line" in last.assignment.reason) == (4, True, True)


def test_breach_raises_once_and_history_never(outsourced):
    """A clock escalates one level once; another desk's past calls nobody."""
    ticket = outsourced.open()
    clock = sla.SlaEvent(ticket_id=ticket.id, clock_breached=sla.ClockBreached())
    clock.clock.id, clock.clock.metric = new_id(), "resolution"
    for _ in range(2):
        outsourced.feed("tierline.sla.v1", "ClockBreached", clock, key=ticket.id)
        outsourced.run()
    assert outsourced.last(ticket.id).assignment.level == values.LEVEL_L2
    assert outsourced.last(ticket.id).cause == routing.ASSIGNMENT_CAUSE_CLOCK
    clock.history, clock.clock.id = True, new_id()
    outsourced.feed("tierline.sla.v1", "ClockBreached", clock, key=ticket.id)
    outsourced.run()
    assert outsourced.last(ticket.id).assignment.level == values.LEVEL_L2


def test_critical_ticket_that_nobody_accepts_goes_up(outsourced):
    """Critical issues are never missed (B7)."""
    ticket = outsourced.open(priority=values.PRIORITY_P1)
    outsourced.clock.now = NOW + timedelta(minutes=16)
    outsourced.run()
    assert (outsourced.last(ticket.id).assignment.level, "Nobody accepted" in outsourced.last(ticket.id).assignment.reason) == (values.LEVEL_L2, True)


def test_critical_ticket_at_the_last_line_is_not_raised_for_ever(outsourced):
    """L1, L2, L3, L4, said once that it stays, and then silence."""
    ticket = outsourced.open(priority=values.PRIORITY_P1)
    for number in range(1, 8):
        outsourced.clock.now = NOW + timedelta(minutes=16 * number)
        outsourced.run()
    told = [message for _, message in outsourced.told("TicketAssigned") if message.ticket_id == ticket.id]
    assert [one.ticket_assigned.assignment.level for one in told] == [1, 2, 3, 4, 4]


def test_critical_ticket_that_somebody_began_stays(outsourced):
    """Work that is in hand is not torn away."""
    ticket = outsourced.open(priority=values.PRIORITY_P1)
    outsourced.ticket(ticket, "WorkStarted", work_started=intake.WorkStarted())
    outsourced.run()
    outsourced.clock.now = NOW + timedelta(minutes=16)
    outsourced.run()
    assert outsourced.last(ticket.id).assignment.level == values.LEVEL_L1


def test_history_becomes_assignments_with_labels_and_no_decision(outsourced):
    """What another desk recorded is taken as it is, at its own instant."""
    facts = outsourced.facts(key="OLD-1")
    outsourced.ticket(facts, history=True, row=1)
    recorded = intake.AssignmentRecorded(party="hands", team="Desk 7", member="M. Muster", level=values.LEVEL_L2)
    outsourced.ticket(facts, "AssignmentRecorded", history=True, row=2, assignment_recorded=recorded)
    outsourced.run()
    (event, message), = [one for one in outsourced.told("TicketAssigned") if one[1].ticket_id == facts.id]
    assignment = message.ticket_assigned.assignment
    assert (outsourced.hands.id, "Desk 7", "M. Muster") == (assignment.party_id, assignment.team_name, assignment.member_name)
    assert (True, 2, NOW, routing.ASSIGNMENT_CAUSE_HISTORY) == (message.history, message.row_number, event.event_time, message.ticket_assigned.cause)


def ask(channel, service, method, request, key, **metadata):
    described = descriptor_pool.Default().FindServiceByName(service).FindMethodByName(method)
    call = channel.unary_unary(
        f"/{service}/{method}", request_serializer=type(request).SerializeToString,
        response_deserializer=message_factory.GetMessageClass(described.output_type).FromString,
    )
    return call(request, metadata=bearing(key, **metadata), timeout=10)


@pytest.fixture
def doors(outsourced):
    hub = Hub(outsourced.home.log, codec.TOPIC, "routing")
    hub.start()
    other = new_id()
    callers = {
        "admin": of_tenant(outsourced.tenant), "stranger": of_tenant(other), "hands": of_tenant(outsourced.tenant, role="vendor", party_id=outsourced.hands.id),
        "maker": of_tenant(outsourced.tenant, role="vendor", party_id=outsourced.maker.id),
    }
    servicers = {ROUTING: RoutingServicer(outsourced.home.database), VENDOR: VendorServicer(outsourced.home.database, hub)}
    with serving(servicers, callers) as channel:
        yield channel
    hub.close()


def test_vendor_sees_its_own_work_and_nothing_else(outsourced, doors):
    """A vendor's key sees its party's work; for anybody else it does not exist."""
    mine = outsourced.open(key="ACME-77")
    assert [mine.id] == [one.id for one in ask(doors, VENDOR, "ListWork", vendor_pb2.ListWorkRequest(), "hands").work if one.id == mine.id]
    assert mine.id not in [one.id for one in ask(doors, VENDOR, "ListWork", vendor_pb2.ListWorkRequest(), "maker").work]
    for key in ("maker", "stranger"):
        with pytest.raises(grpc.RpcError) as refused:
            ask(doors, VENDOR, "GetWork", vendor_pb2.GetWorkRequest(id=mine.id), key)
        assert refused.value.code() is grpc.StatusCode.NOT_FOUND


def test_vendor_accepts_answers_and_resolves_once(outsourced, doors):
    """A repeat with the same request id has one effect."""
    ticket = outsourced.open(key="ACME-78")
    for _ in range(2):
        work = ask(doors, VENDOR, "AcceptWork", vendor_pb2.AcceptWorkRequest(id="ACME-78", request_id="r1"), "hands")
    assert (work.accepted, work.mine, work.id) == (True, True, ticket.id)
    ask(doors, VENDOR, "ReplyToWork", vendor_pb2.ReplyToWorkRequest(id=ticket.id, body="We look."), "hands")
    ask(doors, VENDOR, "LogVendorWork", vendor_pb2.LogVendorWorkRequest(id=ticket.id, minutes=5), "hands")
    ask(doors, VENDOR, "ResolveWork", vendor_pb2.ResolveWorkRequest(id=ticket.id, resolution="Done."), "hands")
    kinds = [event.type for event, message in outsourced.told() if message.ticket_id == ticket.id]
    assert kinds == ["TicketAssigned", "WorkAccepted", "VendorReplied", "VendorWorkLogged", "VendorResolved"]


def test_work_that_is_handed_back_goes_to_somebody_else(outsourced, doors):
    """Never to the same party again, and it is still visible to who had it."""
    ticket = outsourced.open(key="ACME-79")
    ask(doors, VENDOR, "HandBackWork", vendor_pb2.HandBackWorkRequest(id=ticket.id, reason="Not ours"), "hands")
    outsourced.run()
    last = outsourced.last(ticket.id)
    assert ("Maker", routing.ASSIGNMENT_CAUSE_HANDED_BACK, True) == (last.assignment.party_name, last.cause, "Not ours" in last.assignment.reason)
    assert ask(doors, VENDOR, "GetWork", vendor_pb2.GetWorkRequest(id=ticket.id), "hands").mine is False


def test_watch_tells_of_new_work_and_resumes(outsourced, doors):
    """A vendor that was away hears what it missed; the first answer comes at once, with a place to resume from."""
    watch = doors.unary_stream(
        f"/{VENDOR}/WatchWork", request_serializer=vendor_pb2.WatchWorkRequest.SerializeToString, response_deserializer=vendor_pb2.WorkChange.FromString,
    )
    stream = watch(vendor_pb2.WatchWorkRequest(), metadata=bearing("hands"), timeout=10)
    assert next(stream).resume_token
    first = outsourced.open(key="ACME-81")
    change = next(stream)
    stream.cancel()
    assert ("TicketAssigned", first.id, True) == (change.type, change.work.id, change.work.mine)
    second = outsourced.open(key="ACME-82")
    resumed = watch(vendor_pb2.WatchWorkRequest(resume_token=change.resume_token), metadata=bearing("hands"), timeout=10)
    assert [second.id] == [one.work.id for one in (next(resumed), next(resumed)) if one.work.id]
    rival = watch(vendor_pb2.WatchWorkRequest(resume_token=change.resume_token), metadata=bearing("maker"), timeout=10)
    assert not next(rival).work.id
    ask(doors, VENDOR, "HandBackWork", vendor_pb2.HandBackWorkRequest(id=second.id, reason="no"), "hands")
    outsourced.run()
    assert ("TicketAssigned", second.id) == ((heard := next(rival)).type, heard.work.id)
    resumed.cancel()
    rival.cancel()


def test_work_list_is_narrowed_paged_and_sealed(outsourced, doors):
    """Most urgent first; another tenant's caller sees none of it."""
    tickets = [outsourced.open(key=f"L-{number}", priority=priority).id for number, priority in enumerate((values.PRIORITY_P3, values.PRIORITY_P1))]
    page = ask(doors, ROUTING, "ListWork", routing_service_pb2.ListWorkRequest(page_size=1), "admin")
    rest = ask(doors, ROUTING, "ListWork", routing_service_pb2.ListWorkRequest(page_size=1, page_token=page.next_page_token), "admin")
    assert [tickets[1], tickets[0]] == [page.work[0].ticket_id, rest.work[0].ticket_id]
    narrowed = ask(doors, ROUTING, "ListWork", routing_service_pb2.ListWorkRequest(filter="priority = PRIORITY_P1 AND state = ASSIGNED"), "admin")
    assert [tickets[1]] == [one.ticket_id for one in narrowed.work]
    assert not ask(doors, ROUTING, "ListWork", routing_service_pb2.ListWorkRequest(), "stranger").work
    with pytest.raises(grpc.RpcError) as refused:
        ask(doors, ROUTING, "ListWork", routing_service_pb2.ListWorkRequest(filter="title = x"), "admin")
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT


def test_plan_is_made_changed_and_guarded_by_its_etag(outsourced, doors):
    """A seeded plan is replaced; a plan that a person made is updated."""
    plan = routing_pb2.SourcingPlan(
        model=values.SOURCING_MODEL_OUTSOURCED, nature_levels=[routing_pb2.NatureLevel(nature=values.NATURE_CORRECTIVE, level=values.LEVEL_L3)],
    )
    made = ask(doors, ROUTING, "CreateSourcingPlan", routing_service_pb2.CreateSourcingPlanRequest(sourcing_plan=plan), "admin")
    with pytest.raises(grpc.RpcError) as refused:
        ask(doors, ROUTING, "CreateSourcingPlan", routing_service_pb2.CreateSourcingPlanRequest(sourcing_plan=plan), "admin")
    assert refused.value.code() is grpc.StatusCode.ALREADY_EXISTS
    outsourced.run()
    assert outsourced.last(outsourced.open(key="P-1").id).assignment.party_name == "Maker"
    made.etag = "99"
    with pytest.raises(grpc.RpcError) as stale:
        ask(doors, ROUTING, "UpdateSourcingPlan", routing_service_pb2.UpdateSourcingPlanRequest(sourcing_plan=made), "admin")
    assert stale.value.code() is grpc.StatusCode.ABORTED


def test_person_assigns_by_hand(outsourced, doors):
    """The reason is the person's, and a foreign team is refused."""
    ticket = outsourced.open(key="H-1")
    team = ask(doors, ROUTING, "GetAssignment", routing_service_pb2.GetAssignmentRequest(id="H-1"), "admin").team_id
    request = routing_service_pb2.AssignTicketRequest(id=ticket.id, team_id=team, level=values.LEVEL_L2, reason="They know it")
    assert ask(doors, ROUTING, "AssignTicket", request, "admin").reason == "They know it"
    request.team_id = new_id()
    with pytest.raises(grpc.RpcError) as refused:
        ask(doors, ROUTING, "AssignTicket", request, "admin")
    assert refused.value.code() is grpc.StatusCode.FAILED_PRECONDITION


def test_push_reaches_the_vendor_or_is_given_up_with_its_detail(outsourced):
    """A private address is refused by the plugin, once, and the log says so without the secret."""
    settings = Struct()
    settings.update({"party_id": outsourced.hands.id, "url": "https://127.0.0.1:9/hook", "secret": "***"})
    secret = "whsec_" + base64.b64encode(bytes(range(32))).decode()
    setting = tenancy_pb2.PluginSetting(tenant_id=outsourced.tenant, plugin="vendor_webhook", enabled=True, settings=settings)
    sealed = outsourced.sealer.seal(outsourced.tenant, "vendor_webhook", {"secret": secret})
    outsourced.feed("tierline.tenancy.v1", "PluginSettingUpdated", tenancy.TenancyEvent(
        plugin_setting_updated=tenancy.PluginSettingUpdated(plugin_setting=setting, sealed_secrets=sealed),
    ))
    ticket = outsourced.open(key="V-1")
    outsourced.pusher.run_until_idle()
    (_, message), = [one for one in outsourced.told("WorkPushed") if one[1].ticket_id == ticket.id]
    assert (False, "vendor_webhook", True) == (message.work_pushed.delivered, message.work_pushed.plugin, "private" in message.work_pushed.detail)
    assert secret not in message.work_pushed.detail


def test_push_arrives_signed_and_only_once(outsourced):
    """The operator has allowed the desk's own network; a second attempt of what has arrived does nothing."""
    received = []

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append((self.headers["webhook-id"], self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"reference": "V-77"}')

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings = Struct()
    settings.update({
        "party_id": outsourced.hands.id, "url": f"http://127.0.0.1:{server.server_port}/in", "allow_private_addresses": True, "timeout_seconds": 5,
    })
    sealed = outsourced.sealer.seal(outsourced.tenant, "vendor_webhook", {"secret": "whsec_" + base64.b64encode(bytes(range(32))).decode()})
    setting = tenancy_pb2.PluginSetting(tenant_id=outsourced.tenant, plugin="vendor_webhook", enabled=True, settings=settings)
    outsourced.feed("tierline.tenancy.v1", "PluginSettingUpdated", tenancy.TenancyEvent(
        plugin_setting_updated=tenancy.PluginSettingUpdated(plugin_setting=setting, sealed_secrets=sealed),
    ))
    ticket = outsourced.open(key="V-2")
    assert outsourced.pusher.run_until_idle() == 1
    outsourced.pusher.attempt(outsourced.tenant, received[0][0])
    server.shutdown()
    thread.join()
    server.server_close()
    (_, message), = [one for one in outsourced.told("WorkPushed") if one[1].ticket_id == ticket.id]
    assert (1, True, "V-77: The vendor took it (200).") == (len(received), message.work_pushed.delivered, message.work_pushed.detail)


def test_every_table_of_routing_is_sealed(home):
    """A table without a policy is a door without a lock."""
    with psycopg.connect(home.admin_url) as connection:
        assert ([], []) == (list(unsealed_tables(connection, ["routing"])), list(miskeyed_tables(connection, ["routing"])))
