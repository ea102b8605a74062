"""A process may die anywhere; what was committed stands once, and what was not is done again."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import NewEvent

TICKET = "tierline.ticket.v1"
PROCESS = """
import sys
from tierline_chassis.consumer import HANDLED, Consumer
from tierline_chassis.database import Database
from tierline_chassis.log.postgres import PostgresLog
from tierline_chassis.log.topics import load_topics

def handle(tx, events, prepared):
    for event in events:
        tx.execute("INSERT INTO seen (tenant_id, subject) VALUES (%s, %s)", [event.tenant_id, event.type])
    return [HANDLED] * len(events)

log = PostgresLog(sys.argv[1], service="sla", topics=load_topics())
database = Database(sys.argv[1], schema="sla", log=log)
Consumer(name="mortal", topics=["tierline.ticket.v1"], log=log, database=database, handle=handle).run_until_idle()
database.close()
log.close()
"""


@pytest.fixture(scope="module")
def house(make_service_database):
    sys.path.insert(0, str(Path(__file__).parent))
    try:
        yield make_service_database("sla", "sample_service")
    finally:
        sys.path.pop(0)


@pytest.mark.parametrize("place", ["consumer.before_commit", "consumer.after_commit"])
def test_a_consumer_killed_around_its_commit_ends_in_one_effect(house, place):
    """Between effect and commit, and right after it: the event is delivered again, the effect is one (fault 4)."""
    tenant = new_id()
    house.feed([NewEvent(topic=TICKET, key=tenant, tenant_id=tenant, type="TicketOpened", event_time=datetime.now(UTC), payload=b"x")])
    assert run(house, {"TIERLINE_FAILPOINT": place}) == 137
    assert run(house, {}) == 0
    with house.database.transaction([tenant]) as tx:
        assert len(tx.execute("SELECT 1 FROM seen WHERE tenant_id = %s", [tenant]).fetchall()) == 1


def test_a_service_process_does_not_pay_for_migrations():
    """Alembic alone costs a second at every start, and megabytes afterwards."""
    code = "import sys, tierline_chassis.consumer, tierline_chassis.timers; sys.exit(any(name in sys.modules for name in ('alembic', 'sqlalchemy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def run(house, environment):
    return subprocess.run([sys.executable, "-c", PROCESS, house.service_url], env={**os.environ, **environment}, check=False).returncode
