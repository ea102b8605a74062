"""The HTTP door: what a request becomes, what an answer becomes, and what an error becomes."""

import json

import grpc
import pytest
from tierline.intake.v1 import intake_service_pb2, ticket_pb2

from .conftest import refusal


def test_a_request_becomes_its_rpc(house):
    """Path, body and headers each find their field."""

    async def scenario(running):
        headers = {"Idempotency-Key": '"r-1"', "Tierline-Tenant": "t", "Tierline-After": "a/1/2", "traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
        answer = await running.client.post("/v1/tickets", json={"title": "Help", "channel": "CHANNEL_PHONE"}, headers=headers)
        assert (200, "Help") == (answer.status_code, answer.json()["title"])
        assert ('"5"', "tierline.ticket.v1/3/7") == (answer.headers["etag"], answer.headers["tierline-position"])
        assert "a" * 32 in answer.headers["traceparent"]
        (batch,), (metadata,) = running.services.asked, running.services.metadata
        assert ("r-1", "Help") == (batch.requests[0].request_id, batch.requests[0].ticket.title)
        assert ("t", "a/1/2") == (metadata["tierline-tenant"], metadata["tierline-after"])
        assert metadata["tierline-assertion"]
        assert "a" * 32 in metadata["traceparent"]

    house(scenario)


def test_a_command_finds_its_verb_and_its_etag(house):
    """A custom method is a verb after a colon, also where the id has none; `If-Match` guards it."""

    async def scenario(running):
        await running.client.post("/v1/tickets/ACME-7:resolve", json={"resolution": "Done."}, headers={"If-Match": '"4"'})
        await running.client.post("/v1/tickets:importHistory", json={"source": "csv"})
        resolve, history = running.services.asked
        assert ("ACME-7", "Done.", "4") == (resolve.id, resolve.resolution, resolve.etag)
        assert "csv" == history.source

    house(scenario)


def test_a_query_sets_fields_of_the_request(house):
    """Names in either form; what is unknown, given twice or of another type is refused by name."""

    async def scenario(running):
        await running.client.get("/v1/tickets?pageSize=5&order_by=open_time%20desc")
        await running.client.get("/v1/kpis?startTime=2026-01-01T00:00:00Z")
        tickets, kpis = running.services.asked
        assert (5, "open_time desc") == (tickets.page_size, tickets.order_by)
        assert 2026 == kpis.start_time.ToDatetime().year
        for query, field in [("pageSzie=5", "pageSzie"), ("pageSize=5&page_size=6", "page_size"), ("pageSize=x", "pageSize")]:
            answer = await running.client.get(f"/v1/tickets?{query}")
            assert (400, field) == (answer.status_code, answer.json()["violations"][0]["field"])
        assert 2 == len(running.services.asked)

    house(scenario)


@pytest.mark.parametrize(
    ("query", "body", "mask"),
    [
        ("", {"displayName": "New", "description": ""}, ["display_name", "description"]),
        ("", {"id": "7", "etag": "3", "createTime": "2026-01-01T00:00:00Z", "description": None}, ["description"]),
        ("?updateMask=displayName", {"displayName": "New", "description": "x"}, ["display_name"]),
    ],
)
def test_an_update_changes_what_its_body_names(house, query, body, mask):
    """A member that is given is replaced, also by nothing; what a read brought along is no wish."""

    async def scenario(running):
        answer = await running.client.patch(f"/v1/applications/7{query}", json=body)
        assert 200 == answer.status_code, answer.text
        assert sorted(mask) == sorted(running.services.asked[0].update_mask.paths)
        assert "7" == running.services.asked[0].application.id

    house(scenario)


def test_path_and_body_that_disagree_are_refused(house):
    """Nobody should have to guess which of two ids is meant."""

    async def scenario(running):
        answer = await running.client.patch("/v1/applications/7", json={"id": "8"})
        assert (400, "application.id") == (answer.status_code, answer.json()["violations"][0]["field"])
        wrong = await running.client.post("/v1/tickets", content=b'{"title": "x"}', headers={"If-Match": '"4"', "Content-Type": "application/json"})
        assert 400 == (await running.client.get("/v1/tickets/1", headers={"If-Match": '"4"'})).status_code
        assert 200 == wrong.status_code

    house(scenario)


@pytest.mark.parametrize(
    ("code", "reason", "headers", "status"),
    [
        (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS", {}, 400),
        (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED", {}, 422),
        (grpc.StatusCode.NOT_FOUND, "NOT_FOUND", {}, 404),
        (grpc.StatusCode.PERMISSION_DENIED, "PERMISSION_DENIED", {}, 403),
        (grpc.StatusCode.ALREADY_EXISTS, "ALREADY_EXISTS", {}, 409),
        (grpc.StatusCode.FAILED_PRECONDITION, "ILLEGAL_TRANSITION", {}, 409),
        (grpc.StatusCode.ABORTED, "ETAG_MISMATCH", {"If-Match": '"1"'}, 412),
        (grpc.StatusCode.ABORTED, "ETAG_MISMATCH", {}, 409),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "EXHAUSTED", {}, 429),
        (grpc.StatusCode.UNAVAILABLE, "UNAVAILABLE", {}, 503),
        (grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", {}, 504),
        (grpc.StatusCode.INTERNAL, "INTERNAL", {}, 500),
    ],
)
def test_a_status_becomes_a_problem(house, code, reason, headers, status):
    """Clients branch on the number and the reason; the sentence may change."""

    async def scenario(running):
        running.services.answers["ResolveTicket"] = refusal(code, reason, field="ticket.display_name", description="is wrong")
        answer = await running.client.post("/v1/tickets/ACME-7:resolve", json={"resolution": "Done."}, headers=headers)
        assert (status, reason) == (answer.status_code, answer.json()["reason"])
        assert "application/problem+json" == answer.headers["content-type"]
        assert (status in {429, 503}) == ("retry-after" in answer.headers)
        assert [{"field": "ticket.displayName", "description": "is wrong"}] == answer.json()["violations"]
        assert answer.json()["instance"] in answer.headers["traceparent"]

    house(scenario)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"title": "\xff"}', "application/json", 400),
        (b'{"title": NaN}', "application/json", 400),
        (b'{"title": "a", "title": "b"}', "application/json", 400),
        (b'{"title": ' + b"9" * 5_000 + b"}", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"title=x", "text/plain", 415),
        (b'{"title": "x"}', "application/json; charset=latin-1", 415),
        (b'{"title": "' + b"x" * 2_000_000 + b'"}', "application/json", 413),
        (b'{"colour": "red"}', "application/json", 400),
        (b"[]", "application/json", 400),
        (b"", "application/json", 400),
    ],
)
def test_a_bad_body_reaches_no_service(house, content, kind, status):
    """Rubbish costs the caller an answer, and the house nothing."""

    async def scenario(running):
        answer = await running.client.post("/v1/tickets", content=content, headers={"Content-Type": kind})
        assert (status, []) == (answer.status_code, running.services.asked)
        assert status == answer.json()["status"]

    house(scenario)


def test_a_bulk_path_takes_a_larger_body(house):
    """An import comes in chunks of thousands of rows."""

    async def scenario(running):
        ticket = {"externalId": "1", "title": "x" * 300, "rows": []}
        content = json.dumps({"source": "csv", "tickets": [ticket] * 5_000}).encode()
        assert len(content) > running.settings.body_bytes
        answer = await running.client.post("/v1/tickets:importHistory", content=content, headers={"Content-Type": "application/json"})
        assert (200, 5_000) == (answer.status_code, len(running.services.asked[0].tickets))

    house(scenario)


def test_paths_and_methods_that_are_not_served_are_refused(house):
    """An answer says what would be right."""

    async def scenario(running):
        for path in ("/v1/nothing", "/nothing", "/v1/tickets/", "/v1/tickets/%00", "/v1/tickets/%ff", "/v1"):
            assert 404 == (await running.client.get(path)).status_code, path
        refused = await running.client.delete("/v1/tickets")
        assert (405, "GET, POST") == (refused.status_code, refused.headers["allow"])
        assert 405 == (await running.client.post("/healthz")).status_code

    house(scenario)


def test_every_answer_carries_the_headers_of_a_careful_site(house):
    """Errors too are shown by browsers."""

    async def scenario(running):
        for path in ("/v1/tickets", "/nothing", "/healthz"):
            headers = (await running.client.get(path)).headers
            assert "nosniff" == headers["x-content-type-options"]
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]

    house(scenario)


def test_an_outage_is_tried_again_only_where_a_repeat_is_safe(house):
    """A read, or a command with a request id, may be repeated; anything else might be done twice."""

    async def scenario(running):
        answers = iter([refusal(grpc.StatusCode.UNAVAILABLE, "UNAVAILABLE"), None, refusal(grpc.StatusCode.UNAVAILABLE, "UNAVAILABLE")])

        async def unsteady(_request, context):
            status = next(answers)
            if status is not None:
                await running.services.refuse(context, status)
            return ticket_pb2.Ticket(id="1")

        running.services.answers["*"] = unsteady
        assert 200 == (await running.client.get("/v1/tickets/1")).status_code
        assert 503 == (await running.client.post("/v1/tickets/1:close", json={})).status_code
        assert isinstance(running.services.asked[-1], intake_service_pb2.CloseTicketRequest)
        assert 3 == len(running.services.asked)

    house(scenario)


def test_a_caller_says_how_long_it_waits(house):
    """The deadline travels to the service."""

    async def scenario(running):
        left = []

        def measure(_request, context):
            left.append(context.time_remaining())
            return ticket_pb2.Ticket()

        running.services.answers["GetTicket"] = measure
        await running.client.get("/v1/tickets/1", headers={"Tierline-Timeout": "2.5s"})
        await running.client.get("/v1/tickets/1", headers={"Tierline-Timeout": "9999"})
        assert left[0] < 2.6
        assert 50 < left[1] < 61
        assert 400 == (await running.client.get("/v1/tickets/1", headers={"Tierline-Timeout": "soon"})).status_code

    house(scenario)
