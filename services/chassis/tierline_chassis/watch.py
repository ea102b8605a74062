"""
Who waits for news of this service, and how they hear of it.

One thread follows the service's own topic and keeps the latest events; waiters are woken only by events that they asked for. So two hundred open
watches cost nothing until something happens, and an event is read from the database once however many wait.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Flag
from threading import Lock

from tierline_sdk.errors import Unavailable

from tierline_chassis import metrics
from tierline_chassis.log.events import Event, Slot
from tierline_chassis.log.port import EventLog, Subscription
from tierline_chassis.loops import Loop

KEPT = 128
"""Latest events kept in memory, per partition; who is further behind is served from the log."""
_BATCH = 500
_WAIT = timedelta(seconds=20)
_CLOSING_SECONDS = 1.0

Wanted = Callable[[Event], bool]


class Watch:
    """One waiter."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._news = Flag()

    def wake(self) -> None:
        """Let the waiter look; also what `Call.on_end` is given, so that a caller who has gone holds no thread."""
        self._news.set()

    def wait(self, timeout: timedelta) -> bool:
        """Wait for news; false where there was none in time. News that came since the last wait counts."""
        woken = self._news.wait(max(0.0, timeout.total_seconds()))
        self._news.clear()
        return woken


class Hub:
    """The latest of one topic, and those who wait for more."""

    def __init__(self, log: EventLog, topic: str, service: str, *, kept: int = KEPT) -> None:
        self.topic = topic
        self.closed = False
        self._log = log
        self._service = service
        self._kept = kept
        self._recent: dict[int, deque[Event]] = {}
        self._heads: dict[Slot, int] = {}
        self._watches: set[Watch] = set()
        self._lock = Lock()
        self._backfill_lock = Lock()
        self._backfill: Subscription | None = None
        self._following: Subscription | None = None
        self._loop = Loop("watch", self._step)

    def start(self) -> None:
        """Begin to follow, from the present end of the topic."""
        self._following = self._log.subscribe(self._service, [self.topic])
        self._backfill = self._log.subscribe(self._service, [self.topic])
        self._heads = dict(self._log.heads([self.topic]))
        self._loop.start()

    def close(self) -> None:
        """Wake everybody for good and stop following."""
        self.closed = True
        self._loop.stopping.set()
        with self._lock:
            for watch in self._watches:
                watch.wake()
        for subscription in (self._following, self._backfill):
            if subscription is not None:
                subscription.close()
        self._loop.stop(_CLOSING_SECONDS)

    @property
    def heads(self) -> Mapping[Slot, int]:
        """How far this hub has read, by partition."""
        with self._lock:
            return dict(self._heads)

    @contextmanager
    def watching(self, wanted: Wanted) -> Iterator[Watch]:
        """Yield a waiter for events that *wanted* takes; begin before you look at what is stored, or news may fall between."""
        watch = Watch(wanted)
        with self._lock:
            self._watches.add(watch)
        metrics.change(metrics.WATCHERS, 1)
        try:
            yield watch
        finally:
            with self._lock:
                self._watches.discard(watch)
            metrics.change(metrics.WATCHERS, -1)

    def since(self, after: Mapping[Slot, int], *, limit: int = _BATCH) -> Sequence[Event]:
        """Return the events after *after*, in order within each partition; none where *after* is as far as this hub."""
        with self._lock:
            behind = {slot: position for slot, position in after.items() if position < self._heads.get(slot, 0)}
            if all(self._keeps(slot, position) for slot, position in behind.items()):
                return [event for slot, position in behind.items() for event in self._after(slot, position)][:limit]
        return self._from_log(behind, limit)

    def beyond(self, after: Mapping[Slot, int]) -> bool:
        """Tell whether *after* is ahead of the log itself, as positions from before a restored backup are."""
        if all(position <= self.heads.get(slot, 0) for slot, position in after.items()):
            return False
        heads = self._log.heads([self.topic])
        return any(position > heads.get(slot, 0) for slot, position in after.items())

    def _keeps(self, slot: Slot, position: int) -> bool:
        recent = self._recent.get(slot[1])
        return bool(recent) and recent[0].at.position <= position + 1  # type: ignore[index]  # bool(recent) has ruled None out

    def _after(self, slot: Slot, position: int) -> Sequence[Event]:
        return [event for event in self._recent[slot[1]] if event.at.position > position]

    def _from_log(self, after: Mapping[Slot, int], limit: int) -> Sequence[Event]:
        with self._backfill_lock:
            if self._backfill is None:
                raise Unavailable("The events are not followed yet.")
            return self._backfill.poll(after, limit=limit, wait=timedelta(0))

    def _step(self) -> None:
        if self._following is not None:
            self._take(self._following.poll(self._heads, limit=_BATCH, wait=_WAIT))

    def _take(self, events: Sequence[Event]) -> None:
        """Keep *events* and wake those who want one of them."""
        if not events:
            return
        with self._lock:
            for event in events:
                self._recent.setdefault(event.at.partition, deque(maxlen=self._kept)).append(event)
                self._heads[event.at.slot] = event.at.position
            for watch in self._watches:
                if any(watch.wanted(event) for event in events):
                    watch.wake()
