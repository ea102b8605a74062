"""The vendor's door: work handed to a party is seen, answered and handed back by that party, and by nobody else."""

import threading
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from tierline.vendor.v1 import vendor_pb2, vendor_pb2_grpc

from ..conftest import until


class Vendor:
    """An outsourced tenant, whose L1 and L2 are at one vendor and L3 and L4 at another, and the first vendor's stub."""

    def __init__(self, house, name):
        """Set up tenant, providers, parties, plan and keys as an operator does."""
        self.house = house
        with house.http() as operator:
            post = lambda path, body: operator.post(f"/v1/{path}", json=body).raise_for_status().json()  # noqa: E731 (a name for one line)
            self.tenant = post("tenants?bare=true", {"displayName": name})
            self.providers = [post("providers", {"displayName": f"{name} {part}", "kind": "PROVIDER_KIND_OUTSOURCER"}) for part in ("front", "back")]
            levels = (["LEVEL_L1", "LEVEL_L2"], ["LEVEL_L3", "LEVEL_L4"])
            self.parties = [
                post("parties", {"tenantId": self.tenant["id"], "providerId": provider["id"], "levels": served})
                for provider, served in zip(self.providers, levels, strict=True)
            ]
            key = lambda **more: post("keys", {"scopeId": self.tenant["id"], "displayName": "test", **more})["secret"]  # noqa: E731
            self.admin = key(role="ROLE_ADMINISTRATOR")
            self.keys = [key(role="ROLE_VENDOR", partyId=party["id"]) for party in self.parties]
        self.channel = grpc.insecure_channel(house.grpc)
        self.stub = vendor_pb2_grpc.VendorServiceStub(self.channel)

    def metadata(self, party=0):
        """Call as the vendor of a party."""
        return [("authorization", f"Bearer {self.keys[party]}")]

    def open(self, title="How do I print?"):
        """Open a ticket and wait until it is handed over."""
        with self.house.http(self.admin) as client:
            ticket = until(lambda: (answer := client.post("/v1/tickets", json={"title": title})).status_code == 200 and answer.json())
            return until(lambda: (card := client.get(f"/v1/tickets/{ticket['id']}").json()).get("assignment", {}).get("partyId") and card)

    def card(self, ticket):
        """Give a ticket's card."""
        with self.house.http(self.admin) as client:
            return client.get(f"/v1/tickets/{ticket}").raise_for_status().json()


@pytest.fixture(scope="module")
def vendor(house):
    """One outsourced tenant for these tests."""
    return Vendor(house, "Outsourced")


def test_a_vendor_sees_accepts_answers_and_resolves_its_work(vendor):
    """A vendor works without ever signing in to a page (B4)."""
    ticket = vendor.open()
    assert vendor.parties[0]["id"] == ticket["assignment"]["partyId"]
    listed = vendor.stub.ListWork(vendor_pb2.ListWorkRequest(), metadata=vendor.metadata(), timeout=10).work
    assert ticket["id"] in {work.id for work in listed}
    call = {"metadata": vendor.metadata(), "timeout": 10}
    assert vendor.stub.AcceptWork(vendor_pb2.AcceptWorkRequest(id=ticket["id"]), **call).accepted
    vendor.stub.ReplyToWork(vendor_pb2.ReplyToWorkRequest(id=ticket["id"], body="Press print."), **call)
    vendor.stub.LogVendorWork(vendor_pb2.LogVendorWorkRequest(id=ticket["id"], minutes=5), **call)
    vendor.stub.ResolveWork(vendor_pb2.ResolveWorkRequest(id=ticket["id"], resolution="Explained."), **call)
    until(lambda: vendor.card(ticket["id"])["state"] == "TICKET_STATE_RESOLVED")
    with vendor.house.http(vendor.admin) as client:
        entries = client.get(f"/v1/tickets/{ticket['id']}/history").json()["entries"]
    assert {"Press print."} <= {entry.get("body") for entry in entries}
    assert 5 in {entry.get("workMinutes") for entry in entries}


def test_a_vendor_sees_nothing_of_another_party(vendor):
    """Two vendors of one client are rivals."""
    ticket = vendor.open()
    assert ticket["id"] not in {work.id for work in vendor.stub.ListWork(vendor_pb2.ListWorkRequest(), metadata=vendor.metadata(1), timeout=10).work}
    for method, request in (
        (vendor.stub.GetWork, vendor_pb2.GetWorkRequest(id=ticket["id"])),
        (vendor.stub.AcceptWork, vendor_pb2.AcceptWorkRequest(id=ticket["id"])),
        (vendor.stub.ResolveWork, vendor_pb2.ResolveWorkRequest(id=ticket["id"], resolution="x")),
    ):
        with pytest.raises(grpc.RpcError) as refused:
            method(request, metadata=vendor.metadata(1), timeout=10)
        assert grpc.StatusCode.NOT_FOUND == refused.value.code()


def test_a_vendors_key_opens_no_other_door(vendor):
    """A vendor's key sees its party's work and nothing else."""
    ticket = vendor.open()
    with vendor.house.http(vendor.keys[0]) as client:
        for path in ("tickets", f"tickets/{ticket['id']}", "teams", "members", "kpis", "parties", "keys", "events", f"tickets/{ticket['id']}/clocks"):
            assert client.get(f"/v1/{path}").status_code in {403, 404}, path


def test_work_that_is_handed_back_goes_to_somebody_else_or_into_the_visible_queue(vendor):
    """Work that nobody can take is never nowhere."""
    ticket = vendor.open()
    request = vendor_pb2.HandBackWorkRequest(id=ticket["id"], reason="Not our product.")
    vendor.stub.HandBackWork(request, metadata=vendor.metadata(), timeout=10)
    card = until(lambda: (card := vendor.card(ticket["id"]))["assignment"].get("partyId") != vendor.parties[0]["id"] and card)
    assert card["assignment"]["reason"]
    with vendor.house.http(vendor.admin) as client:
        assert ticket["id"] in {work["ticketId"] for work in client.get("/v1/work", params={"pageSize": 1000}).json()["work"]}


def test_escalated_work_moves_from_one_vendor_to_the_next(vendor):
    """A vendor may take over L1 and L2, another L3 and L4 (B4)."""
    ticket = vendor.open()
    with vendor.house.http(vendor.admin) as client:
        client.post(f"/v1/tickets/{ticket['id']}:escalate", json={"level": "LEVEL_L3", "reason": "A defect in code."}).raise_for_status()
    until(lambda: vendor.card(ticket["id"])["assignment"]["partyId"] == vendor.parties[1]["id"])
    assert vendor.stub.GetWork(vendor_pb2.GetWorkRequest(id=ticket["id"]), metadata=vendor.metadata(1), timeout=10).mine


def test_a_watch_shows_new_work_and_resumes_where_it_ended(vendor):
    """A vendor whose connection breaks must miss nothing."""
    stream = vendor.stub.WatchWork(vendor_pb2.WatchWorkRequest(), metadata=vendor.metadata(), timeout=60)
    began = next(stream)
    first = vendor.open("First watched")
    seen = next(change for change in stream if change.work.id == first["id"])
    stream.cancel()
    second = vendor.open("Second watched")
    assert began.resume_token
    again = vendor.stub.WatchWork(vendor_pb2.WatchWorkRequest(resume_token=seen.resume_token), metadata=vendor.metadata(), timeout=60)
    assert second["id"] == next(change.work.id for change in again if change.work.id == second["id"])
    again.cancel()


def test_two_hundred_open_watches_do_not_hold_up_new_tickets(vendor):
    """A stream that held a worker would starve everybody with sixteen watchers."""
    streams = [vendor.stub.WatchWork(vendor_pb2.WatchWorkRequest(), metadata=vendor.metadata(), timeout=120) for _ in range(200)]
    with ThreadPoolExecutor(50) as pool:
        assert 200 == len(list(pool.map(next, streams)))
    with vendor.house.http(vendor.admin) as client:
        tickets = [client.post("/v1/tickets", json={"title": f"Beside the watches {number}"}).raise_for_status().json()["id"] for number in range(20)]
    for ticket in tickets:
        until(lambda ticket=ticket: vendor.card(ticket).get("assignment"))
    heard = threading.Barrier(201)

    def listen(stream):
        for change in stream:
            if change.work.id == tickets[-1]:
                heard.wait(60)
                return

    for stream in streams:
        threading.Thread(target=listen, args=(stream,), daemon=True).start()
    heard.wait(60)
    for stream in streams:
        stream.cancel()
