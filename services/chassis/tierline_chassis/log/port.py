"""What the log does for the rest: the port that every adapter fills and one contract suite checks."""

from collections.abc import Mapping, Sequence, Set
from datetime import timedelta
from typing import Any, Protocol

import psycopg

from tierline_chassis.log.events import Event, NewEvent, Position, Slot


class Subscription(Protocol):
    """One reader's view of some topics; used by one thread, closed by any."""

    def poll(self, after: Mapping[Slot, int], *, limit: int, wait: timedelta) -> Sequence[Event]:
        """
        Return events after the given positions, in order within each partition; none where there are none after *wait*.

        Only the partitions named in *after* are read, and each gets a share of *limit*, so that no partition starves another.
        """
        ...

    def close(self) -> None:
        """End a `poll` that waits, and every later one, with no events."""
        ...


class EventLog(Protocol):
    """Where consumers, timers and watchers read."""

    def subscribe(self, consumer: str, topics: Sequence[str]) -> Subscription:
        """Open a view; raises `UnlistedConsumer` where a topic does not list this service."""
        ...

    def heads(self, topics: Sequence[str]) -> Mapping[Slot, int]:
        """Return the last position of every partition; 0 where nothing was ever written."""
        ...

    def origins(self, topics: Sequence[str]) -> Mapping[Slot, int]:
        """Return the position before the first event that is still kept, by partition."""
        ...

    def report(self, consumer: str, handled: Mapping[Slot, int]) -> None:
        """Say how far *consumer* has come, so that retention never removes what it still needs."""
        ...


class LogWriter(Protocol):
    """What a transaction's end needs of the log."""

    def check(self, events: Sequence[NewEvent]) -> None:
        """Refuse events of topics that this service does not write; raises `UnlistedProducer`."""
        ...

    def commit(self, connection: psycopg.Connection[Any], events: Sequence[NewEvent], *, schema: str | None) -> Sequence[Position]:
        """Append *events*, if any, and commit the open transaction, in one round trip; returns their positions in the same order."""
        ...

    def announce(self, topics: Set[str]) -> None:
        """Tell readers everywhere that *topics* have news; never blocks and never fails."""
        ...
