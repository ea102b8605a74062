"""A fresh database for one module of tests, with the log and a service's schema, as the real thing has them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg
from psycopg import sql

from tierline_chassis import migrate
from tierline_chassis.consumer import Consumer
from tierline_chassis.database import Database
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import Event, NewEvent, Position
from tierline_chassis.log.postgres import PostgresLog
from tierline_chassis.log.topics import Topics, load_topics
from tierline_chassis.provision import Provisioned, provision
from tierline_chassis.timers import Timers
from tierline_chassis.urls import url_of


@dataclass(kw_only=True)
class ServiceDatabase:
    """
    A service's database in a test.

    `database` is connected as the service's own role, `log` is its end of the log; `owner_url` and `admin_url` see more.
    """

    service: str
    admin_url: str
    owner_url: str
    service_url: str
    topics: Topics
    log: PostgresLog
    database: Database
    _feeders: dict[str, PostgresLog] = field(default_factory=dict)

    def feed(self, events: Sequence[NewEvent]) -> Sequence[Position]:
        """Append *events* as the services that own their topics would; return their positions, in order."""
        return [self._feeder(self.topics[event.topic].producer).append([event])[0] for event in events]

    def events(self, topic: str) -> Sequence[Event]:
        """Return everything in *topic*, in order per partition."""
        log = self._feeder(self.topics[topic].producer)
        return log.subscribe("test", [topic]).poll(dict.fromkeys(log.heads([topic]), 0), limit=1_000_000, wait=timedelta(0))

    def handle_all(self, *workers: Consumer | Timers) -> int:
        """Let consumers and timers work in this thread until nothing is left that they can do now; return how much they did."""
        done = total = sum(worker.run_until_idle() for worker in workers)
        while done and len(workers) > 1:
            done = sum(worker.run_until_idle() for worker in workers)
            total += done
        return total

    def close(self) -> None:
        """Close all connections."""
        self.database.close()
        for log in (self.log, *self._feeders.values()):
            log.close()

    def _feeder(self, producer: str) -> PostgresLog:
        if producer not in self._feeders:
            self._feeders[producer] = PostgresLog(self.owner_url, service=producer, topics=self.topics)
        return self._feeders[producer]


@contextmanager
def fresh_database(admin_url: str, services: Sequence[str]) -> Iterator[Provisioned]:
    """Make a database with its roles, and drop both at the end."""
    name = f"test_{new_id().replace('-', '')}"
    provisioned = provision(admin_url, services, database=name)
    try:
        yield provisioned
    finally:
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            for role in ("owner", *services):
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(f"{name}_{role}")))


@contextmanager
def service_database(admin_url: str, service: str, package: str, *, topics: Topics | None = None) -> Iterator[ServiceDatabase]:
    """Make a database with the log and *service*'s schema by *package*'s migrations, and connect to it as that service."""
    known = load_topics() if topics is None else topics
    with fresh_database(admin_url, sorted(known.services | {service})) as provisioned:
        migrate.run_log(provisioned.owner_url, known)
        migrate.run(provisioned.owner_url, service, package)
        url = provisioned.service_urls[service]
        log = PostgresLog(url, service=service, topics=known)
        made = ServiceDatabase(
            service=service, admin_url=url_of(admin_url, database=url.rpartition("/")[2].partition("?")[0]), owner_url=provisioned.owner_url, service_url=url,
            topics=known, log=log, database=Database(url, schema=service, log=log),
        )
        try:
            yield made
        finally:
            made.close()

