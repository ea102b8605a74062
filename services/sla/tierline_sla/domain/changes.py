"""What changed between two readings of a ticket's clocks: the facts that the service records and tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tierline_sla.domain.clocks import ClockKey, ClockState, Pause, Reading


class ChangeKind(StrEnum):
    """What happened to a clock."""

    STARTED = "started"
    MOVED = "moved"
    """It came under another target, or its due instant moved for another reason."""
    PAUSED = "paused"
    RESUMED = "resumed"
    """It runs again, after a pause or because the ticket was reopened."""
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    AT_RISK = "at_risk"
    AT_RISK_WITHDRAWN = "at_risk_withdrawn"
    BREACHED = "breached"
    BREACH_WITHDRAWN = "breach_withdrawn"
    """What arrived late had happened before the breach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was last told of a clock: enough to see what changed since."""

    key: ClockKey
    target_id: str
    state: ClockState
    due_at: datetime | None
    risked_at: datetime | None
    breached_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChange:
    """One change of one clock."""

    kind: ChangeKind
    at: datetime
    """When it happened: the exact instant that was due for AT_RISK and BREACHED, the withdrawn instant for the withdrawals."""
    reading: Reading | None
    """The clock after the change; `None` when there is no such clock any more, which is a cancellation."""
    key: ClockKey
    pause: Pause | None = None
    """With PAUSED."""


def record(reading: Reading) -> Recorded:
    """Keep of *reading* what the next comparison needs."""
    return Recorded(
        key=reading.key,
        target_id=reading.target.id,
        state=reading.state,
        due_at=reading.due_at,
        risked_at=reading.risked_at,
        breached_at=reading.breached_at,
    )


def find_changes(before: Sequence[Recorded], after: Sequence[Reading], *, at: datetime) -> Sequence[ClockChange]:
    """
    Name what changed since the clocks of a ticket were last recorded.

    A clock that is seen for the first time tells its whole life so far, in the order in which it happened: so history comes out as it was.

    Args:
        before: As last recorded; none for a new ticket.
        after: The readings now.
        at: When the change came about, for what carries no instant of its own.
    """
    known = {clock.key: clock for clock in before}
    changes = [change for reading in after for change in _changes_of(known.get(reading.key), reading, at)]
    gone = known.keys() - {reading.key for reading in after}
    return changes + [
        ClockChange(kind=ChangeKind.CANCELLED, at=at, reading=None, key=key) for key in sorted(gone) if known[key].state is not ClockState.CANCELLED
    ]


def _changes_of(before: Recorded | None, after: Reading, at: datetime) -> Sequence[ClockChange]:
    if before is None:
        return sorted(_life(after), key=lambda change: (change.at, _ORDER.index(change.kind)))
    return list(_since(before, after, at))


def _since(before: Recorded, after: Reading, at: datetime) -> Iterator[ClockChange]:
    yield from _milestone(before.risked_at, after, after.risked_at, ChangeKind.AT_RISK, ChangeKind.AT_RISK_WITHDRAWN)
    yield from _milestone(before.breached_at, after, after.breached_at, ChangeKind.BREACHED, ChangeKind.BREACH_WITHDRAWN)
    if before.state is not after.state:
        yield _move(after, at)
    elif before.target_id != after.target.id or before.due_at != after.due_at:
        yield _change(ChangeKind.MOVED, at, after)


def _life(after: Reading) -> Iterator[ClockChange]:
    yield _change(ChangeKind.STARTED, after.started_at, after)
    for pause in after.pauses:
        yield _change(ChangeKind.PAUSED, pause.start, after, pause)
        if pause.end is not None and pause.end != after.stopped_at:
            yield _change(ChangeKind.RESUMED, pause.end, after)
    yield from _milestone(None, after, after.risked_at, ChangeKind.AT_RISK, ChangeKind.AT_RISK_WITHDRAWN)
    yield from _milestone(None, after, after.breached_at, ChangeKind.BREACHED, ChangeKind.BREACH_WITHDRAWN)
    if after.stopped_at is not None:
        yield _change(_MOVES[after.state], after.stopped_at, after)


def _milestone(before: datetime | None, after: Reading, instant: datetime | None, reached: ChangeKind, withdrawn: ChangeKind) -> Iterator[ClockChange]:
    if before == instant:
        return
    if before is not None:
        yield _change(withdrawn, before, after)
    if instant is not None:
        yield _change(reached, instant, after)


_ORDER = tuple(ChangeKind)
_MOVES = {
    ClockState.RUNNING: ChangeKind.RESUMED,
    ClockState.PAUSED: ChangeKind.PAUSED,
    ClockState.STOPPED: ChangeKind.STOPPED,
    ClockState.CANCELLED: ChangeKind.CANCELLED,
}


def _move(after: Reading, at: datetime) -> ClockChange:
    if after.state is ClockState.PAUSED and after.pauses:
        return _change(ChangeKind.PAUSED, after.pauses[-1].start, after, after.pauses[-1])
    return _change(_MOVES[after.state], after.stopped_at or at, after)


def _change(kind: ChangeKind, at: datetime, reading: Reading, pause: Pause | None = None) -> ClockChange:
    return ClockChange(kind=kind, at=at, reading=reading, key=reading.key, pause=pause)
