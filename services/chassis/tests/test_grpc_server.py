"""The server end to end: a small servicer behind real gRPC on loopback."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import grpc
import psycopg
import pytest
from buf.validate import validate_pb2
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from psycopg.errors import DeadlockDetected, QueryCanceled
from tierline.options.v1 import options_pb2
from tierline_chassis.auth import Grant, ScopeKind
from tierline_chassis.client import reason_of, status_of
from tierline_chassis.interceptors.contention import ATTEMPTS
from tierline_chassis.log.events import Position
from tierline_chassis.rpc import ContractIncomplete
from tierline_chassis.server import Limits
from tierline_chassis.testing.doors import bearing, of_tenant, operator, principal, serving
from tierline_sdk.errors import AlreadyExists, EtagMismatch, Exhausted, IllegalTransition, NotFound, RequestIdReused, Unavailable

A, B, C = (f"0190a000-0000-7000-8000-00000000000{n}" for n in "abc")
SERVICE = "tierline.probe.v1.ProbeService"


def described(package, rpcs):
    """Describe a service by hand: request {title, tenant_id, item {tenant_id}}, response {text, tenants}."""
    file = descriptor_pb2.FileDescriptorProto(name=f"{package}.proto", package=package, syntax="proto3", dependency=["buf/validate/validate.proto"])
    text, message = descriptor_pb2.FieldDescriptorProto.TYPE_STRING, descriptor_pb2.FieldDescriptorProto.TYPE_MESSAGE
    item = file.message_type.add(name="Item")
    item.field.add(name="tenant_id", number=1, type=text, label=1)
    request = file.message_type.add(name="Request")
    title = request.field.add(name="title", number=1, type=text, label=1)
    title.options.Extensions[validate_pb2.field].string.max_len = 10
    request.field.add(name="tenant_id", number=2, type=text, label=1)
    request.field.add(name="item", number=3, type=message, label=1, type_name=f".{package}.Item")
    response = file.message_type.add(name="Response")
    response.field.add(name="text", number=1, type=text, label=1)
    service = file.service.add(name="ProbeService")
    for name, rule in rpcs.items():
        method = service.method.add(name=name, input_type=f".{package}.Request", output_type=f".{package}.Response")
        method.server_streaming = name.startswith("Stream")
        if rule is not None:
            method.options.Extensions[options_pb2.rule].CopyFrom(rule)
    pool = descriptor_pool.Default()
    pool.Add(file)
    return [message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{package}.{name}")) for name in ("Request", "Response")]


RULE = options_pb2.RpcRule
Request, Response = described("tierline.probe.v1", {
    "Do": RULE(permission="probes.do"), "Public": RULE(permission="public"), "Any": RULE(permission="any"),
    "Watch": RULE(permission="probes.watch", watch=True), "Stream": RULE(permission="probes.do"),
})


class Probe:
    """Does in `Do` what the test puts there."""

    def __init__(self):
        self.do = lambda request, call: Response(text=",".join(call.tenants))
        self.watching = threading.Semaphore(0)
        self.over = threading.Event()

    def Do(self, request, call):  # noqa: N802
        """Do it."""
        return self.do(request, call)

    def Public(self, request, call):  # noqa: N802
        """Say who calls."""
        return Response(text=call.principal.id)

    Any = Public

    def Watch(self, request, call):  # noqa: N802
        """Wait."""
        self.watching.release()
        self.over.wait(20)
        return Response(text="news")

    def Stream(self, request, call):  # noqa: N802
        """Count."""
        for number in range(3):
            yield Response(text=str(number))
        if request.title:
            raise NotFound("thing", request.title)


class FakeConsumer:
    """Has handled the positions up to *handled*."""

    topics = ("tierline.other.v1",)

    def __init__(self):
        self.handled = 5
        self.waits = []

    def wait_for(self, position, timeout):
        """Say whether it was handled."""
        self.waits.append(timeout)
        return position.position <= self.handled


CALLERS = {
    "a": of_tenant(A), "ab": of_tenant(A, B), "op": operator(), "reader": of_tenant(A, permissions=["probes.watch"]),
    "provider": principal(Grant(scope_id=C, role="administrator", scope_kind=ScopeKind.PROVIDER)),
}


@pytest.fixture(scope="module")
def house():
    probe, consumer = Probe(), FakeConsumer()
    with serving({SERVICE: probe}, CALLERS, followers=[consumer]) as channel:
        yield SimpleNamespace(probe=probe, consumer=consumer, channel=channel)
        probe.over.set()


@pytest.fixture
def probe(house):
    house.probe.__init__()
    return house.probe


@pytest.fixture
def call(house, probe):
    """Call an RPC of the probe."""

    def run(name, request=None, *, key="a", timeout=10.0, whole=False, **metadata):
        rpc = house.channel.unary_unary(f"/{SERVICE}/{name}", request_serializer=Request.SerializeToString, response_deserializer=Response.FromString)
        answer, done = rpc.with_call(request or Request(), timeout=timeout, metadata=bearing(key, **metadata) if key else ())
        return (answer, dict(done.trailing_metadata())) if whole else answer.text

    return run


def refused(run, *args, **kwargs):
    with pytest.raises(grpc.RpcError) as caught:
        run(*args, **kwargs)
    return caught.value


def raising(error):
    def do(request, call):
        raise error
    return do


def details(error, kind):
    found = kind()
    return found if any(detail.Unpack(found) for detail in status_of(error).details) else None


def test_a_call_is_answered(call):
    """The line is there."""
    assert call("Do") == A


def test_somebody_has_to_call(call):
    """No caller, an unknown caller, a caller without the permission: each is told which."""
    assert refused(call, "Do", key="").code() == grpc.StatusCode.UNAUTHENTICATED
    assert refused(call, "Do", key="nobody").code() == grpc.StatusCode.UNAUTHENTICATED
    denied = refused(call, "Do", key="reader")
    assert (denied.code(), reason_of(denied)) == (grpc.StatusCode.PERMISSION_DENIED, "PERMISSION_DENIED")
    assert call("Public", key="") == "anonymous"
    assert refused(call, "Any", key="").code() == grpc.StatusCode.UNAUTHENTICATED
    assert call("Any", key="reader").startswith("principal-")


def test_a_caller_reaches_its_own_tenants(call):
    """All of them, or the one that it names in request, resource or metadata; never another."""
    assert call("Do", key="ab") == f"{A},{B}"
    assert call("Do", Request(tenant_id=B), key="ab") == B
    assert call("Do", Request(item={"tenant_id": B}), key="ab") == B
    assert call("Do", key="ab", tierline_tenant=B) == B
    for foreign in (B, C, "nonsense", "a,b", A.upper()):
        assert refused(call, "Do", Request(tenant_id=foreign)).code() == grpc.StatusCode.NOT_FOUND, foreign
        assert refused(call, "Do", Request(item={"tenant_id": foreign})).code() == grpc.StatusCode.NOT_FOUND, foreign
        assert refused(call, "Do", tierline_tenant=foreign).code() == grpc.StatusCode.NOT_FOUND, foreign
    assert refused(call, "Do", Request(tenant_id=A), key="ab", tierline_tenant=B).code() == grpc.StatusCode.INVALID_ARGUMENT
    assert refused(call, "Do", Request(tenant_id=A, item={"tenant_id": B}), key="ab").code() == grpc.StatusCode.INVALID_ARGUMENT


def test_a_write_has_one_tenant(call, probe):
    """A caller with several names one; an item of a batch may name its own."""
    probe.do = lambda request, call: Response(text=call.tenant(request.title))
    assert call("Do", key="a") == A
    assert reason_of(refused(call, "Do", key="ab")) == "INVALID_FIELDS"
    probe.do = lambda request, call: Response(text=call.tenant(B))
    assert call("Do", key="ab") == B
    assert refused(call, "Do", key="a").code() == grpc.StatusCode.NOT_FOUND


def test_an_operator_names_the_tenant(call, probe):
    """Whoever may do everything everywhere does it in one tenant at a time."""
    assert call("Do", Request(tenant_id=C), key="op") == C
    unnamed = refused(call, "Do", key="op")
    assert details(unnamed, error_details_pb2.BadRequest).field_violations[0].field == "tenant_id"
    assert refused(call, "Do", Request(tenant_id="x"), key="op").code() == grpc.StatusCode.NOT_FOUND
    probe.do = lambda request, call: Response(text=f"{call.everywhere} {call.scope(B)}")
    assert call("Do", key="op") == f"True {B}"
    assert refused(call, "Do", key="a").code() == grpc.StatusCode.NOT_FOUND


def test_a_provider_is_a_scope_and_no_tenant(call, probe):
    """A grant in a provider gives nothing in tenants."""
    probe.do = lambda request, call: Response(text=f"{call.tenants} {call.providers} {call.scopes} {call.scope(C)}")
    assert call("Do", key="provider") == f"() ('{C}',) ('{C}',) {C}"


def test_a_constraint_of_the_contract_is_enforced(call):
    """The field and the rule are named, and the handler never runs."""
    error = refused(call, "Do", Request(title="x" * 11))
    assert error.code() == grpc.StatusCode.INVALID_ARGUMENT
    violation, = details(error, error_details_pb2.BadRequest).field_violations
    assert (violation.field, "10" in violation.description) == ("title", True)


def test_rubbish_on_the_wire_is_the_callers_fault(house):
    """Text that is not UTF-8 and bytes that are no message are INVALID_ARGUMENT, not INTERNAL."""
    raw = house.channel.unary_unary(f"/{SERVICE}/Do")
    for rubbish in (b"\x0a\x02\xff\xfe", b"\xff\xff\xff"):
        assert refused(raw, rubbish, metadata=bearing("a")).code() == grpc.StatusCode.INVALID_ARGUMENT
    assert refused(raw, rubbish).code() == grpc.StatusCode.UNAUTHENTICATED
    assert refused(raw, b"x" * (4 * 1024 * 1024 + 1), metadata=bearing("a")).code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert refused(house.channel.unary_unary(f"/{SERVICE}/Nothing"), b"").code() == grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize(("error", "code", "reason"), [
    (NotFound("ticket", "T"), "NOT_FOUND", "NOT_FOUND"),
    (AlreadyExists("team", "T"), "ALREADY_EXISTS", "ALREADY_EXISTS"),
    (EtagMismatch("team", "T"), "ABORTED", "ETAG_MISMATCH"),
    (IllegalTransition("ticket", "T", state="new", command="close", legal=[]), "FAILED_PRECONDITION", "ILLEGAL_TRANSITION"),
    (RequestIdReused("r"), "INVALID_ARGUMENT", "REQUEST_ID_REUSED"),
    (Unavailable("away"), "UNAVAILABLE", "UNAVAILABLE"),
    (Exhausted("enough"), "RESOURCE_EXHAUSTED", "EXHAUSTED"),
    (QueryCanceled("statement timeout"), "DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED"),
    (psycopg.OperationalError("connection refused by 10.0.0.1"), "UNAVAILABLE", "DATABASE_UNAVAILABLE"),
    (psycopg.DataError("NUL"), "INVALID_ARGUMENT", "INVALID_VALUE"),
    (psycopg.ProgrammingError("no column secret"), "INTERNAL", "INTERNAL"),
    (KeyError("secret"), "INTERNAL", "INTERNAL"),
])
def test_an_error_says_what_to_do_next(call, probe, error, code, reason):
    """Code and reason are stable; nothing of the inside leaks."""
    probe.do = raising(error)
    got = refused(call, "Do", timeout=0.5 if code == "UNAVAILABLE" else 5)
    if code != "UNAVAILABLE" or got.code().name == code:  # the client's own retries may use the time up
        assert (got.code().name, reason_of(got)) == (code, reason)
        assert "secret" not in str(status_of(got))
        assert "10.0.0.1" not in str(status_of(got))


def test_a_status_fits_into_metadata(call, probe):
    """Facts of any size and a thousand wrong fields still arrive as a status."""
    probe.do = raising(NotFound("ticket", "é" * 100_000))
    assert refused(call, "Do").code() == grpc.StatusCode.NOT_FOUND


def test_a_deadlock_is_tried_again(call, probe):
    """A transaction that stood in another's way is run again, and no more often than is decent."""
    tries = []

    def do(request, call):
        tries.append(1)
        call.wrote(["lost/0/1"])
        if len(tries) < wanted:
            raise DeadlockDetected
        return Response(text="done")

    probe.do, wanted = do, ATTEMPTS
    answer, trailing = call("Do", whole=True)
    assert (answer.text, len(tries), trailing["tierline-position"]) == ("done", ATTEMPTS, "lost/0/1")
    tries.clear()
    wanted = ATTEMPTS + 1
    error = refused(call, "Do")
    assert (error.code(), len(tries)) == (grpc.StatusCode.ABORTED, ATTEMPTS)
    assert details(error, error_details_pb2.RetryInfo).retry_delay.ToTimedelta().total_seconds() > 0


def test_every_call_has_a_deadline(call, probe):
    """What the caller allows is what the handler has, ten seconds where it says nothing, a minute at most."""
    probe.do = lambda request, call: Response(text=str(call.remaining.total_seconds()))
    assert 1 < float(call("Do", timeout=2)) < 2.1
    assert 9 < float(call("Do", timeout=None)) < 10.1
    assert 59 < float(call("Do", timeout=3600)) < 60.1


def test_a_write_says_where_it_stands_and_a_read_waits_for_it(call, probe, house):
    """`tierline-position` out, `tierline-after` in; behind for too long is UNAVAILABLE with its reason."""
    probe.do = lambda request, call: call.wrote([Position(topic="t", partition=1, position=2), Position(topic="u", partition=3, position=4)]) or Response()
    assert call("Do", whole=True)[1]["tierline-position"] == "t/1/2,u/3/4"
    probe.do = lambda request, call: Response(text="fresh")
    assert call("Do", tierline_after="tierline.other.v1/0/5, foreign/0/99") == "fresh"
    behind = refused(call, "Do", tierline_after="tierline.other.v1/0/6", timeout=1)
    assert reason_of(behind) == "READ_BEHIND" or behind.code() == grpc.StatusCode.DEADLINE_EXCEEDED
    assert all(timeout.total_seconds() <= 2 for timeout in house.consumer.waits)
    assert reason_of(refused(call, "Do", tierline_after="rubbish")) == "POSITION_INVALID"


def test_a_stream_flows_and_its_error_arrives(house, probe):
    """Streams pass the same chain."""
    rpc = house.channel.unary_stream(f"/{SERVICE}/Stream", request_serializer=Request.SerializeToString, response_deserializer=Response.FromString)
    assert [answer.text for answer in rpc(Request(), metadata=bearing("a"))] == ["0", "1", "2"]
    answers = rpc(Request(title="x"), metadata=bearing("a"))
    error = refused(lambda: list(answers))
    assert (error.code(), reason_of(error)) == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
    assert refused(lambda: list(rpc(Request()))).code() == grpc.StatusCode.UNAUTHENTICATED


def test_open_watches_hold_no_worker(house, probe, call):
    """With 250 watches open, commands are answered as ever; one watch too many is refused."""
    rpc = house.channel.unary_unary(f"/{SERVICE}/Watch", request_serializer=Request.SerializeToString, response_deserializer=Response.FromString)
    watches = [rpc.future(Request(), timeout=20, metadata=bearing("a")) for _ in range(256)]
    try:
        for _ in watches:
            assert probe.watching.acquire(timeout=10)
        with ThreadPoolExecutor(16) as pool:
            assert list(pool.map(lambda _: call("Do", timeout=5), range(64))) == [A] * 64
        one_more = refused(rpc, Request(), timeout=5, metadata=bearing("a"))
        assert (one_more.code(), reason_of(one_more)) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "EXHAUSTED")
    finally:
        probe.over.set()
    assert {watch.result(20).text for watch in watches} == {"news"}


def test_too_many_commands_are_refused_at_once():
    """The queue has an end: what is above is shed with RESOURCE_EXHAUSTED, and what is below is served."""
    probe, gate, running = Probe(), threading.Event(), threading.Semaphore(0)

    def do(request, call):
        running.release()
        gate.wait(10)
        return Response(text="done")

    probe.do = do
    with serving({SERVICE: probe}, CALLERS, limits=Limits(workers=1, commands=2, watches=1)) as channel:
        rpc = channel.unary_unary(f"/{SERVICE}/Do", request_serializer=Request.SerializeToString, response_deserializer=Response.FromString)
        calls = [rpc.future(Request(), timeout=10, metadata=bearing("a"))]
        assert running.acquire(timeout=5)
        calls += [rpc.future(Request(), timeout=10, metadata=bearing("a")) for _ in range(9)]
        shed = [refused(call.result) for call in calls[2:]]
        assert {error.code() for error in shed} == {grpc.StatusCode.RESOURCE_EXHAUSTED}
        gate.set()
        assert [call.result().text for call in calls[:2]] == ["done", "done"]


def test_health_and_reflection_need_no_key(house):
    """What orchestrators and tools ask is answered to anybody."""
    health = health_pb2_grpc.HealthStub(house.channel)
    assert health.Check(health_pb2.HealthCheckRequest()).status == health_pb2.HealthCheckResponse.SERVING
    assert health.Check(health_pb2.HealthCheckRequest(service=SERVICE)).status == health_pb2.HealthCheckResponse.SERVING
    asked = reflection_pb2.ServerReflectionRequest(list_services="")
    answer, = reflection_pb2_grpc.ServerReflectionStub(house.channel).ServerReflectionInfo(iter([asked]))
    assert SERVICE in {service.name for service in answer.list_services_response.service}


def test_an_incomplete_contract_is_not_served():
    """A method without code, a method without a rule, an unknown service: refused at the start and not at the first call."""
    described("tierline.bare.v1", {"Do": None})
    for servicers in ({SERVICE: object()}, {"tierline.bare.v1.ProbeService": Probe()}, {"tierline.unknown.v1.X": Probe()}):
        with pytest.raises(ContractIncomplete):
            serving(servicers, CALLERS).__enter__()
