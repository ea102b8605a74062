"""Two tenants, every door: no foreign byte, and a foreign id looks like none at all."""

import grpc
import pytest
from tierline.intake.v1 import intake_service_pb2, intake_service_pb2_grpc

from ..conftest import until


@pytest.fixture(scope="module")
def pair(house):
    """Two tenants, each with a ticket that is on the clock, told apart by a word in every text."""
    tenants = {}
    for name in ("Alpha", "Omega"):
        tenant = house.tenant(f"{name} Sealed")
        with tenant.http() as client:
            application = client.post("/v1/applications", json={"displayName": f"{name} shop"}).raise_for_status().json()
            contact = client.post("/v1/contacts", json={"displayName": f"{name} buyer"}).raise_for_status().json()
            ticket = client.post(
                "/v1/tickets", json={"title": f"{name} secret", "applicationId": application["id"], "requesterId": contact["id"]},
            ).raise_for_status().json()
            until(lambda client=client, ticket=ticket: client.get(f"/v1/tickets/{ticket['id']}").json().get("clocks"))
        tenants[name] = (tenant, ticket, application)
    return tenants


LISTS = [
    "tickets", "applications", "contacts", "teams", "sourcingPlans", "calendars", "agreements", "checks", "alarms", "outages", "maintenanceWindows",
    "work", "parties", "members", "grants", "keys", "tenants", "providers", "pluginSettings", "kpis", "attainment", "usedTime",
]


@pytest.mark.parametrize("collection", LISTS)
def test_no_list_shows_a_foreign_byte(pair, collection):
    """A support company serves rivals: one leak ends it."""
    alpha, omega = pair["Alpha"][0], pair["Omega"][0]
    with alpha.http() as client:
        answer = client.get(f"/v1/{collection}")
        named = client.get(f"/v1/{collection}", params={"tenantId": omega.id})
    assert 200 == answer.status_code, answer.text
    assert "Omega" not in answer.text
    assert omega.id not in answer.text
    assert named.status_code in {400, 404} or omega.id not in named.text
    assert "Omega" not in named.text


@pytest.mark.parametrize("path", ["{id}", "{id}/history", "{id}/clocks", "{id}/ledger", "{id}/assignment", "{key}"])
def test_a_foreign_ticket_is_not_found_at_any_door(pair, path):
    """The answer must not even say that the ticket exists."""
    (alpha, own, _), (_, foreign, _) = pair["Alpha"], pair["Omega"]
    with alpha.http() as client:
        mine = client.get("/v1/tickets/" + path.format(**own))
        theirs = client.get("/v1/tickets/" + path.format(**foreign))
        nobodys = client.get("/v1/tickets/" + path.format(id="01920a6e-5c00-7a10-8b00-00000000dead", key="NOPE-1"))
    assert (200, 404, 404) == (mine.status_code, theirs.status_code, nobodys.status_code)
    assert set(theirs.json()) == set(nobodys.json())


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("reply", {"body": "x"}),
        ("logWork", {"minutes": 1}),
        ("hold", {"awaiting": "AWAITING_VENDOR"}),
        ("resolve", {"resolution": "x"}),
        ("escalate", {"reason": "x"}),
        ("reclassify", {"priority": "PRIORITY_P1", "reason": "x"}),
        ("rate", {"score": 1}),
    ],
)
def test_a_foreign_ticket_takes_no_command(pair, verb, body):
    """Writing is worse than reading."""
    (alpha, _, _), (omega, foreign, _) = pair["Alpha"], pair["Omega"]
    with alpha.http() as client:
        assert 404 == client.post(f"/v1/tickets/{foreign['id']}:{verb}", json=body).status_code
    with omega.http() as client:
        assert foreign["etag"] == client.get(f"/v1/tickets/{foreign['id']}").json()["etag"]


def test_a_ticket_cannot_name_a_foreign_application(pair):
    """No reference crosses tenants."""
    with pair["Alpha"][0].http() as client:
        answer = client.post("/v1/tickets", json={"title": "x", "applicationId": pair["Omega"][2]["id"]})
    assert answer.status_code in {400, 404}


def test_a_page_token_of_another_tenant_is_refused(pair):
    """A token is bound to the tenant that got it."""
    tenants = [pair[name][0] for name in ("Alpha", "Omega")]
    with tenants[1].http() as client:
        for number in range(3):
            client.post("/v1/tickets", json={"title": f"Omega page {number}"}).raise_for_status()
        token = client.get("/v1/tickets", params={"pageSize": 1}).json()["nextPageToken"]
    with tenants[0].http() as client:
        assert 400 == client.get("/v1/tickets", params={"pageSize": 1, "pageToken": token}).status_code


def test_grpc_is_as_tight_as_http(pair):
    """Vendors come straight by gRPC."""
    (alpha, _, _), (_, foreign, _) = pair["Alpha"], pair["Omega"]
    with grpc.insecure_channel(alpha.house.grpc) as channel:
        tickets = intake_service_pb2_grpc.TicketServiceStub(channel)
        with pytest.raises(grpc.RpcError) as refused:
            tickets.GetTicket(intake_service_pb2.GetTicketRequest(id=foreign["id"]), metadata=[("authorization", f"Bearer {alpha.key}")], timeout=10)
    assert grpc.StatusCode.NOT_FOUND == refused.value.code()
