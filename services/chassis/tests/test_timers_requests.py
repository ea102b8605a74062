"""Timers fire once and never overtake what is in the log; a repeated request is answered what the first was."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from tierline_chassis.consumer import HANDLED, Consumer
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import NewEvent
from tierline_chassis.requests import Claim, claim
from tierline_chassis.timers import Timer, Timers, cancel_timers, set_timers
from tierline_sdk.errors import RequestIdReused

TICKET = "tierline.ticket.v1"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(make_service_database):
    sys.path.insert(0, str(Path(__file__).parent))
    try:
        yield make_service_database("sla", "sample_service")
    finally:
        sys.path.pop(0)


def timer(tenant, name, *, minutes=0):
    return Timer(tenant_id=tenant, subject_id="t1", kind="breach", name=name, fire_at=NOW + timedelta(minutes=minutes), key=tenant, data={"n": 1})


def set_all(house, tenant, *timers):
    with house.database.transaction([tenant]) as tx:
        set_timers(tx, timers)


def test_due_timers_fire_once_with_their_exact_instants(house):
    """Each breach is one fact, stamped with the instant that was due (fault 22)."""
    tenant, fired = new_id(), []
    set_all(house, tenant, timer(tenant, "due", minutes=-5), timer(tenant, "later", minutes=5), timer(tenant, "cancelled", minutes=-1))
    with house.database.transaction([tenant]) as tx:
        cancel_timers(tx, tenant, ["t2"])
        tx.execute("DELETE FROM timer WHERE name = 'cancelled'")
    timers = Timers(database=house.database, log=house.log, topics=[], fire=lambda _tx, due: fired.extend(due), now=lambda: NOW)
    assert (timers.run_until_idle(), timers.run_until_idle()) == (1, 0)
    assert [(one.name, one.fire_at, one.data) for one in fired] == [("due", NOW - timedelta(minutes=5), {"n": 1})]
    with house.database.transaction([tenant]) as tx:
        cancel_timers(tx, tenant, ["t1"])


def test_a_timer_waits_for_the_events_that_were_stored_before_it_fell_due(house):
    """A resolution that is in the log must not be overtaken by the breach that it prevents."""
    tenant, fired = new_id(), []
    timers = Timers(database=house.database, log=house.log, topics=[TICKET], consumer="slow", fire=lambda _tx, due: fired.extend(due), now=lambda: NOW)
    consumer = Consumer(name="slow", topics=[TICKET], log=house.log, database=house.database, handle=lambda _tx, events, _p: [HANDLED] * len(events))
    house.feed([NewEvent(topic=TICKET, key=tenant, tenant_id=tenant, type="TicketResolved", event_time=NOW, payload=b"x")])
    set_all(house, tenant, timer(tenant, "due"))
    assert timers.run_until_idle() == 0
    assert house.handle_all(consumer, timers) == 2
    assert [one.name for one in fired] == ["due"]


def test_a_running_loop_notices_a_new_timer_at_once(house):
    """Setting a timer wakes the thread; it does not wait its second out."""
    tenant, fired = new_id(), Event()
    timers = Timers(database=house.database, log=house.log, topics=[], fire=lambda _tx, _due: fired.set())
    timers.start()
    set_all(house, tenant, timer(tenant, "now"))
    assert fired.wait(5)
    assert timers.stop(timedelta(seconds=5))


def a_claim(tenant, body=b"body", **more):
    return Claim(**{"tenant_id": tenant, "principal_id": "p", "method": "m", "request_id": "r", "fingerprint": body, "response": b"first", **more})


def test_a_repeat_is_answered_what_the_first_was_and_another_body_is_refused(house):
    """A client that heard nothing repeats its command; it must neither be carried out twice nor answered differently."""
    tenant, other = new_id(), new_id()
    def claimed(*claims):
        return house.database.run([claims[0].tenant_id], lambda tx: claim(tx, claims))
    assert claimed(a_claim(tenant), a_claim(tenant, response=b"second")) == [None, b"first"]
    assert claimed(a_claim(tenant, response=b"third")) == [b"first"]
    assert claimed(a_claim(other)) == [None]
    assert claimed(a_claim(tenant, request_id=""), a_claim(tenant, request_id="")) == [None, None]
    with pytest.raises(RequestIdReused):
        claimed(a_claim(tenant, b"another"))


def test_a_concurrent_repeat_waits_for_the_first(house):
    """Two of the same at the same time end in one command."""
    tenant, answers = new_id(), []
    def repeat():
        answers.extend(house.database.run([tenant], lambda tx: claim(tx, [a_claim(tenant, response=b"second")])))
    with house.database.transaction([tenant]) as tx:
        assert claim(tx, [a_claim(tenant)]) == [None]
        thread = Thread(target=repeat)
        thread.start()
        thread.join(0.2)
        assert answers == []
    thread.join(5)
    assert answers == [b"first"]
