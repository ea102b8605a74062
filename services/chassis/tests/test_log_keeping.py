"""What the log keeps and loses, and how a service's connections come back after an outage."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from tierline_chassis import migrate
from tierline_chassis.consumer import HANDLED, Consumer
from tierline_chassis.house import ServiceSettings
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import NewEvent
from tierline_chassis.log.retention import erase, trim
from tierline_chassis.settings import SettingsInvalid, load
from tierline_chassis.testing.database import fresh_database

OWN = "tierline.sla.v1"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(make_service_database):
    sys.path.insert(0, str(Path(__file__).parent))
    try:
        yield make_service_database("sla", "sample_service")
    finally:
        sys.path.pop(0)


def own(tenant, name):
    return NewEvent(topic=OWN, key=tenant, tenant_id=tenant, type=name, event_time=NOW, payload=b"private")


def write(house, tenant, *names):
    with house.database.transaction([tenant]) as tx:
        tx.append([own(tenant, name) for name in names])
    return tx.positions


def test_only_old_events_that_every_listed_consumer_has_handled_are_removed(house):
    """Retention must never take an event from a consumer that was away for long."""
    later = datetime.now(UTC) + timedelta(days=401)
    positions = write(house, new_id(), "a", "b", "c")
    assert trim(house.log, later) == 0
    with psycopg.connect(house.owner_url) as connection:
        for consumer in house.topics[OWN].consumers:
            connection.execute(
                "SELECT log.report(%s, %s, ARRAY[%s], ARRAY[%s], ARRAY[%s::bigint])",
                [consumer, consumer, OWN, positions[0].partition, positions[1].position],
            )
    assert (trim(house.log, datetime.now(UTC)), trim(house.log, later)) == (0, 2)
    assert house.log.origins([OWN])[positions[0].slot] == positions[1].position


def test_erasure_empties_payloads_of_one_key_of_one_tenant_and_leaves_positions(house):
    """Who asks to be forgotten is; order and the other tenant's events are untouched."""
    one, two = new_id(), new_id()
    write(house, one, "mine")
    write(house, two, "theirs")
    assert erase(house.log, topic=OWN, tenant_id=one, key=one) == 1
    payloads = {event.type: event.payload for event in house.events(OWN) if event.tenant_id in (one, two)}
    assert payloads == {"mine": b"", "theirs": b"private"}


def test_connections_that_were_cut_are_replaced_without_an_error_in_the_next_call(house):
    """PostgreSQL restarts now and then; the pool heals by itself (fault 8)."""
    tenant = new_id()
    write(house, tenant, "before")
    with psycopg.connect(house.admin_url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    write(house, tenant, "after")
    assert [event.type for event in house.events(OWN) if event.tenant_id == tenant] == ["before", "after"]


def test_a_consumer_that_runs_rides_out_cut_connections(house):
    """A cut in the middle of a batch costs a pause and nothing else (faults 4 and 8)."""
    tenant, cut, seen = new_id(), [True], []
    def handle(_tx, events, _prepared):
        if cut:
            cut.clear()
            with psycopg.connect(house.admin_url, autocommit=True) as admin:
                admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        seen.extend(event.type for event in events)
        return [HANDLED] * len(events)
    [at] = house.feed([NewEvent(topic="tierline.ticket.v1", key=tenant, tenant_id=tenant, type="TicketOpened", event_time=NOW, payload=b"x")])
    consumer = Consumer(name="sla", topics=["tierline.ticket.v1"], log=house.log, database=house.database, handle=handle)
    consumer.start()
    assert consumer.wait_for(at, timedelta(seconds=20))
    assert consumer.stop(timedelta(seconds=5))
    assert seen == ["TicketOpened", "TicketOpened"]


def test_migrations_run_once_and_are_skipped_when_current(postgres_url, house):
    """A start of an existing installation must not pay for alembic."""
    assert migrate.run(house.owner_url, "sla", "sample_service") is False
    with fresh_database(postgres_url, ["intake"]) as provisioned:
        assert (migrate.run_log(provisioned.owner_url), migrate.run_log(provisioned.owner_url)) == (True, False)


def test_all_missing_and_malformed_settings_are_named_in_one_error_without_their_values():
    """Whoever sets up a service should need one try; a secret must not land in a log."""
    with pytest.raises(SettingsInvalid) as caught:
        load(ServiceSettings, {"TIERLINE_PARENT_PID": "s3cret"})
    assert [word in caught.value.message for word in ("TIERLINE_DATABASE_URL", "TIERLINE_ASSERTION_PUBLIC_KEY", "TIERLINE_PARENT_PID")] == [True] * 3
    assert "s3cret" not in caught.value.message
