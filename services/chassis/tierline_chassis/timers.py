"""
Timers: rows that fall due, each fired once, in the transaction that stores what follows from it.

A timer fires only when the events that were stored before it fell due in its key's partitions have been handled, so that a resolution that is already
in the log is never overtaken by the breach it prevents. What follows carries the exact instant that was due, however late the timer ran.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from tierline_chassis import metrics
from tierline_chassis.database import Database, Row, Transaction
from tierline_chassis.failpoints import failpoint
from tierline_chassis.log.events import Slot, partition_of
from tierline_chassis.log.port import EventLog
from tierline_chassis.loops import Loop, OnFailure, stop_process

BATCH = 500
"""The most timers fired in one transaction."""

LOOK_EVERY = timedelta(seconds=1)
"""How late a timer that another process set may be noticed."""

SOON = timedelta(milliseconds=20)
"""When to look again at a timer that waits for events to be handled."""

_WAKE = "timers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """
    Something that falls due.

    Unique by (tenant, subject, kind, name). `key` is the key of the events that it must not overtake. `data` is JSON for whoever fires it.
    """

    tenant_id: str
    subject_id: str
    kind: str
    name: str
    fire_at: datetime
    key: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What it is unique by."""
        return self.tenant_id, self.subject_id, self.kind, self.name


Fire = Callable[[Transaction, Sequence[Timer]], None]


def set_timers(tx: Transaction, timers: Sequence[Timer]) -> None:
    """Set *timers* with the transaction; one that exists is moved."""
    if not timers:
        return
    ordered = sorted({timer.identity: timer for timer in timers}.values(), key=lambda timer: timer.identity)
    tx.execute(
        "INSERT INTO timer (tenant_id, subject_id, kind, name, fire_at, key, data) "
        "SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[], %s::jsonb[]) "
        "ON CONFLICT (tenant_id, subject_id, kind, name) DO UPDATE SET fire_at = excluded.fire_at, key = excluded.key, data = excluded.data",
        [
            [timer.tenant_id for timer in ordered], [timer.subject_id for timer in ordered], [timer.kind for timer in ordered],
            [timer.name for timer in ordered], [timer.fire_at for timer in ordered], [timer.key for timer in ordered],
            [json.dumps(dict(timer.data)) for timer in ordered],
        ],
    )
    tx.wake(_WAKE)


def cancel_timers(tx: Transaction, tenant_id: str, subject_ids: Sequence[str], kinds: Sequence[str] | None = None) -> None:
    """Cancel the timers of *subject_ids*, of *kinds* alone where given."""
    tx.execute(
        "DELETE FROM timer WHERE tenant_id = %s AND subject_id = ANY (%s) AND (%s::text[] IS NULL OR kind = ANY (%s))",
        [tenant_id, list(subject_ids), None if kinds is None else list(kinds), None if kinds is None else list(kinds)],
    )


def lock_timers(tx: Transaction, tenant_id: str, subject_ids: Collection[str]) -> None:
    """
    Lock the timers of *subject_ids*, for who will change them and locks rows of their subjects too.

    Timers that fire hold their own rows before anything else; who took rows of the subject first and came for the timers second would wait in a ring.
    """
    tx.execute(
        "SELECT 1 FROM timer WHERE tenant_id = %s AND subject_id = ANY (%s) ORDER BY subject_id, kind, name FOR UPDATE", [tenant_id, sorted(subject_ids)]
    )


class Timers:
    """
    Fires a service's timers, in one thread; several processes may do so at once.

    Args:
        topics: The topics whose events of a timer's key must have been handled before it fires.
        fire: Called with a transaction that names one tenant and that tenant's due timers, in order of their instants.
        consumer: Whose cursor says what was handled; the service's schema names it where absent.
        now: The clock.
    """

    def __init__(
        self, *, database: Database, log: EventLog, topics: Sequence[str], fire: Fire, consumer: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC), on_failure: OnFailure = stop_process,
    ) -> None:
        self._database = database
        self._log = log
        self._topics = tuple(topics)
        self._fire = fire
        self._consumer = consumer or database.schema
        self._now = now
        self._wake = database.signal(_WAKE)
        self._awaited: dict[_Due, Mapping[Slot, int]] = {}
        self._loop = Loop("timers", self._step, on_failure=on_failure)

    def start(self) -> None:
        """Begin to fire in a thread of its own."""
        self._loop.start()

    def stop(self, timeout: timedelta = timedelta(seconds=10)) -> bool:
        """Let the firing in hand end, and stop; say whether it did in time."""
        self._loop.stopping.set()
        self._wake.set()
        return self._loop.stop(timeout.total_seconds())

    def run_until_idle(self) -> int:
        """Fire everything that is due and may fire now, in this thread; return how many timers."""
        total = 0
        while fired := self._round()[0]:
            total += fired
        return total

    def _step(self) -> None:
        _, pause = self._round()
        if not self._loop.stopping.is_set() and self._wake.wait(pause.total_seconds()):
            self._wake.clear()

    def _round(self) -> tuple[int, timedelta]:
        """Fire a batch of what is due; return how many timers that were, and when to look again."""
        now = self._now()
        with self._database.transaction([]) as tx:
            due = [_timer(row) for row in tx.execute("SELECT * FROM timer WHERE fire_at <= %s ORDER BY fire_at LIMIT %s FOR UPDATE SKIP LOCKED", [now, BATCH])]
            if not due:
                return 0, _until_next(tx, now)
            ready = self._ready(tx, due)
            _remove(tx, ready)
            for tenant_id, group in groupby(sorted(ready, key=lambda timer: timer.tenant_id), key=lambda timer: timer.tenant_id):
                tx.scope([tenant_id])
                self._fire(tx, list(group))
            failpoint("timers.before_commit")
        for timer in ready:
            metrics.observe(metrics.TIMER_DELAY, (now - timer.fire_at).total_seconds())
        metrics.increment(metrics.TIMERS_FIRED, len(ready))
        return len(ready), timedelta(0) if ready else SOON

    def _ready(self, tx: Transaction, due: Sequence[Timer]) -> Sequence[Timer]:
        """Return the timers whose partitions were handled up to where their heads stood when the timers were first found due."""
        heads = self._log.heads(self._topics) if self._topics else {}
        partitions = _partitions(heads)
        self._awaited = {
            (timer.identity, timer.fire_at): self._awaited.get((timer.identity, timer.fire_at)) or {
                slot: heads[slot] for topic, number in partitions.items() if heads[slot := (topic, partition_of(timer.key, number))]
            } for timer in due
        }
        rows = tx.execute("SELECT topic, partition, position FROM cursor WHERE consumer = %s", [self._consumer])
        cursors = {(row["topic"], row["partition"]): row["position"] for row in rows}
        return [
            timer for timer in due
            if all(cursors.get(slot, 0) >= position for slot, position in self._awaited[timer.identity, timer.fire_at].items())
        ]


_Due = tuple[tuple[str, str, str, str], datetime]


def _partitions(heads: Mapping[Slot, int]) -> Mapping[str, int]:
    """Return the number of partitions of each topic."""
    return {topic: sum(other == topic for other, _ in heads) for topic, _ in heads}


def _until_next(tx: Transaction, now: datetime) -> timedelta:
    row = tx.execute("SELECT min(fire_at) AS next FROM timer WHERE fire_at > %s", [now]).fetchone()
    return LOOK_EVERY if row is None or row["next"] is None else min(LOOK_EVERY, row["next"] - now)


def _remove(tx: Transaction, timers: Sequence[Timer]) -> None:
    """Remove *timers* before they fire, so that what fires them may set them again."""
    tx.execute(
        "DELETE FROM timer t USING unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS u(tenant_id, subject_id, kind, name) "
        "WHERE t.tenant_id = u.tenant_id AND t.subject_id = u.subject_id AND t.kind = u.kind AND t.name = u.name",
        [
            [timer.tenant_id for timer in timers], [timer.subject_id for timer in timers], [timer.kind for timer in timers],
            [timer.name for timer in timers],
        ],
    )


def _timer(row: Row) -> Timer:
    return Timer(
        tenant_id=row["tenant_id"], subject_id=row["subject_id"], kind=row["kind"], name=row["name"], fire_at=row["fire_at"], key=row["key"],
        data=row["data"],
    )
