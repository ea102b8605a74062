"""A log in memory: for tests of what reads a log, and the model that the others are compared with."""

from collections.abc import Mapping, Sequence, Set
from datetime import timedelta
from threading import Condition
from typing import Any

import psycopg

from tierline_chassis.log.events import Event, NewEvent, Position, Slot, partition_of
from tierline_chassis.log.topics import Topics


class MemoryLog:
    """Keeps events in lists; gone with the process."""

    def __init__(self, topics: Topics, *, service: str | None = None) -> None:
        self._topics = topics
        self._service = service
        self._changed = Condition()
        self._slots: dict[Slot, list[Event]] = {}

    def check(self, events: Sequence[NewEvent]) -> None:
        """Refuse events of topics that this service does not write."""
        for topic in {event.topic for event in events}:
            self._topics.check_producer(self._service or self._topics[topic].producer, topic)

    def append(self, events: Sequence[NewEvent]) -> Sequence[Position]:
        """Append without any transaction."""
        self.check(events)
        with self._changed:
            positions = [self._append(event) for event in events]
            self._changed.notify_all()
        return positions

    def commit(self, connection: psycopg.Connection[Any], events: Sequence[NewEvent], *, schema: str | None) -> Sequence[Position]:  # noqa: ARG002  the port's name
        """Commit the transaction, then append: in memory nothing can come between."""
        connection.execute("COMMIT")
        return self.append(events) if events else ()

    def announce(self, topics: Set[str]) -> None:
        """Do nothing: `append` has told everybody."""

    def subscribe(self, consumer: str, topics: Sequence[str]) -> "MemorySubscription":  # noqa: ARG002  the port's name
        """Open a view of *topics*."""
        for topic in topics:
            self._topics.check_consumer(self._service or self._topics[topic].producer, topic)
        return MemorySubscription(self._slots, self._changed)

    def heads(self, topics: Sequence[str]) -> Mapping[Slot, int]:
        """Return the last position of every partition."""
        slots = [(topic, partition) for topic in topics for partition in range(self._topics[topic].partitions)]
        return {slot: len(self._slots.get(slot, ())) for slot in slots}

    def origins(self, topics: Sequence[str]) -> Mapping[Slot, int]:
        """Return 0 for every partition: nothing is ever removed."""
        return dict.fromkeys(self.heads(topics), 0)

    def report(self, consumer: str, handled: Mapping[Slot, int]) -> None:
        """Do nothing: nothing is ever removed."""

    def _append(self, event: NewEvent) -> Position:
        slot = (event.topic, partition_of(event.key, self._topics[event.topic].partitions))
        events = self._slots.setdefault(slot, [])
        at = Position(*slot, len(events) + 1)
        events.append(Event(
            at=at, topic=event.topic, key=event.key, tenant_id=event.tenant_id, type=event.type, event_time=event.event_time,
            payload=event.payload, cause=event.cause, event_id=event.event_id, headers=event.headers,
        ))
        return at


class MemorySubscription:
    """A reader of a `MemoryLog`."""

    def __init__(self, slots: Mapping[Slot, list[Event]], changed: Condition) -> None:
        self._slots = slots
        self._changed = changed
        self._closed = False

    def poll(self, after: Mapping[Slot, int], *, limit: int, wait: timedelta) -> Sequence[Event]:
        """Return events after the given positions."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_news(after), wait.total_seconds())
            busy = [slot for slot, position in after.items() if len(self._slots.get(slot, ())) > position]
            share = max(1, limit // max(1, len(busy)))
            return [] if self._closed else [event for slot in busy for event in self._slots[slot][after[slot]:after[slot] + share]]

    def close(self) -> None:
        """End a poll that waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _has_news(self, after: Mapping[Slot, int]) -> bool:
        return any(len(self._slots.get(slot, ())) > position for slot, position in after.items())
