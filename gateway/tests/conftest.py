"""A gateway in front of a small gRPC server that stands for every service, in one event loop."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import grpc
import httpx
import pytest
from google.rpc import error_details_pb2, status_pb2
from tierline.intake.v1 import intake_service_pb2, ticket_pb2
from tierline.tenancy.v1 import authentication_pb2
from tierline_chassis.assertions import Signer, Verifier, new_private_key
from tierline_chassis.auth import Grant, Principal, PrincipalKind, ScopeKind
from tierline_gateway.app import make_app
from tierline_gateway.callers import Callers
from tierline_gateway.contract import load_contract
from tierline_gateway.door import Door, Gates
from tierline_gateway.limits import Rates, Room
from tierline_gateway.passing import GrpcDoor
from tierline_gateway.readiness import Readiness
from tierline_gateway.settings import GatewaySettings
from tierline_gateway.upstream import Upstream

SERVICES = ("tenancy", "intake", "routing", "sla", "monitoring", "reporting")
ALPHA, OMEGA = "01920a6e-5c00-7a10-8b00-00000000000a", "01920a6e-5c00-7a10-8b00-0000000000ff"
_CONTRACT = load_contract()


def principal(name, *scopes, party=None, permissions=("*",), kind=ScopeKind.TENANT):
    """Make a caller that holds one role in *scopes*."""
    grants = tuple(Grant(scope_id=scope, role="role", party_id=party, scope_kind=kind) for scope in scopes)
    return Principal(id=name, kind=PrincipalKind.KEY, display_name=name, grants=grants, permissions={"role": frozenset(permissions)})


def refusal(code, reason, message="No.", **violation):
    """Make a status as services make it."""
    status = status_pb2.Status(code=code.value[0], message=message)
    status.details.add().Pack(error_details_pb2.ErrorInfo(reason=reason, domain="tierline"))
    if violation:
        status.details.add().Pack(error_details_pb2.BadRequest(field_violations=[violation]))
    return status


class Services(grpc.GenericRpcHandler):
    """Stands for every service: keeps what it was asked, and answers as a test says."""

    def __init__(self):
        """Begin with nothing asked; `answers` maps an RPC's name to a function of request and context, or to a status to refuse with."""
        self.asked, self.metadata, self.paths = [], [], []
        self.answers: dict[str, Any] = {"BatchCreateTickets": self._batch, "Authenticate": self._authenticate}
        self.keys = {"alpha": principal("alpha", ALPHA), "omega": principal("omega", OMEGA)}
        self.signer = Signer(new_private_key())
        self.looked_up = []

    def service(self, details):
        """Handle a call by its method."""
        method = _CONTRACT.methods.get(details.method)
        if method is None:
            return None

        async def handle(request, context):
            name = details.method.rpartition("/")[2]
            if name != "Authenticate":
                self.asked.append(request)
                self.metadata.append(dict(context.invocation_metadata()))
                self.paths.append(details.method)
            answer = self.answers.get(name) or self.answers.get("*")
            if isinstance(answer, status_pb2.Status):
                await self.refuse(context, answer)
            context.set_trailing_metadata((("tierline-position", "tierline.ticket.v1/3/7"),))
            made = answer(request, context) if answer else method.response()
            return await made if asyncio.iscoroutine(made) else made

        return grpc.unary_unary_rpc_method_handler(handle, request_deserializer=method.request.FromString, response_serializer=_serialized)

    async def refuse(self, context, status):
        """Refuse as services do."""
        code = next(code for code in grpc.StatusCode if code.value[0] == status.code)
        await context.abort(code, status.message, (("grpc-status-details-bin", status.SerializeToString()),))

    async def _authenticate(self, request, context):
        self.looked_up.append(request.secret)
        if request.secret not in self.keys:
            await self.refuse(context, refusal(grpc.StatusCode.UNAUTHENTICATED, "UNAUTHENTICATED"))
        return authentication_pb2.AuthenticateResponse(assertion=self.signer.sign(self.keys[request.secret], now=datetime.now(UTC)))

    def _batch(self, request, _context):
        """Create each ticket by the answer of `CreateTicket`, where a test gives one."""
        response = intake_service_pb2.BatchCreateTicketsResponse()
        for item in request.requests:
            answer = self.answers.get("CreateTicket")
            made = answer(item, None) if callable(answer) else answer or ticket_pb2.Ticket(id="1", title=item.ticket.title, etag="5")
            result = response.results.add()
            (result.error if isinstance(made, status_pb2.Status) else result.ticket).CopyFrom(made)
        return response


def _serialized(message):
    return message.SerializeToString()


@dataclass
class Running:
    """What a test drives."""

    client: httpx.AsyncClient
    services: Services
    outside: grpc.aio.Channel
    upstream: Upstream
    settings: GatewaySettings
    callers: Callers
    parts: dict[str, Any] = field(default_factory=dict)

    def as_(self, secret):
        """Give headers of another caller."""
        return {"Authorization": f"Bearer {secret}"}


def settings_of(services, **given):
    """Make settings; addresses are not used."""
    addresses = {f"{name}_address": "-" for name in SERVICES}
    return GatewaySettings(**{**addresses, "gateway_key": "gateway", "assertion_public_key": services.signer.public_key, **given})


async def _start(stack, services, beside, given):
    backend = grpc.aio.server()
    backend.add_generic_rpc_handlers((services,))
    port = backend.add_insecure_port("127.0.0.1:0")
    await backend.start()
    stack.push_async_callback(backend.stop, None)
    upstream = Upstream.at(dict.fromkeys(SERVICES, f"127.0.0.1:{port}"))
    stack.push_async_callback(upstream.close)
    settings = settings_of(services, **given)
    callers = Callers(upstream, _CONTRACT, Verifier([services.signer.public_key]))
    gates = Gates(callers=callers, rates=Rates(per_second=settings.rate_per_second, burst=settings.rate_burst), room=Room("requests", settings.requests))
    running = Running(None, services, None, upstream, settings, callers)
    routes = beside(running, stack, gates) if beside else ()
    app = make_app(Door(_CONTRACT, upstream, gates, settings), Readiness(upstream), await routes if asyncio.iscoroutine(routes) else routes)
    running.parts["app"] = app
    front = GrpcDoor(_CONTRACT, upstream.channels)
    door = await front.start("127.0.0.1:0")
    stack.push_async_callback(front.stop, None)
    running.outside = await stack.enter_async_context(grpc.aio.insecure_channel(f"127.0.0.1:{door}"))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    running.client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://t", headers=running.as_("alpha")))
    return running


@pytest.fixture
def house():
    """Run a scenario, a coroutine function of `Running`, against a gateway of its own; settings by name."""

    def run(scenario, *, services=None, beside=None, **given):
        async def go():
            async with AsyncExitStack() as stack, asyncio.timeout(20):
                await scenario(await _start(stack, services or Services(), beside, given))

        asyncio.run(go())

    return run
