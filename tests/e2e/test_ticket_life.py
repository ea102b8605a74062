"""The main job, from outside: one ticket crosses the whole house, over HTTP and over gRPC alike."""

import grpc
import pytest
from tierline.common.v1 import values_pb2
from tierline.intake.v1 import intake_service_pb2, intake_service_pb2_grpc, ticket_pb2

from ..conftest import until


@pytest.fixture(scope="module")
def acme(house):
    """A tenant that exists for these tests."""
    return house.tenant("Acme Life")


def card_when(client, ticket, ready):
    """Give the ticket's card once *ready* says so of it."""
    return until(lambda: (card := client.get(f"/v1/tickets/{ticket}").raise_for_status().json()) and ready(card) and card)


def resolution_due(card):
    """Give the due time of a card's resolution clock."""
    return next(clock for clock in card["clocks"] if clock["metric"] == "resolution")["dueTime"]


def opened(client, **fields):
    """Open a ticket and give it."""
    answer = client.post("/v1/tickets", json={"title": "The invoice page shows error 500", "description": "Since this morning.", **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_new_ticket_is_classified_routed_and_on_the_clock_each_with_its_reason(acme):
    """The main job, and nothing is left unexplained (A1, A11, B8, C2)."""
    with acme.http() as client:
        card = card_when(client, opened(client)["id"], lambda card: card.get("assignment") and len(card.get("clocks", [])) >= 2)
    assert {"kind", "nature", "priority"} <= {reason["field"] for reason in card["classification"]}
    assert all(reason["reason"] and reason["decidedBy"] for reason in card["classification"])
    assert card["assignment"]["partyName"]
    assert card["assignment"]["reason"]
    assert {"first_response", "resolution"} <= {clock["metric"] for clock in card["clocks"]}
    assert all(clock["dueTime"] and clock["reason"] for clock in card["clocks"])
    assert card["nextDueTime"] == min(clock["dueTime"] for clock in card["clocks"])


def test_a_ticket_lives_from_opening_to_closing_over_http(acme):
    """Every move of the life has its door, and the card follows."""
    with acme.http() as client:
        ticket = opened(client)
        path = f"/v1/tickets/{ticket['key']}"
        moves = [
            (":reply", {"body": "We are on it."}, "TICKET_STATE_IN_PROGRESS"),
            (":logWork", {"minutes": 25, "note": "Read the logs."}, "TICKET_STATE_IN_PROGRESS"),
            (":hold", {"awaiting": "AWAITING_REQUESTER", "note": "Which invoice?"}, "TICKET_STATE_ON_HOLD"),
            (":resume", {}, "TICKET_STATE_IN_PROGRESS"),
            (":escalate", {"reason": "Needs a developer."}, "TICKET_STATE_IN_PROGRESS"),
            (":resolve", {"resolution": "Loaded the tax table again."}, "TICKET_STATE_RESOLVED"),
            (":reopen", {"reason": "It is back."}, "TICKET_STATE_IN_PROGRESS"),
            (":resolve", {"resolution": "Pinned the tax table."}, "TICKET_STATE_RESOLVED"),
            (":close", {}, "TICKET_STATE_CLOSED"),
        ]
        for verb, body, state in moves:
            answer = client.post(path + verb, json=body)
            assert (200, state) == (answer.status_code, answer.json().get("state")), (verb, answer.text)
        entries = client.get(f"{path}/history").raise_for_status().json()["entries"]
    types = [entry["type"] for entry in entries]
    said = ["TicketOpened", "TicketReplied", "WorkLogged", "TicketHeld", "TicketResumed", "EscalationRequested", "TicketResolved", "TicketReopened"]
    assert set() == {*said, "TicketClosed"} - set(types)


def test_holding_pauses_the_clocks_and_resuming_moves_their_due_time(acme):
    """A pause that comes out wrong is what desks complain of most (C4)."""
    with acme.http() as client:
        ticket = opened(client)["id"]
        before = card_when(client, ticket, lambda card: len(card.get("clocks", [])) >= 2)
        client.post(f"/v1/tickets/{ticket}:hold", json={"awaiting": "AWAITING_REQUESTER"}).raise_for_status()
        card_when(client, ticket, lambda card: any(clock["state"] == "CLOCK_STATE_PAUSED" for clock in card["clocks"]))
        client.post(f"/v1/tickets/{ticket}:resume", json={}).raise_for_status()
        after = card_when(client, ticket, lambda card: all(clock["state"] != "CLOCK_STATE_PAUSED" for clock in card["clocks"]))
    assert resolution_due(after) >= resolution_due(before)


def test_resolving_stops_the_clocks_in_time(acme):
    """The verdict of a clock is what the customer pays for."""
    with acme.http() as client:
        ticket = opened(client)["id"]
        card_when(client, ticket, lambda card: len(card.get("clocks", [])) >= 2)
        client.post(f"/v1/tickets/{ticket}:reply", json={"body": "Done soon."}).raise_for_status()
        client.post(f"/v1/tickets/{ticket}:resolve", json={"resolution": "Done."}).raise_for_status()
        card = card_when(client, ticket, lambda card: all(clock["state"] == "CLOCK_STATE_MET" for clock in card["clocks"]))
    assert all(clock["stopTime"] for clock in card["clocks"])


def test_escalation_reaches_the_next_level(acme):
    """L1 escalates what it cannot solve (B3)."""
    with acme.http() as client:
        ticket = opened(client, title="How do I export a report?")["id"]
        level = card_when(client, ticket, lambda card: card.get("assignment"))["assignment"]["level"]
        client.post(f"/v1/tickets/{ticket}:escalate", json={"reason": "Not in the handbook."}).raise_for_status()
        card = card_when(client, ticket, lambda card: card["assignment"]["level"] != level)
    assert int(card["assignment"]["level"][-1]) == int(level[-1]) + 1
    assert card["assignment"]["reason"]


def test_a_person_overrules_the_classification(acme):
    """Automatic classification can be overruled, and says who did (A11)."""
    with acme.http() as client:
        ticket = opened(client)["id"]
        client.post(f"/v1/tickets/{ticket}:reclassify", json={"priority": "PRIORITY_P1", "reason": "The board is watching."}).raise_for_status()
        card = client.get(f"/v1/tickets/{ticket}").json()
    reason = next(reason for reason in card["classification"] if reason["field"] == "priority")
    assert ("PRIORITY_P1", "The board is watching.") == (card["priority"], reason["reason"])
    assert reason["decidedBy"].startswith("person:")


def test_the_same_life_runs_over_grpc(acme):
    """A vendor who integrates by gRPC gets the same answers (A9)."""
    metadata = [("authorization", f"Bearer {acme.key}")]
    with grpc.insecure_channel(acme.house.grpc) as channel:
        tickets = intake_service_pb2_grpc.TicketServiceStub(channel)
        ticket = tickets.CreateTicket(
            intake_service_pb2.CreateTicketRequest(ticket=ticket_pb2.Ticket(title="Printing is slow"), request_id="life-1"), metadata=metadata, timeout=10,
        )
        again = tickets.CreateTicket(
            intake_service_pb2.CreateTicketRequest(ticket=ticket_pb2.Ticket(title="Printing is slow"), request_id="life-1"), metadata=metadata, timeout=10,
        )
        resolved = tickets.ResolveTicket(intake_service_pb2.ResolveTicketRequest(id=ticket.key, resolution="New cable."), metadata=metadata, timeout=10)
        with pytest.raises(grpc.RpcError) as refused:
            tickets.HoldTicket(intake_service_pb2.HoldTicketRequest(id=ticket.id, awaiting=values_pb2.AWAITING_VENDOR), metadata=metadata, timeout=10)
    assert ticket.id == again.id
    assert values_pb2.TICKET_STATE_RESOLVED == resolved.state
    assert grpc.StatusCode.FAILED_PRECONDITION == refused.value.code()


def test_lists_filter_order_and_page(acme):
    """A desk works from its list."""
    with acme.http() as client:
        for number in range(5):
            opened(client, title=f"List me {number}", channel="CHANNEL_PHONE")
        query = {"filter": "channel = CHANNEL_PHONE", "orderBy": "open_time desc", "pageSize": 2}
        first = client.get("/v1/tickets", params=query).raise_for_status().json()
        second = client.get("/v1/tickets", params={**query, "pageToken": first["nextPageToken"]}).raise_for_status().json()
        refused = client.get("/v1/tickets", params={"filter": "password = 1"})
    titles = [ticket["title"] for ticket in first["tickets"] + second["tickets"]]
    assert [f"List me {number}" for number in (4, 3, 2, 1)] == titles
    assert 400 == refused.status_code
    assert "password" in refused.text
