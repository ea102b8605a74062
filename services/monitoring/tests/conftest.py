"""A monitoring service in this process: its database, its door, its consumer and its timers, with a clock that tests move."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import grpc
import pytest
from google.protobuf.message_factory import GetMessageClass
from tierline.intake.v1 import application_pb2, events_pb2
from tierline.monitoring.v1 import events_pb2 as monitoring_events_pb2
from tierline.monitoring.v1 import monitoring_service_pb2
from tierline_chassis.consumer import Consumer
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import NewEvent
from tierline_chassis.testing.doors import bearing, of_tenant, serving
from tierline_chassis.timers import Timers
from tierline_monitoring import handlers
from tierline_monitoring.domain.checks import Observation
from tierline_monitoring.events import TOPIC, TOPICS, encode, handle
from tierline_monitoring.servicer import SERVICE, MonitoringServicer
from tierline_monitoring.store import Store
from tierline_monitoring.timers import Clock

ACME, OTHER = new_id(), new_id()


@dataclass
class House:
    """What a test works with; `now` is the timers' clock, `answers` what pages say: the detail of a failure, or `None` for all well."""

    db: object
    channel: grpc.Channel
    now: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(days=1))
    answers: dict = field(default_factory=dict)
    claims: list = field(default_factory=list)
    acme: str = ACME
    other: str = OTHER

    def call(self, method, request, caller="acme", **metadata):
        """Call an RPC as a caller of one tenant, of the other, or of both."""
        rpc = monitoring_service_pb2.DESCRIPTOR.services_by_name["MonitoringService"].methods_by_name[method]
        make = self.channel.unary_unary(
            f"/{SERVICE}/{method}", request_serializer=type(request).SerializeToString,
            response_deserializer=GetMessageClass(rpc.output_type).FromString,
        )
        return make(request, metadata=bearing(caller, **metadata), timeout=10)

    def work(self):
        """Let timers fire, pages be asked and events be handled until nothing is left that is due."""
        while self.db.handle_all(self.consumer, self.timers) or self.claims:
            asked, self.claims = self.claims, []
            for claim in asked:
                failure = self.answers.get(claim.check_id)
                seen = Observation(check_id=claim.check_id, at=self.now, ok=failure is None, detail=failure or "Status 200.", due=claim.due)
                with self.db.database.transaction([claim.tenant_id]) as tx:
                    handlers.take_observations([seen], store=Store(tx, claim.tenant_id, encode), new_id=new_id)

    def later(self, **delta):
        """Let time pass, and work."""
        self.now += timedelta(**delta)
        self.work()

    def facts(self, *types, tenant=ACME):
        """Return a tenant's events, in the order in which they were made."""
        events = [event for event in self.db.events(TOPIC) if event.tenant_id == tenant and (not types or event.type in types)]
        return [(event, monitoring_events_pb2.MonitoringEvent.FromString(event.payload)) for event in sorted(events, key=lambda event: event.event_id)]

    def offer(self, claim):
        """Take a page to ask for."""
        self.claims.append(claim)
        return True

    def application_saved(self, tenant, application_id, name):
        """Let intake tell of an application."""
        application = application_pb2.Application(id=application_id, tenant_id=tenant, display_name=name)
        self._told(tenant, application_id, None, application_saved=events_pb2.ApplicationSaved(application=application))

    def ticket_opened(self, tenant, ticket_id, cause):
        """Let intake tell of the ticket that an alarm opened."""
        self._told(tenant, ticket_id, cause, ticket=events_pb2.TicketFacts(id=ticket_id), ticket_opened=events_pb2.TicketOpened())

    def _told(self, tenant, subject, cause, **fields):
        message = events_pb2.TicketEvent(**fields)
        self.db.feed([NewEvent(
            topic="tierline.ticket.v1", key=f"{tenant}/{subject}", tenant_id=tenant, type=getattr(message, message.WhichOneof("fact")).DESCRIPTOR.name,
            event_time=datetime.now(UTC), payload=message.SerializeToString(), cause=cause,
        )])
        self.work()


@pytest.fixture(scope="module")
def service(make_service_database):
    """The service's database and consumer, once a module."""
    db = make_service_database("monitoring", "tierline_monitoring")
    callers = {"acme": of_tenant(ACME), "other": of_tenant(OTHER), "both": of_tenant(ACME, OTHER)}
    with serving({SERVICE: MonitoringServicer(db.database)}, callers) as channel:
        yield db, channel, Consumer(name="monitoring", topics=TOPICS, log=db.log, database=db.database, handle=handle)


@pytest.fixture
def house(service):
    """A house whose timers belong to this test."""
    db, channel, consumer = service
    with db.database.transaction([]) as tx:
        tx.execute("DELETE FROM timer")
    made = House(db, channel)
    made.consumer = consumer
    made.timers = Timers(database=db.database, log=db.log, topics=(), fire=Clock(offer=made.offer, now=lambda: made.now).fire, now=lambda: made.now)
    return made
