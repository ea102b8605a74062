"""The KPIs from events to answers, against a real database."""

from datetime import UTC, datetime, timedelta

import grpc
import psycopg
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from tierline.common.v1 import values_pb2
from tierline.intake.v1 import events_pb2
from tierline.monitoring.v1 import events_pb2 as monitoring_events_pb2
from tierline.monitoring.v1 import monitoring_pb2
from tierline.reporting.v1 import reporting_pb2
from tierline_chassis.catalogue import miskeyed_tables, unsealed_tables
from tierline_chassis.ids import new_id
from tierline_reporting.domain.kpis import KPIS

START = datetime(2026, 3, 1, 9, 17, 23, 456789, tzinfo=UTC)

HOUR = timedelta(hours=1)
CHANGE = {"kind": values_pb2.TICKET_KIND_CHANGE_REQUEST}


def test_a_tenant_without_events_has_no_figure_and_every_kpi_says_what_it_needs(house):
    """Nothing is made up: no data is no zero."""
    kpis = house.kpis()
    assert [kpi.id for kpi in KPIS] == list(kpis)
    assert [] == [kpi.id for kpi in kpis.values() if kpi.HasField("value") or not kpi.needs]
    assert [] == [kpi.id for kpi in kpis.values() if not (kpi.formula and kpi.source_events and kpi.unit and kpi.display_name)]


def test_ticket_figures_follow_from_their_events(house):
    ticket, other = house.ticket(), house.ticket(kind=values_pb2.TICKET_KIND_DATABASE, priority=values_pb2.PRIORITY_P1)
    house.feed(
        ticket.opened(), ticket.replied(START + HOUR), ticket.replied(START + 2 * HOUR, first=False), ticket.resolved(START + 30 * HOUR),
        ticket.closed(START + 60 * HOUR), ticket.rated(START + 61 * HOUR, 5), other.opened(), other.replied(START + 3 * HOUR), other.rated(START + 9 * HOUR, 3),
    )
    kpis = house.kpis()
    assert (2.0, {"code_defect": 1.0, "database": 1.0}) == (kpis["tickets_by_type"].value, {g.name: g.value for g in kpis["tickets_by_type"].groups})
    assert (7200.0, 2) == (kpis["first_response_time"].value, kpis["first_response_time"].sample)
    assert {"p1": 10800.0, "p3": 3600.0} == {group.name: group.value for group in kpis["first_response_time"].groups}
    assert (108_000.0, 1) == (kpis["resolution_time"].value, kpis["resolution_time"].sample)
    assert (50.0, 2) == (kpis["satisfaction_score"].value, kpis["satisfaction_score"].sample)
    assert "change_request" in kpis["changes_delivered"].needs


def test_changes_are_tickets_of_kind_change_request(house):
    """A change that was tied to an incident at its source is no change request."""
    waiting, done, incident = house.ticket(**CHANGE, urgent=True), house.ticket(**CHANGE), house.ticket()
    tied = incident.event(START, ticket_opened=events_pb2.TicketOpened(has_change=True))
    house.feed(waiting.opened(), done.opened(), done.closed(START + 5 * HOUR), tied)
    kpis = house.kpis()
    assert (1.0, 1.0, 1.0, 18_000.0) == tuple(kpis[name].value for name in ("changes_delivered", "changes_waiting", "urgent_changes", "change_lead_time"))
    assert 2.0 == house.kpis(end=START + HOUR)["changes_waiting"].value
    assert [waiting.id] == [found.ticket_id for found in house.tickets("changes_waiting").tickets]
    assert [waiting.id] == [found.ticket_id for found in house.tickets("urgent_changes").tickets]


def test_reopening_and_reclassifying_move_the_counts(house):
    """Nothing is counted twice, and nothing stays where it no longer belongs."""
    ticket = house.ticket()
    house.feed(ticket.opened(), ticket.resolved(START + HOUR))
    house.feed(ticket.reopened(START + 2 * HOUR))
    assert not house.kpis()["resolution_time"].HasField("value")
    ticket.facts.kind, ticket.facts.priority = values_pb2.TICKET_KIND_CHANGE_REQUEST, values_pb2.PRIORITY_P1
    house.feed(ticket.event(START + 3 * HOUR, ticket_reclassified=events_pb2.TicketReclassified()), ticket.resolved(START + 50 * HOUR))
    kpis = house.kpis()
    assert {"p1": 1} == {group.name: group.sample for group in kpis["resolution_time"].groups}
    assert ({"change_request": 1.0}, 1.0) == ({g.name: g.value for g in kpis["tickets_by_type"].groups}, kpis["changes_delivered"].value)
    assert 180_000.0 == kpis["resolution_time"].value


def test_in_a_history_the_beginning_of_work_is_the_first_response(house):
    imported, live = house.ticket(), house.ticket()
    house.feed(
        imported.opened(history=True), imported.event(START + HOUR, history=True, work_started=events_pb2.WorkStarted()),
        live.opened(), live.event(START + HOUR, work_started=events_pb2.WorkStarted()),
    )
    kpi = house.kpis()["first_response_time"]
    assert (1, 3600.0) == (kpi.sample, kpi.value)
    assert "imported history" in kpi.formula


def test_any_period_is_exact_at_its_edges(house):
    """From the microsecond of the first ticket until just before that of the last."""
    tickets = [house.ticket(opened=START + number * timedelta(hours=7, minutes=13)) for number in range(12)]
    house.feed(*(ticket.opened() for ticket in tickets))
    assert 12.0 == house.kpis(START, tickets[-1].opened_at + timedelta(microseconds=1))["tickets_by_type"].value
    assert 11.0 == house.kpis(START, tickets[-1].opened_at)["tickets_by_type"].value
    assert 11.0 == house.kpis(START + timedelta(microseconds=1))["tickets_by_type"].value


def test_availability_leaves_planned_outages_out_and_counts_overlaps_once(house):
    application, check = new_id(), new_id()
    house.check(START, check, application)
    house.outage(START + HOUR, START + 2 * HOUR, application)
    house.outage(START + HOUR, START + 3 * HOUR, application)
    house.outage(START + 4 * HOUR, START + 6 * HOUR, application, planned=True)
    house.check(START + 22 * HOUR, check, application, paused=True)
    kpis = house.kpis()
    assert (7200.0, 2) == (kpis["outage_time"].value, kpis["outage_time"].sample)
    assert (90.0, 1) == (kpis["availability"].value, kpis["availability"].sample)


def test_without_a_check_of_production_availability_is_unknown(house):
    house.check(START, new_id(), new_id(), environment=values_pb2.ENVIRONMENT_NON_PRODUCTION)
    kpis = house.kpis()
    for kpi in (kpis["outage_time"], kpis["availability"]):
        assert (False, True) == (kpi.HasField("value"), "CheckSaved" in kpi.needs)


def test_an_outage_leads_to_the_ticket_that_its_alarm_opened(house):
    alarm, ticket, application = new_id(), house.ticket(), new_id()
    house.check(START, new_id(), application)
    raised = house.monitoring(START, new_id(), alarm_raised=monitoring_events_pb2.AlarmRaised(alarm=monitoring_pb2.Alarm(id=alarm)))
    house.feed(ticket.opened(cause=raised))
    house.outage(START, START + HOUR, application, alarm_id=alarm)
    assert [(ticket.id, 3600.0)] == [(found.ticket_id, found.value) for found in house.tickets("outage_time").tickets]
    assert [ticket.id] == [found.ticket_id for found in house.tickets("availability").tickets]


def test_the_tickets_behind_a_figure_come_by_pages_the_newest_first(house):
    tickets = [house.ticket() for _ in range(5)]
    house.feed(*(event for number, ticket in enumerate(tickets) for event in (ticket.opened(), ticket.resolved(START + (1 + number // 2) * HOUR))))
    seen, token = [], ""
    while True:
        page = house.tickets("resolution_time", page_size=2, page_token=token)
        seen += page.tickets
        token = page.next_page_token
        if not token:
            break
    assert {ticket.id for ticket in tickets} == {found.ticket_id for found in seen}
    assert [10_800.0, 7200.0, 7200.0, 3600.0, 3600.0] == [found.value for found in seen]
    with pytest.raises(grpc.RpcError) as refused:
        house.tickets("tickets_by_type", page_token=house.tickets("resolution_time", page_size=2).next_page_token)
    assert grpc.StatusCode.INVALID_ARGUMENT == refused.value.code()


@pytest.mark.parametrize(("fields", "code"), [
    ({"kpi": "made_up"}, "NOT_FOUND"),
    ({"kpi": "availability", "start_time": Timestamp(seconds=1), "end_time": Timestamp(seconds=1)}, "INVALID_ARGUMENT"),
    ({"kpi": "availability", "end_time": Timestamp(seconds=10**10)}, "INVALID_ARGUMENT"),
    ({"kpi": "availability", "page_token": "rubbish"}, "INVALID_ARGUMENT"),
])
def test_absurd_questions_are_refused(house, fields, code):
    with pytest.raises(grpc.RpcError) as refused:
        house.call("ListKpiTickets", reporting_pb2.ListKpiTicketsRequest(**fields))
    assert code == refused.value.code().name


def test_two_tenants_see_nothing_of_each_other(make_house):
    mine, theirs = make_house(), make_house()
    ticket = theirs.ticket()
    theirs.feed(ticket.opened(), ticket.resolved(START + HOUR))
    assert not mine.kpis()["tickets_by_type"].HasField("value")
    assert [] == list(mine.tickets("resolution_time").tickets)
    with pytest.raises(grpc.RpcError) as refused:
        mine.call("ListKpis", reporting_pb2.ListKpisRequest(tenant_id=theirs.tenant))
    assert grpc.StatusCode.NOT_FOUND == refused.value.code()


def test_every_table_is_sealed(house):
    """Row-level security on all of them, with the tenant first in the key."""
    with psycopg.connect(house.db.owner_url) as connection:
        assert [] == unsealed_tables(connection, ["reporting"])
        assert [] == miskeyed_tables(connection, ["reporting"])
