"""One contract for every adapter of the event log: what consumers stand on must hold whichever log is behind the port."""

import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from tierline_chassis.catalogue import miskeyed_tables, unsealed_tables
from tierline_chassis.consumer import HANDLED, Consumer, InvalidEvent, Parked
from tierline_chassis.database import Database
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import NewEvent, partition_of
from tierline_chassis.log.memory import MemoryLog
from tierline_chassis.log.parked import list_parked, replay_parked
from tierline_chassis.log.postgres import PostgresLog
from tierline_chassis.log.topics import UnlistedConsumer, UnlistedProducer, load_topics
from tierline_chassis.parking import ParkLimitReached
from tierline_sdk.errors import Unavailable

TICKET, ASSIGNMENT, OWN, TENANCY = "tierline.ticket.v1", "tierline.assignment.v1", "tierline.sla.v1", "tierline.tenancy.v1"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
AT_ONCE = timedelta(0)


@pytest.fixture(scope="module")
def house(make_service_database):
    sys.path.insert(0, str(Path(__file__).parent))
    try:
        yield make_service_database("sla", "sample_service")
    finally:
        sys.path.pop(0)


class Desk:
    """A log under test, and consumers that note what they see."""

    def __init__(self, house, log, append):
        self.house, self.log, self.append = house, log, append
        self.database = Database(house.service_url, schema="sla", log=log)
        self.opened = [self.database]

    def consumer(self, name=None, *, topics=(TICKET,), handle=None, **more):
        """Make a consumer with a cursor of its own."""
        return Consumer(name=name or new_id(), topics=topics, log=self.log, database=self.database, handle=handle or self.note, **more)

    def note(self, tx, events, prepared):
        """Write down the types of *events*."""
        tx.execute("INSERT INTO seen (tenant_id, subject) SELECT %s, u FROM unnest(%s::text[]) AS u", [events[0].tenant_id, [event.type for event in events]])
        return [HANDLED] * len(events)

    def seen(self, tenant):
        """Return what was written down for *tenant*, in order."""
        with self.database.transaction([tenant]) as tx:
            return [row["subject"] for row in tx.execute("SELECT subject FROM seen WHERE tenant_id = %s ORDER BY id", [tenant])]


@pytest.fixture(params=["memory", "postgres"])
def desk(house, request):
    with psycopg.connect(house.owner_url) as connection:
        connection.execute("DELETE FROM log.event")
        connection.execute("UPDATE log.head SET position = 0")
        connection.execute("DELETE FROM sla.cursor")
    if request.param == "memory":
        log = MemoryLog(load_topics())
        made = Desk(house, log, log.append)
    else:
        made = Desk(house, house.log, house.feed)
    yield made
    made.database.close()


def event(topic, tenant, name, *, key=None, **more):
    return NewEvent(topic=topic, key=key or tenant, tenant_id=tenant, type=name, event_time=NOW, payload=b"x", **more)


def test_events_of_a_key_arrive_in_the_order_of_their_appending_without_gaps(desk):
    """A ticket that is resolved before it is opened would be nonsense everywhere."""
    tenant = new_id()
    desk.append([event(TICKET, tenant, str(number)) for number in range(20)])
    desk.consumer().run_until_idle()
    assert desk.seen(tenant) == [str(number) for number in range(20)]


def test_a_second_owner_and_a_restart_change_nothing_twice(desk):
    """Two processes with one cursor, and one that begins again, end in one effect."""
    tenant = new_id()
    desk.append([event(TICKET, tenant, str(number)) for number in range(5)])
    first, second = desk.consumer("shared"), desk.consumer("shared")
    first.run_until_idle()
    second.run_until_idle()
    desk.append([event(TICKET, tenant, "late")])
    second.run_until_idle()
    first.run_until_idle()
    desk.consumer("shared").run_until_idle()
    assert desk.seen(tenant) == ["0", "1", "2", "3", "4", "late"]


def test_a_zombie_that_wakes_after_its_events_were_handled_elsewhere_changes_nothing(desk):
    """A process frozen with a batch in hand must not repeat it when it wakes (fault 5)."""
    tenant = new_id()
    desk.append([event(TICKET, tenant, "once")])
    zombie, heir = desk.consumer("frozen"), desk.consumer("frozen")
    zombie._load_cursors()
    zombie._receive(AT_ONCE)
    heir.run_until_idle()
    zombie.run_until_idle()
    assert desk.seen(tenant) == ["once"]


def test_an_effect_waits_for_its_cause_in_another_topic(desk):
    """An assignment must not be seen before the opening that it answers, though it lies in another topic."""
    tenant = new_id()
    [opened] = desk.append([event(TICKET, tenant, "opened")])
    desk.append([event(ASSIGNMENT, tenant, "assigned", cause=opened)])
    desk.consumer(topics=[ASSIGNMENT, TICKET]).run_until_idle()
    assert desk.seen(tenant) == ["opened", "assigned"]


def test_a_cause_of_another_tenant_is_committed_before_its_effect(desk):
    """A batch is handled tenant by tenant, so causes across tenants must split it."""
    provider, tenant = "ffffffff-ffff-7fff-bfff-ffffffffffff", new_id()
    order = []
    def handle(_tx, events, _prepared):
        order.extend(one.type for one in events)
        return [HANDLED] * len(events)
    [saved] = desk.append([event(TENANCY, provider, "provider")])
    header = {"tierline-tenancy": f"{saved.partition}:{saved.position}"}
    desk.append([event(TICKET, tenant, "opened", headers=header)])
    desk.consumer(topics=[TICKET, TENANCY], handle=handle).run_until_idle()
    assert order == ["provider", "opened"]


def test_a_cause_in_a_topic_that_is_not_read_counts_as_handled(desk):
    """Else a consumer would wait for ever for what it never asked for."""
    tenant = new_id()
    [opened] = desk.append([event(TICKET, tenant, "opened")])
    desk.append([event(ASSIGNMENT, tenant, "assigned", cause=opened)])
    desk.consumer(topics=[ASSIGNMENT]).run_until_idle()
    assert desk.seen(tenant) == ["assigned"]


def test_a_poison_event_parks_its_key_over_all_topics_and_others_flow(desk):
    """One bad ticket must hold up neither the rest nor be overtaken by its own later events (fault 17)."""
    tenant, other = new_id(), new_id()
    def handle(tx, events, prepared):
        for one in events:
            if one.type == "poison":
                raise InvalidEvent(one, "unknown enum")
        return desk.note(tx, events, prepared)
    [poison, *_] = desk.append([event(TICKET, tenant, "poison"), event(TICKET, tenant, "later"), event(TICKET, tenant, "fine", key="other")])
    desk.append([event(TICKET, other, "flows"), event(ASSIGNMENT, tenant, "assigned", cause=poison)])
    consumer = desk.consumer(topics=[TICKET, ASSIGNMENT], handle=handle)
    consumer.run_until_idle()
    assert (desk.seen(tenant), desk.seen(other)) == (["fine"], ["flows"])
    with desk.database.transaction([]) as tx:
        parked = tx.execute("SELECT type FROM parked_event WHERE consumer = %s ORDER BY sequence", [consumer.name]).fetchall()
    assert [row["type"] for row in parked] == ["poison", "later", "assigned"]


def test_a_released_key_is_handled_in_order_and_waits_again_where_it_is_still_invalid(desk):
    """After a fix the operator replays: nothing of the key may be lost, doubled or turned round."""
    tenant, broken = new_id(), [True]
    def handle(tx, events, prepared):
        if broken and events[0].type == "poison":
            raise InvalidEvent(events[0], "still wrong")
        return desk.note(tx, events, prepared)
    desk.append([event(TICKET, tenant, "poison"), event(TICKET, tenant, "later")])
    consumer = desk.consumer(handle=handle)
    def replay():
        with psycopg.connect(desk.house.service_url) as connection:
            found = replay_parked(connection, "sla", consumer.name, tenant)
        consumer._looked_at = 0.0
        consumer.run_until_idle()
        return found
    consumer.run_until_idle()
    assert (replay(), desk.seen(tenant)) == (2, [])
    broken.clear()
    assert (replay(), desk.seen(tenant)) == (2, ["poison", "later"])
    with psycopg.connect(desk.house.service_url) as connection:
        assert [row for row in list_parked(connection, "sla") if row["consumer"] == consumer.name] == []


def test_a_verdict_parks_the_event_and_takes_back_what_was_done_for_its_later_ones(desk):
    """A handler that answers for many at once says so by verdict; order of the key must hold all the same."""
    tenant = new_id()
    def handle(tx, events, prepared):
        desk.note(tx, [one for one in events if one.type != "poison"] or events, prepared)
        return [Parked("bad") if one.type == "poison" else HANDLED for one in events]
    desk.append([event(TICKET, tenant, "before"), event(TICKET, tenant, "poison"), event(TICKET, tenant, "later")])
    desk.consumer(handle=handle).run_until_idle()
    assert desk.seen(tenant) == ["before"]


def test_too_many_parked_events_stop_the_consumer_with_its_own_error(desk):
    """Where everything is invalid the fault is the consumer's own, and parking everything would hide it."""
    tenant = new_id()
    def handle(_tx, events, _prepared):
        return [Parked("all wrong") for _ in events]
    desk.append([event(TICKET, tenant, "poison", key=str(number)) for number in range(40)])
    consumer = desk.consumer(handle=handle)
    with pytest.raises(ParkLimitReached):
        consumer.run_until_idle()
    assert sum(consumer.handled().values()) == 0


def test_an_outage_leaves_the_batch_to_be_tried_again(desk):
    """What does not answer now may answer later: nothing is lost and nothing done by half."""
    tenant, refuse = new_id(), [True]
    def handle(tx, events, prepared):
        verdicts = desk.note(tx, events, prepared)
        if refuse.pop() if refuse else False:
            raise Unavailable("not now")
        return verdicts
    desk.append([event(TICKET, tenant, "patient")])
    consumer = desk.consumer(handle=handle)
    with pytest.raises(Unavailable):
        consumer.step(AT_ONCE)
    consumer.run_until_idle()
    assert desk.seen(tenant) == ["patient"]


def test_events_of_a_rolled_back_transaction_are_never_seen(desk):
    """State and event are written together or not at all."""
    tenant = new_id()
    def fail(tx):
        tx.append([event(OWN, tenant, "ghost")])
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):
        desk.database.run([tenant], fail)
    with desk.database.transaction([tenant]) as tx:
        tx.append([event(OWN, tenant, "real")])
    assert [position.position for position in tx.positions] == [1]
    assert sum(desk.log.heads([OWN]).values()) == 1


def test_a_started_consumer_hears_of_news_and_of_the_end(desk):
    """The loop must wake for events and for the drain without waiting its time out."""
    tenant = new_id()
    consumer = desk.consumer()
    consumer.start()
    [at] = desk.append([event(TICKET, tenant, "heard")])
    assert consumer.wait_for(at, timedelta(seconds=5))
    assert consumer.stop(timedelta(seconds=5))
    assert desk.seen(tenant) == ["heard"]


def test_concurrent_writers_leave_neither_gap_nor_disorder(house):
    """Positions come in commit order, so a reader that has seen one has seen all before it."""
    tenant, writers, each = new_id(), 4, 25
    house_log = house.log
    def write(writer):
        for number in range(each):
            with house.database.transaction([tenant]) as tx:
                tx.append([event(OWN, tenant, f"{writer}:{number}:{key}", key=key) for key in ("a", "b", "c")])
    before = dict(house_log.heads([OWN]))
    threads = [Thread(target=write, args=[writer]) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events = house_log.subscribe("sla", [OWN]).poll(before, limit=100_000, wait=AT_ONCE)
    slots, order = defaultdict(list), defaultdict(list)
    for one in events:
        slots[one.at.slot].append(one.at.position)
        order[one.key, one.type.split(":")[0]].append(int(one.type.split(":")[1]))
    assert len(events) == writers * each * 3
    assert all(positions == list(range(before[slot] + 1, before[slot] + 1 + len(positions))) for slot, positions in slots.items())
    assert all(numbers == sorted(numbers) for numbers in order.values())


def test_services_write_their_own_topic_and_read_what_lists_them(house):
    """Two writers of one topic, or a reader nobody knows of, would break promises made to everybody else."""
    tenant = new_id()
    with pytest.raises(UnlistedProducer), house.database.transaction([tenant]) as tx:
        tx.append([event(TICKET, tenant, "forged")])
    with pytest.raises(UnlistedConsumer):
        house.log.subscribe("sla", ["tierline.reporting.v1"])


def test_the_database_itself_refuses_a_service_that_acts_for_another(house):
    """The check in Python can be forgotten; the function's cannot."""
    forger = PostgresLog(house.service_url, service="intake", topics=house.topics)
    try:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            forger.append([event(TICKET, new_id(), "forged")])
        with pytest.raises(psycopg.errors.InsufficientPrivilege), psycopg.connect(house.service_url) as connection:
            connection.execute("SELECT * FROM log.event")
    finally:
        forger.close()


def test_every_table_is_sealed_and_begins_its_key_with_the_tenant(house):
    """Asked of the catalogue, so that a table that somebody forgets is found; shown refusing."""
    with psycopg.connect(house.owner_url) as connection:
        assert unsealed_tables(connection, ["sla"]) == []
        assert miskeyed_tables(connection, ["sla"]) == []
        connection.execute("CREATE TABLE sla.naked (id int PRIMARY KEY)")
        assert unsealed_tables(connection, ["sla"]) == ["sla.naked"]
        connection.rollback()


def test_reads_may_span_tenants_and_a_write_has_exactly_one(house):
    """The wall between tenants stands even where a query forgets them."""
    one, two = new_id(), new_id()
    for tenant in (one, two):
        with house.database.transaction([tenant]) as tx:
            tx.execute("INSERT INTO seen (tenant_id, subject) VALUES (%s, 'mine')", [tenant])
    with house.database.transaction([one, two]) as tx:
        assert len(tx.execute("SELECT 1 FROM seen WHERE tenant_id IN (%s, %s)", [one, two]).fetchall()) == 2
    with house.database.transaction([one]) as tx:
        assert tx.execute("SELECT 1 FROM seen WHERE tenant_id = %s", [two]).fetchall() == []
        assert tx.execute("DELETE FROM seen WHERE tenant_id = %s", [two]).rowcount == 0
    for tenants in ([one], [one, two]):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), house.database.transaction(tenants) as tx:
            tx.execute("INSERT INTO seen (tenant_id, subject) VALUES (%s, 'theirs')", [two])


def test_partitions_never_change_for_a_key():
    """Order hangs on it for all time."""
    assert [partition_of(key, 16) for key in ("a", "b", "ACME/1042")] == [3, 9, partition_of("ACME/1042", 16)]
