"""The HTTP door against a small gRPC server: what a request becomes, and what an error becomes."""

import asyncio

import grpc
import httpx
import pytest
from google.rpc import error_details_pb2, status_pb2
from tierline.intake.v1 import intake_service_pb2, ticket_pb2
from tierline.tenancy.v1 import authentication_pb2
from tierline_gateway.app import make_app
from tierline_gateway.callers import Callers
from tierline_gateway.contract import load_contract
from tierline_gateway.door import Door
from tierline_gateway.passing import PassThrough
from tierline_gateway.settings import GatewaySettings

ADDRESSES = dict.fromkeys(("tenancy_address", "intake_address", "routing_address", "sla_address", "monitoring_address", "reporting_address"), "-")


class Services(grpc.GenericRpcHandler):
    """Stands for every service: keeps what it was asked, and answers or refuses as a test says."""

    def __init__(self):
        """Begin with nothing asked."""
        self.asked, self.metadata, self.refusal = [], {}, None

    def service(self, details):
        """Handle a call by its method."""
        name = details.method.rpartition("/")[2]
        if name == "Authenticate":
            return grpc.unary_unary_rpc_method_handler(self._authenticate, response_serializer=lambda m: m.SerializeToString())
        request = getattr(intake_service_pb2, f"{name}Request")
        return grpc.unary_unary_rpc_method_handler(self._answer, request_deserializer=request.FromString, response_serializer=lambda m: m.SerializeToString())

    async def _authenticate(self, _request, _context):
        return authentication_pb2.AuthenticateResponse(assertion="signed")

    async def _answer(self, request, context):
        self.asked.append(request)
        self.metadata = dict(context.invocation_metadata())
        if self.refusal is not None:
            await context.abort(*self.refusal)
        context.set_trailing_metadata((("tierline-position", "tierline.ticket.v1/3/7"),))
        return ticket_pb2.Ticket(id="1", title=getattr(getattr(request, "ticket", None), "title", "x"), etag="5")


def ask(scenario):
    """Run *scenario* with an HTTP client of a gateway, its services, and a gRPC channel to its other door."""

    async def run():
        services, contract = Services(), load_contract()
        backend, front = grpc.aio.server(), grpc.aio.server()
        backend.add_generic_rpc_handlers((services,))
        port = backend.add_insecure_port("127.0.0.1:0")
        await backend.start()
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            channels = {name.removesuffix("_address"): channel for name in ADDRESSES}
            front.add_generic_rpc_handlers((PassThrough(contract, channels),))
            door = front.add_insecure_port("127.0.0.1:0")
            await front.start()
            app = make_app(Door(contract, channels, Callers(channel), GatewaySettings(gateway_key="k", **ADDRESSES)), channels)
            transport = httpx.ASGITransport(app)
            async with (
                httpx.AsyncClient(transport=transport, base_url="http://t", headers={"Authorization": "Bearer key"}) as client,
                grpc.aio.insecure_channel(f"127.0.0.1:{door}") as outside,
            ):
                await scenario(client, services, outside)
        await front.stop(None)
        await backend.stop(None)

    asyncio.run(run())


def test_a_request_becomes_its_rpc():
    """Path, body and headers each find their field."""

    async def scenario(client, services, _outside):
        headers = {"Idempotency-Key": "r-1", "Tierline-Tenant": "t"}
        answer = await client.post("/v1/tickets", json={"title": "Help", "channel": "CHANNEL_PHONE"}, headers=headers)
        assert (200, "Help") == (answer.status_code, answer.json()["title"])
        assert ('"5"', "tierline.ticket.v1/3/7") == (answer.headers["etag"], answer.headers["tierline-position"])
        assert "r-1" == services.asked[0].request_id
        assert ("signed", "t") == (services.metadata["tierline-assertion"], services.metadata["tierline-tenant"])

    ask(scenario)


def test_a_command_finds_its_verb_and_its_etag():
    """A custom method is a verb after a colon; `If-Match` guards it."""

    async def scenario(client, services, _outside):
        await client.post("/v1/tickets/ACME-7:resolve", json={"resolution": "Done."}, headers={"If-Match": '"4"'})
        request = services.asked[0]
        assert ("ACME-7", "Done.", "4") == (request.id, request.resolution, request.etag)

    ask(scenario)


def refusal(code, reason, **violation):
    """Make what a service refuses with."""
    status = status_pb2.Status(code=code.value[0], message="No.")
    status.details.add().Pack(error_details_pb2.ErrorInfo(reason=reason, domain="tierline"))
    if violation:
        status.details.add().Pack(error_details_pb2.BadRequest(field_violations=[violation]))
    return code, "No.", (("grpc-status-details-bin", status.SerializeToString()),)


@pytest.mark.parametrize(
    ("code", "reason", "headers", "status"),
    [
        (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS", {}, 400),
        (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED", {}, 422),
        (grpc.StatusCode.NOT_FOUND, "NOT_FOUND", {}, 404),
        (grpc.StatusCode.FAILED_PRECONDITION, "ILLEGAL_TRANSITION", {}, 409),
        (grpc.StatusCode.ABORTED, "ETAG_MISMATCH", {"If-Match": '"1"'}, 412),
        (grpc.StatusCode.ABORTED, "ETAG_MISMATCH", {}, 409),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "EXHAUSTED", {}, 429),
        (grpc.StatusCode.UNAVAILABLE, "UNAVAILABLE", {}, 503),
        (grpc.StatusCode.INTERNAL, "INTERNAL", {}, 500),
    ],
)
def test_a_status_becomes_a_problem(code, reason, headers, status):
    """Clients branch on the number and the reason; the sentence may change."""

    async def scenario(client, services, _outside):
        services.refusal = refusal(code, reason)
        answer = await client.post("/v1/tickets/ACME-7:resolve", json={"resolution": "Done."}, headers=headers)
        assert (status, reason) == (answer.status_code, answer.json()["reason"])
        assert "application/problem+json" == answer.headers["content-type"]
        assert (status in {429, 503}) == ("retry-after" in answer.headers)

    ask(scenario)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"title": "\xff"}', "application/json", 400),
        (b'{"title": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"title=x", "text/plain", 415),
        (b'{"title": "' + b"x" * 2_000_000 + b'"}', "application/json", 413),
        (b'{"colour": "red"}', "application/json", 400),
        (b"[]", "application/json", 400),
    ],
)
def test_a_bad_body_reaches_no_service(content, kind, status):
    """Rubbish costs the caller an answer, and the house nothing."""

    async def scenario(client, services, _outside):
        answer = await client.post("/v1/tickets", content=content, headers={"Content-Type": kind})
        assert (status, []) == (answer.status_code, services.asked)

    ask(scenario)


def test_paths_and_methods_that_are_not_served_are_refused():
    """An answer says what would be right."""

    async def scenario(client, _services, _outside):
        assert 404 == (await client.get("/v1/nothing")).status_code
        assert 404 == (await client.get("/nothing")).status_code
        refused = await client.delete("/v1/tickets")
        assert (405, "GET, POST") == (refused.status_code, refused.headers["allow"])
        nobody = await client.get("/v1/tickets", headers={"Authorization": ""})
        assert 401 == nobody.status_code
        assert "nosniff" == nobody.headers["x-content-type-options"]

    ask(scenario)


def test_grpc_passes_through_undecoded():
    """Vendors by gRPC get the very bytes, metadata and status of the service."""

    async def scenario(_client, services, outside):
        call = outside.unary_unary("/tierline.intake.v1.TicketService/ResolveTicket")
        asked = call(intake_service_pb2.ResolveTicketRequest(id="A-1", resolution="x").SerializeToString(), metadata=(("authorization", "Bearer k"),))
        assert "1" == ticket_pb2.Ticket.FromString(await asked).id
        assert "Bearer k" == services.metadata["authorization"]
        services.refusal = refusal(grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call(b"")
        assert grpc.StatusCode.NOT_FOUND == refused.value.code()
        assert "grpc-status-details-bin" in dict(refused.value.trailing_metadata())
        with pytest.raises(grpc.aio.AioRpcError) as unknown:
            await outside.unary_unary("/tierline.intake.v1.TicketService/Nothing")(b"")
        assert grpc.StatusCode.UNIMPLEMENTED == unknown.value.code()

    ask(scenario)
