"""
The consumer loop: events in, effects and cursor in one commit.

A batch is at most one wave (`waves.next_wave`), handled tenant by tenant in one transaction, which begins by locking the cursors of the batch's
partitions: what another owner has handled meanwhile is skipped, so that two owners, a zombie and a redelivery all end in one effect.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from threading import Condition
from time import monotonic
from typing import Any

import psycopg
import structlog
from google.protobuf.message import DecodeError
from tierline_sdk.errors import Kind, TierlineError

from tierline_chassis import metrics, tracing
from tierline_chassis.cursors import begin_cursors, lock_cursors, move_cursors
from tierline_chassis.database import Database, Transaction
from tierline_chassis.failpoints import failpoint
from tierline_chassis.log.events import Event, Position, Slot
from tierline_chassis.log.port import EventLog, Subscription
from tierline_chassis.loops import Loop, OnFailure, is_outage, stop_process
from tierline_chassis.parking import ParkLimit, Refused, keep_parked, park, released, unpark
from tierline_chassis.waves import next_wave

WAIT = timedelta(seconds=2)
"""How long an idle consumer waits for news in one go, before it looks for events that an operator released."""

REPORT_EVERY_SECONDS = 30.0
"""How often retention hears how far a consumer has come."""

_log = structlog.get_logger(__name__)


class InvalidEvent(TierlineError):
    """An event can never be handled: its key is parked, other keys go on."""

    kind, reason = Kind.INVALID, "INVALID_EVENT"

    def __init__(self, event: Event, why: str) -> None:
        super().__init__(f"{event.type} at {event.at} cannot be handled: {why}", position=event.at)
        self.event = event
        self.why = why


class VerdictsMissing(TypeError):
    """A handler answered another number of verdicts than it got events: a bug."""


@dataclass(frozen=True, slots=True)
class Handled:
    """The event's effects are in the transaction, or it has none."""


@dataclass(frozen=True, slots=True)
class Parked:
    """The event can never be handled; the handler wrote nothing for it."""

    why: str


HANDLED = Handled()
Verdict = Handled | Parked
Prepared = Any
"""Whatever a consumer's `prepare` returns; its `handle` gets it."""
Handle = Callable[[Transaction, Sequence[Event], Prepared], Sequence[Verdict]]
Prepare = Callable[[Sequence[Event]], Prepared]


class Consumer:
    """
    One reader of some topics with its own cursor, in one thread.

    Args:
        name: Of the cursor; unique in the service.
        handle: Called with a transaction that names one tenant, that tenant's events in order, and what *prepare* returned; a verdict for each event.
            Raises `Unavailable` or lets `psycopg.OperationalError` pass to have the batch tried again; `InvalidEvent` to park the key of one event;
            anything else is a bug and stops the process.
        prepare: Called with the batch before the transaction, for what takes long (plugins).
        batch: The most events in one transaction.
        park_limit: The share of events that may be parked before the consumer stops (`ParkLimitReached`).
        on_failure: What a bug does; ends the process where nothing else is given.
    """

    def __init__(
        self, *, name: str, topics: Sequence[str], log: EventLog, database: Database, handle: Handle, prepare: Prepare | None = None, batch: int = 500,
        park_limit: float = 0.1, on_failure: OnFailure = stop_process,
    ) -> None:
        self.name = name
        self.topics = tuple(topics)
        self._log = log
        self._database = database
        self._handle = handle
        self._prepare = prepare
        self._batch = batch
        self._limit = ParkLimit(name, park_limit)
        self._subscription: Subscription = log.subscribe(name, topics)
        self._cursors: dict[Slot, int] = {}
        self._pending: dict[Slot, list[Event]] = {}
        self._moved = Condition()
        self._reported_at = 0.0
        self._looked_at = 0.0
        self._loop = Loop(f"consumer-{name}", lambda: self.step(WAIT), on_failure=on_failure)

    def start(self) -> None:
        """Begin to consume in a thread of its own."""
        self._loop.start()

    def stop(self, timeout: timedelta = timedelta(seconds=10)) -> bool:
        """Let the batch in hand end, and stop; say whether it did in time."""
        self._loop.stopping.set()
        self._subscription.close()
        return self._loop.stop(timeout.total_seconds())

    def step(self, wait: timedelta) -> int:
        """Handle one batch, waiting for events for up to *wait*; return how many events were settled."""
        self._load_cursors()
        self._replay()
        wave = next_wave(self._pending, self._cursors, limit=self._batch)
        if not wave:
            self._receive(wait)
            wave = next_wave(self._pending, self._cursors, limit=self._batch)
        settled = self._settle(wave) if wave else 0
        self._report()
        return settled

    def run_until_idle(self) -> int:
        """Handle everything that can be handled now, in this thread; return how many events."""
        total = 0
        while settled := self.step(timedelta(0)):
            total += settled
        return total

    def lag(self) -> Mapping[Slot, int]:
        """Return how many events are stored and not yet handled, by partition."""
        lags = {slot: max(0, head - self._cursors.get(slot, 0)) for slot, head in self._log.heads(self.topics).items()}
        for topic in self.topics:
            metrics.put(metrics.CONSUMER_LAG, sum(lag for slot, lag in lags.items() if slot[0] == topic), consumer=self.name, topic=topic)
        return lags

    def handled(self) -> Mapping[Slot, int]:
        """Return the cursor of every partition."""
        with self._moved:
            return dict(self._cursors)

    def wait_for(self, position: Position, timeout: timedelta) -> bool:
        """Wait until *position* was handled, and say whether it was; what this consumer does not read counts as handled."""
        if position.topic not in self.topics:
            return True
        with self._moved:
            return self._moved.wait_for(lambda: self._cursors.get(position.slot, 0) >= position.position, timeout.total_seconds())

    def _load_cursors(self) -> None:
        if not self._cursors:
            cursors = begin_cursors(self._database, self.name, self._log.origins(self.topics))
            with self._moved:
                self._cursors = cursors

    def _receive(self, wait: timedelta) -> None:
        """Fetch what follows the cursors of partitions that have nothing pending; what does not follow is asked for again next time."""
        after = {slot: position for slot, position in self._cursors.items() if not self._pending.get(slot)}
        for event in self._subscription.poll(after, limit=self._batch, wait=wait):
            pending = self._pending.setdefault(event.at.slot, [])
            last = pending[-1].at.position if pending else self._cursors[event.at.slot]
            if event.at.position == last + 1:
                pending.append(event)

    def _settle(self, wave: Sequence[Event]) -> int:
        """Handle *wave* in one transaction; what turns out to be invalid is refused and the rest handled again without it."""
        started = monotonic()
        attempt = _Attempt()
        while not (settled := self._tried(wave, attempt)):
            continue
        metrics.observe(metrics.BATCH_EVENTS, len(wave), consumer=self.name)
        metrics.observe(metrics.BATCH_SECONDS, monotonic() - started, consumer=self.name)
        return settled

    def _tried(self, wave: Sequence[Event], attempt: "_Attempt") -> int:
        """Handle *wave* once; return 0, with *attempt* the wiser, where it has to be handled again."""
        try:
            return self._transact(wave, attempt)
        except InvalidEvent as error:
            attempt.refuse(error.event, error.why)
        except Exception as error:
            if is_outage(error):
                metrics.increment(metrics.CONSUMER_RETRIES, consumer=self.name)
            if not is_invalid(error) or attempt.alone:
                raise
            attempt.alone = True
        return 0

    def _transact(self, wave: Sequence[Event], attempt: "_Attempt") -> int:
        prepared = self._prepare(wave) if self._prepare is not None else None
        with self._database.transaction([]) as tx:
            cursors, parked_keys = lock_cursors(tx, self.name, wave)
            fresh = _following(wave, cursors)
            refused = self._refused(fresh, parked_keys, attempt)
            waiting = {item.event.at for item in refused}
            tx.traces = {event.at: event.headers[tracing.TRACEPARENT] for event in fresh if tracing.TRACEPARENT in event.headers}
            for group in _groups([event for event in fresh if event.at not in waiting]):
                refused += self._handle_group(tx, group, prepared, attempt)
            faults = sum(item.event.event_id in attempt.refused for item in refused)
            self._limit.check(handled=len(fresh) - len(refused), parked=faults)
            park(tx, self.name, refused)
            reached = cursors | {event.at.slot: event.at.position for event in fresh}
            move_cursors(tx, self.name, reached)
            failpoint("consumer.before_commit")
        failpoint("consumer.after_commit")
        self._limit.note(handled=len(fresh) - len(refused), parked=faults)
        self._advance(reached, refused)
        self._count(fresh, refused)
        return len(wave)

    def _handle_group(self, tx: Transaction, events: Sequence[Event], prepared: Prepared, attempt: "_Attempt") -> list[Refused]:
        """Handle one tenant's events, one by one where a fault must be pinned down; return those that were parked."""
        tx.scope([events[0].tenant_id])
        portions = [[event] for event in events] if attempt.alone else [list(events)]
        refused: list[Refused] = []
        for portion in portions:
            with attempt.blaming(portion), tracing.continued(portion[0].headers):
                verdicts = self._handle(tx, portion, prepared)
            if len(verdicts) != len(portion):
                raise VerdictsMissing(f"The handler of {self.name} got {len(portion)} events and gave {len(verdicts)} verdicts.")
            refused += self._parked(portion, verdicts, events, attempt)
        return refused

    def _parked(self, portion: Sequence[Event], verdicts: Sequence[Verdict], events: Sequence[Event], attempt: "_Attempt") -> list[Refused]:
        """Return what *verdicts* park; where a later event of a parked key was handled too, begin again without both."""
        parked = [Refused(event=event, why=verdict.why) for event, verdict in zip(portion, verdicts, strict=True) if isinstance(verdict, Parked)]
        last = {event.key: event.at for event in events}
        for item in parked:
            if last[item.event.key] != item.event.at:
                raise InvalidEvent(item.event, item.why)
            attempt.refuse(item.event, item.why)
        return parked

    def _refused(self, events: Sequence[Event], parked_keys: Mapping[str, Position], attempt: "_Attempt") -> list[Refused]:
        """Return the events that were found invalid, and those that wait behind an earlier one of their key, in order."""
        behind = dict(parked_keys)
        refused = []
        for event in events:
            why = attempt.refused.get(event.event_id) or (f"waits behind {behind[event.key]}" if event.key in behind else "")
            if why:
                behind.setdefault(event.key, event.at)
                refused.append(Refused(event=event, why=why))
        return refused

    def _advance(self, reached: Mapping[Slot, int], refused: Sequence[Refused]) -> None:
        for item in refused:
            _log.warning("event_parked", consumer=self.name, position=str(item.event.at), key=item.event.key, type=item.event.type, why=item.why)
        for slot, position in reached.items():
            self._pending[slot] = [event for event in self._pending.get(slot, ()) if event.at.position > position]
            if self._pending[slot] and self._pending[slot][0].at.position != position + 1:
                self._pending[slot] = []
        with self._moved:
            self._cursors.update(reached)
            self._moved.notify_all()

    def _count(self, fresh: Sequence[Event], refused: Sequence[Refused]) -> None:
        for topic, number in Counter(event.topic for event in fresh).items():
            metrics.increment(metrics.EVENTS_HANDLED, number, consumer=self.name, topic=topic)
        for topic, number in Counter(item.event.topic for item in refused).items():
            metrics.increment(metrics.EVENTS_PARKED, number, consumer=self.name, topic=topic)

    def _replay(self) -> None:
        """Handle one key's events that an operator released, every now and then; what is still invalid waits again."""
        if monotonic() - self._looked_at < WAIT.total_seconds():
            return
        try:
            with self._database.transaction([]) as tx:
                events = released(tx, self.name)
                for event in events:
                    self._replay_one(tx, event)
                unpark(tx, self.name, events)
        except InvalidEvent as error:
            with self._database.transaction([]) as tx:
                keep_parked(tx, self.name, error.event, error.why)
        self._looked_at = 0.0 if events else monotonic()

    def _replay_one(self, tx: Transaction, event: Event) -> None:
        attempt = _Attempt()
        with attempt.blaming([event]):
            prepared = self._prepare([event]) if self._prepare is not None else None
        for item in self._handle_group(tx, [event], prepared, attempt):
            raise InvalidEvent(item.event, item.why)

    def _report(self) -> None:
        if monotonic() - self._reported_at > REPORT_EVERY_SECONDS:
            self._log.report(self.name, self._cursors)
            self._reported_at = monotonic()


@dataclass(slots=True)
class _Attempt:
    """What the earlier runs of a batch have taught: which events are invalid (by id, with the reason), and whether to go one by one."""

    refused: dict[str, str] = field(default_factory=dict)
    alone: bool = False

    def refuse(self, event: Event, why: str) -> None:
        self.refused[event.event_id] = why

    @contextmanager
    def blaming(self, portion: Sequence[Event]) -> Iterator[None]:
        """Turn what a single event does to the handler into `InvalidEvent`."""
        try:
            yield
        except InvalidEvent:
            raise
        except (TierlineError, DecodeError, psycopg.DataError) as error:
            if len(portion) > 1 or not is_invalid(error):
                raise
            raise InvalidEvent(portion[0], str(error).strip() or type(error).__name__) from error


def is_invalid(error: BaseException) -> bool:
    """Say whether *error* speaks of an event that can never be handled."""
    return isinstance(error, DecodeError | psycopg.DataError) or (isinstance(error, TierlineError) and error.kind is Kind.INVALID)


def _following(wave: Sequence[Event], cursors: Mapping[Slot, int]) -> list[Event]:
    """Return the events that follow the locked cursors; none at all where one is missing before them, since others may need it."""
    fresh = [event for event in wave if event.at.position > cursors[event.at.slot]]
    first = {event.at.slot: event.at.position for event in reversed(fresh)}
    return fresh if all(position == cursors[slot] + 1 for slot, position in first.items()) else []


def _groups(events: Sequence[Event]) -> list[list[Event]]:
    """Return the events of each tenant, in order."""
    by_tenant = sorted(events, key=lambda event: event.tenant_id)
    return [list(group) for _, group in groupby(by_tenant, key=lambda event: event.tenant_id)]
