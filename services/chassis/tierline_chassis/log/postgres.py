"""The log in PostgreSQL: appended by the writing transaction itself, read by polling that a notification cuts short."""

import json
from collections.abc import Mapping, Sequence, Set
from datetime import timedelta
from threading import Event as Signal
from time import monotonic
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from tierline_chassis.log.events import TENANCY_TOPIC, Event, NewEvent, Position, Slot, partition_of
from tierline_chassis.log.notifier import Notifier
from tierline_chassis.log.topics import Topics
from tierline_chassis.rows import configure

POLL_EVERY = timedelta(seconds=1)
"""How long a lost notification may delay an event."""

_APPEND = "SELECT id, at_topic, at_partition, at_position FROM log.append(%s, {tenancy}, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"

_HANDLED_TENANCY = """(
    SELECT string_agg(partition || ':' || position, ',') FROM (SELECT partition, max(position) AS position FROM {schema}.cursor
    WHERE topic = '{topic}' AND position > 0 GROUP BY partition ORDER BY partition) AS handled
)"""


class PostgresLog:
    """
    One service's end of the log: writes its own topic, reads those that list it.

    Holds a connection for reading and one for notifications, both made when first used and made again after an outage.
    """

    def __init__(self, url: str, *, service: str, topics: Topics) -> None:
        self.service = service
        self.topics = topics
        self.notifier = Notifier(url)
        self._readers: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            url, min_size=0, max_size=2, max_idle=60, num_workers=1, timeout=5, kwargs={"autocommit": True}, configure=configure,
            name=f"{service}-log", open=True,
        )

    def check(self, events: Sequence[NewEvent]) -> None:
        """Refuse events of topics that this service does not write."""
        for topic in {event.topic for event in events}:
            self.topics.check_producer(self.service, topic)

    def commit(self, connection: psycopg.Connection[Any], events: Sequence[NewEvent], *, schema: str | None) -> Sequence[Position]:
        """Append *events* and commit, in one round trip: the heads stay locked for the flush and no longer."""
        tenancy = "NULL" if schema is None else _HANDLED_TENANCY.format(schema=schema, topic=TENANCY_TOPIC)
        with connection.pipeline():
            cursor = connection.execute(_APPEND.format(tenancy=tenancy).encode(), self._arrays(events)) if events else None
            connection.execute("COMMIT")
            rows = cursor.fetchall() if cursor else []
        found = {row["id"]: Position(row["at_topic"], row["at_partition"], row["at_position"]) for row in rows}
        return [found[event.event_id] for event in events]

    def append(self, events: Sequence[NewEvent]) -> Sequence[Position]:
        """Append in a transaction of its own; for tools and tests, since a service appends with what it stores."""
        self.check(events)
        connection = self._readers.getconn()
        try:
            connection.execute("BEGIN")
            positions = self.commit(connection, events, schema=None)
        finally:
            self._readers.putconn(connection)
        self.announce({event.topic for event in events})
        return positions

    def announce(self, topics: Set[str]) -> None:
        """Notify, after the commit and outside any transaction."""
        self.notifier.announce(topics)

    def subscribe(self, consumer: str, topics: Sequence[str]) -> "PostgresSubscription":  # noqa: ARG002  the port's name
        """Open a view of *topics*."""
        for topic in topics:
            self.topics.check_consumer(self.service, topic)
        return PostgresSubscription(self, topics)

    def heads(self, topics: Sequence[str]) -> Mapping[Slot, int]:
        """Return the last position of every partition."""
        return {(row["topic"], row["partition"]): row["position"] for row in self.read("SELECT * FROM log.heads(%s)", [list(topics)])}

    def origins(self, topics: Sequence[str]) -> Mapping[Slot, int]:
        """Return the position up to which retention has removed events, by partition."""
        return {(row["topic"], row["partition"]): row["trimmed"] for row in self.read("SELECT * FROM log.heads(%s)", [list(topics)])}

    def report(self, consumer: str, handled: Mapping[Slot, int]) -> None:
        """Store how far *consumer* has come."""
        self.read("SELECT log.report(%s, %s, %s, %s, %s)", [self.service, consumer, *_columns(handled)])

    def read(self, query: str, params: Sequence[Any]) -> Sequence[dict[str, Any]]:
        """Run one statement on a reader's connection; a connection that died in an outage is replaced once."""
        for last in (False, True):
            connection = self._readers.getconn()
            try:
                rows: Sequence[dict[str, Any]] = connection.execute(query.encode(), params).fetchall()
            except psycopg.OperationalError:
                if last or not connection.broken:
                    raise
            else:
                return rows
            finally:
                self._readers.putconn(connection)
        raise AssertionError

    def close(self) -> None:
        """Close the connections; subscriptions end with them."""
        self.notifier.close()
        self._readers.close()

    def _arrays(self, events: Sequence[NewEvent]) -> Sequence[object]:
        return [
            self.service,
            [event.topic for event in events],
            [partition_of(event.key, self.topics[event.topic].partitions) for event in events],
            [event.event_id for event in events],
            [event.key for event in events],
            [event.tenant_id for event in events],
            [event.type for event in events],
            [event.event_time for event in events],
            [None if event.cause is None else str(event.cause) for event in events],
            [json.dumps(dict(event.headers)) for event in events],
            [event.payload for event in events],
        ]


class PostgresSubscription:
    """A reader of a `PostgresLog`."""

    def __init__(self, log: PostgresLog, topics: Sequence[str]) -> None:
        self._log = log
        self._topics = topics
        self._closed = Signal()

    def poll(self, after: Mapping[Slot, int], *, limit: int, wait: timedelta) -> Sequence[Event]:
        """Look; where there is nothing, wait for news or for a while, and look again."""
        ends = monotonic() + wait.total_seconds()
        while not self._closed.is_set():
            seen = self._log.notifier.seen(self._topics)
            events = self._look(after, limit)
            left = timedelta(seconds=ends - monotonic())
            if events or left <= timedelta(0):
                return events
            self._log.notifier.wait(seen, min(left, POLL_EVERY), self._closed)
        return []

    def close(self) -> None:
        """End a poll that waits."""
        self._closed.set()
        self._log.notifier.poke()

    def _look(self, after: Mapping[Slot, int], limit: int) -> Sequence[Event]:
        if not after:
            return []
        rows = self._log.read("SELECT * FROM log.read(%s, %s, %s, %s, %s)", [self._log.service, *_columns(after), limit])
        return [_event(row) for row in rows]


def _columns(slots: Mapping[Slot, int]) -> tuple[list[str], list[int], list[int]]:
    return [topic for topic, _ in slots], [partition for _, partition in slots], list(slots.values())


def _event(row: Mapping[str, Any]) -> Event:
    return Event(
        at=Position(row["topic"], row["partition"], row["position"]), topic=row["topic"], key=row["key"], tenant_id=row["tenant_id"], type=row["type"],
        event_time=row["event_time"], payload=row["payload"], cause=Position.parse(row["cause"]) if row["cause"] else None,
        event_id=row["event_id"], headers=row["headers"],
    )
