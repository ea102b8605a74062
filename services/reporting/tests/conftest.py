"""A reporting service in this process: its database, its door and its consumer, fed with events as other services write them."""

from datetime import UTC, datetime, timedelta

import pytest
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.timestamp_pb2 import Timestamp
from tierline.common.v1 import values_pb2
from tierline.intake.v1 import events_pb2
from tierline.monitoring.v1 import events_pb2 as monitoring_events_pb2
from tierline.monitoring.v1 import monitoring_pb2
from tierline.reporting.v1 import reporting_pb2
from tierline_chassis.consumer import Consumer
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import NewEvent
from tierline_chassis.testing.doors import bearing, of_tenant, serving
from tierline_reporting.events import TOPICS, handle
from tierline_reporting.servicer import SERVICE, ReportingServicer

START = datetime(2026, 3, 1, 9, 17, 23, 456789, tzinfo=UTC)


class House:
    """One tenant of its own a test."""

    def __init__(self, db, channel, consumer, tenant):
        """Move in; the tenant's id is also its caller's key."""
        self.db, self.channel, self.consumer, self.tenant = db, channel, consumer, tenant

    def feed(self, *events):
        """Let events happen and be handled."""
        positions = self.db.feed(events)
        self.db.handle_all(self.consumer)
        return positions

    def call(self, method, request):
        """Call an RPC as the tenant's administrator."""
        rpc = reporting_pb2.DESCRIPTOR.services_by_name["ReportingService"].methods_by_name[method]
        make = self.channel.unary_unary(
            f"/{SERVICE}/{method}", request_serializer=type(request).SerializeToString,
            response_deserializer=GetMessageClass(rpc.output_type).FromString,
        )
        return make(request, metadata=bearing(self.tenant), timeout=10)

    def kpis(self, start=START - timedelta(days=1), end=START + timedelta(days=40)):
        """Ask for all KPIs, by id."""
        answer = self.call("ListKpis", reporting_pb2.ListKpisRequest(start_time=stamp(start), end_time=stamp(end)))
        return {kpi.id: kpi for kpi in answer.kpis}

    def tickets(self, kpi, **more):
        """Ask for the tickets behind a KPI."""
        request = reporting_pb2.ListKpiTicketsRequest(kpi=kpi, start_time=stamp(START - timedelta(days=1)), end_time=stamp(START + timedelta(days=40)), **more)
        return self.call("ListKpiTickets", request)

    def ticket(self, **facts):
        """Make a ticket of this tenant."""
        return Ticket(self, **facts)

    def monitoring(self, at, subject, **fact):
        """Let monitoring tell a fact."""
        message = monitoring_events_pb2.MonitoringEvent(**fact)
        name = getattr(message, message.WhichOneof("fact")).DESCRIPTOR.name
        event = NewEvent(
            topic="tierline.monitoring.v1", key=f"{self.tenant}/{subject}", tenant_id=self.tenant, type=name, event_time=at,
            payload=message.SerializeToString(),
        )
        return self.feed(event)[0]

    def check(self, at, check_id, application_id="", **fields):
        """Let a check be saved."""
        fields.setdefault("environment", values_pb2.ENVIRONMENT_PRODUCTION)
        check = monitoring_pb2.Check(id=check_id, tenant_id=self.tenant, application_id=application_id, **fields)
        return self.monitoring(at, check_id, check_saved=monitoring_events_pb2.CheckSaved(check=check))

    def outage(self, start, end, application_id="", *, planned=False, alarm_id=None):
        """Let an outage begin, and end where it does."""
        fields = {
            "id": new_id(), "alarm_id": alarm_id or new_id(), "application_id": application_id, "environment": values_pb2.ENVIRONMENT_PRODUCTION,
            "start_time": stamp(start), "planned": planned,
        }
        check = new_id()
        self.monitoring(start, check, outage_started=monitoring_events_pb2.OutageStarted(outage=monitoring_pb2.Outage(**fields)))
        if end is not None:
            ended = monitoring_pb2.Outage(**fields, end_time=stamp(end))
            self.monitoring(end, check, outage_ended=monitoring_events_pb2.OutageEnded(outage=ended))


class Ticket:
    """A ticket of a test, and what happens to it."""

    def __init__(self, house, *, opened=START, kind=values_pb2.TICKET_KIND_CODE_DEFECT, priority=values_pb2.PRIORITY_P3, urgent=False):
        """Make it, without telling anybody yet."""
        self.house, self.id = house, new_id()
        self.facts = events_pb2.TicketFacts(
            id=self.id, key=f"T-{self.id[-4:]}", kind=kind, priority=priority, urgent_change=urgent, open_time=stamp(opened), state=values_pb2.TICKET_STATE_NEW,
        )
        self.opened_at = opened

    def event(self, at, *, state=None, history=False, cause=None, **fact):
        """Make the event of a fact."""
        self.facts.state = state or self.facts.state
        message = events_pb2.TicketEvent(ticket=self.facts, history=history, **fact)
        name = getattr(message, message.WhichOneof("fact")).DESCRIPTOR.name
        return NewEvent(
            topic="tierline.ticket.v1", key=f"{self.house.tenant}/{self.id}", tenant_id=self.house.tenant, type=name, event_time=at,
            payload=message.SerializeToString(), cause=cause,
        )

    def opened(self, **more):
        """It was opened."""
        return self.event(self.opened_at, ticket_opened=events_pb2.TicketOpened(), **more)

    def resolved(self, at, **more):
        """It was resolved."""
        return self.event(at, state=values_pb2.TICKET_STATE_RESOLVED, ticket_resolved=events_pb2.TicketResolved(), **more)

    def closed(self, at, **more):
        """It was closed."""
        return self.event(at, state=values_pb2.TICKET_STATE_CLOSED, ticket_closed=events_pb2.TicketClosed(), **more)

    def reopened(self, at, **more):
        """It was reopened."""
        return self.event(at, state=values_pb2.TICKET_STATE_IN_PROGRESS, ticket_reopened=events_pb2.TicketReopened(), **more)

    def replied(self, at, *, first=True):
        """Somebody replied."""
        return self.event(at, ticket_replied=events_pb2.TicketReplied(first_response=first))

    def rated(self, at, score):
        """Its requester rated it."""
        return self.event(at, ticket_rated=events_pb2.TicketRated(score=score))


def stamp(instant):
    """Write an instant as the contract does."""
    made = Timestamp()
    made.FromDatetime(instant)
    return made


@pytest.fixture(scope="module")
def service(make_service_database):
    """The service's database, door and consumer, once a module."""
    db = make_service_database("reporting", "tierline_reporting")
    tenants = [new_id() for _ in range(100)]
    with serving({SERVICE: ReportingServicer(db.database)}, {tenant: of_tenant(tenant) for tenant in tenants}) as channel:
        yield db, channel, Consumer(name="reporting", topics=TOPICS, log=db.log, database=db.database, handle=handle), tenants


@pytest.fixture
def make_house(service):
    """Make houses of different tenants."""
    *parts, tenants = service
    return lambda: House(*parts, tenants.pop())


@pytest.fixture
def house(make_house):
    """One house."""
    return make_house()
