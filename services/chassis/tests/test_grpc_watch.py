"""Watching: who hears what, when, and where to go on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event as Flag

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from tierline.events.v1 import events_pb2, events_pb2_grpc
from tierline_chassis.audience import PARTIES, audience_of
from tierline_chassis.auth import Grant
from tierline_chassis.client import reason_of
from tierline_chassis.health import FAILURES, Health, Probe
from tierline_chassis.listing import SERVICE, EventServicer
from tierline_chassis.log.events import NewEvent
from tierline_chassis.log.memory import MemoryLog
from tierline_chassis.log.topics import load_topics
from tierline_chassis.testing.doors import bearing, of_tenant, operator, principal, serving
from tierline_chassis.watch import Hub
from tierline_sdk.errors import NotFound, PermissionDenied

A, B = (f"0190a000-0000-7000-8000-00000000000{n}" for n in "ab")
TOPIC = "tierline.ticket.v1"
CALLERS = {
    "a": of_tenant(A), "b": of_tenant(B), "op": operator(), "none": of_tenant(A, permissions=["other"]),
    "vendor": of_tenant(A, role="vendor", party_id="p1"),
}


@pytest.fixture
def log():
    return MemoryLog(load_topics(), service="intake")


def event(tenant, subject, *parties):
    headers = {PARTIES: ",".join(parties)} if parties else {}
    return NewEvent(
        topic=TOPIC, key=f"{tenant}/{subject}", tenant_id=tenant, type="TicketOpened", event_time=datetime.now(UTC), payload=b"x", headers=headers,
    )


@pytest.fixture
def hub(log):
    hub = Hub(log, TOPIC, "intake", kept=4)
    hub.start()
    yield hub
    hub.close()


@pytest.fixture
def listing(hub):
    with serving({SERVICE: EventServicer(hub)}, CALLERS) as channel:
        stub = events_pb2_grpc.EventServiceStub(channel)

        def call(key, token="", wait=5.0, **more):
            request = events_pb2.ListEventsRequest(resume_token=token, wait=Duration(nanos=int(wait * 1e9) % 10**9, seconds=int(wait)), **more)
            return stub.ListEvents(request, metadata=bearing(key), timeout=15)

        yield call


def subjects(answer):
    return [event.subject for event in answer.events]


def test_who_waits_is_woken_and_goes_on_where_it_was(listing, log):
    """A token holds every partition's position: nothing is lost or seen twice between two polls."""
    begun = listing("a", wait=0)
    assert subjects(begun) == []
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(listing, "a", begun.resume_token)
        log.append([event(A, "t1")])
        first = waiting.result(10)
    assert subjects(first) == ["t1"]
    log.append([event(A, f"t{n}") for n in range(2, 40)])
    seen, token = [], first.resume_token
    while len(seen) < 38:
        answer = listing("a", token, max_events=7)
        seen, token = seen + subjects(answer), answer.resume_token
    assert sorted(seen) == sorted(f"t{n}" for n in range(2, 40))
    assert subjects(listing("a", token, wait=0)) == []


def test_nobody_hears_of_anothers_tenant(listing, log):
    """The one filter: tenant, and party where the caller is confined to one."""
    tokens = {key: listing(key, wait=0).resume_token for key in ("a", "b", "op", "vendor")}
    log.append([event(A, "a1"), event(B, "b1"), event(A, "a2", "p1", "p2"), event(A, "a3", "p2"), event(B, "b2", "p1")])
    heard = {key: sorted(subjects(listing(key, token))) for key, token in tokens.items()}
    assert heard == {"a": ["a1", "a2", "a3"], "b": ["b1", "b2"], "op": ["a1", "a2", "a3", "b1", "b2"], "vendor": ["a2"]}
    assert subjects(listing("op", tokens["op"], tenant_id=B)) != []
    assert set(subjects(listing("op", tokens["op"], tenant_id=B))) == {"b1", "b2"}
    for key, more in (("a", {"tenant_id": B}), ("none", {})):
        with pytest.raises(grpc.RpcError) as refused:
            listing(key, **more)
        assert refused.value.code() in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.PERMISSION_DENIED)


def test_a_token_of_another_tenant_opens_nothing(listing, log):
    """Positions are no secret and give no right: the filter looks at the caller."""
    token = listing("b", wait=0).resume_token
    log.append([event(B, "b1"), event(A, "a1")])
    assert subjects(listing("a", token)) == ["a1"]


@pytest.mark.parametrize("token", ["x", "W10=", "WyJhIixbMV1d", "e30=", "é"])
def test_a_forged_token_is_refused(listing, token):
    """Rubbish names its field."""
    with pytest.raises(grpc.RpcError) as refused:
        listing("a", token)
    assert reason_of(refused.value) == "INVALID_FIELDS"


def test_a_token_from_before_a_restored_backup_is_refused(listing, log, hub):
    """Positions ahead of the log would wait for ever and then miss events."""
    begun = listing("a", wait=0).resume_token
    log.append([event(A, "t1")])
    token = listing("a", begun).resume_token
    restored = Hub(MemoryLog(load_topics(), service="intake"), TOPIC, "intake")
    restored.start()
    with serving({SERVICE: EventServicer(restored)}, CALLERS) as channel:
        with pytest.raises(grpc.RpcError) as refused:
            events_pb2_grpc.EventServiceStub(channel).ListEvents(events_pb2.ListEventsRequest(resume_token=token), metadata=bearing("a"))
        assert reason_of(refused.value) == "INVALID_FIELDS"
    restored.close()


def test_a_waiter_is_woken_only_by_what_it_wants(log, hub):
    """Two hundred watches cost nothing while others' events flow."""
    with hub.watching(lambda event: event.tenant_id == A) as mine, hub.watching(lambda event: True) as any_event:
        log.append([event(B, "b1")])
        assert any_event.wait(timedelta(seconds=5))
        assert not mine.wait(timedelta(0))
        log.append([event(A, "a1")])
        assert mine.wait(timedelta(seconds=5))


def test_a_drain_wakes_everybody(hub, listing):
    """Open polls end at once when the process is told to stop."""
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(listing, "a", "", 15) for _ in range(4)]
        hub.close()
        assert [subjects(poll.result(5)) for poll in waiting] == [[], [], [], []]


def test_the_gateway_filters_by_the_same_function():
    """What a browser's user may see is decided by the one function."""
    both = principal(Grant(scope_id=A, role="desk"), Grant(scope_id=B, role="vendor", party_id="p1"), permissions=["events.read"])
    sees = audience_of(both)
    assert [sees(A, ()), sees(B, ()), sees(B, ["p1"]), sees(B, ["p2"])] == [True, False, True, False]
    assert [audience_of(both, tenant_id=B)(A, ()), audience_of(both, tenant_id=B)(B, ["p1"])] == [False, True]
    with pytest.raises(NotFound):
        audience_of(of_tenant(A), tenant_id=B)
    with pytest.raises(PermissionDenied):
        audience_of(of_tenant(A, permissions=["tickets.read"]))


def test_readiness_follows_the_database_and_does_not_flap():
    """One failed probe is nothing; several in a row, or no answer at all, are."""
    health, answers, seen = Health(), iter([True, False, False, True, *[False] * FAILURES]), []
    done = Flag()
    health.set_ready(ready=True)
    health.set_ready = lambda *, ready: seen.append(ready)

    def answer():
        try:
            return next(answers)
        except StopIteration:
            done.set()
            return True

    probe = Probe(health, answer, seconds=0.01)
    probe.start()
    assert done.wait(5)
    probe.stop()
    assert seen[: 4 + FAILURES] == [*[True] * (3 + FAILURES), False]


def test_a_frozen_database_is_noticed():
    """A question without an answer counts as a no."""
    health, thaw, unready = Health(), Flag(), Flag()
    health.set_ready = lambda *, ready: None if ready else unready.set()
    probe = Probe(health, lambda: thaw.wait(10), seconds=0.01)
    probe.start()
    assert unready.wait(5)
    thaw.set()
    probe.stop()


def test_a_drained_process_is_never_ready_again():
    """The end has begun, whatever the database says."""
    health = Health()
    health.set_ready(ready=True)
    health.drain()
    health.set_ready(ready=True)
    assert not health.ready
