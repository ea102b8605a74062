"""What changed between two readings of a ticket's clocks: the facts that the service records and tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tierline_sla.domain.clocks import ClockState, Reading


class ChangeKind(StrEnum):
    """What happened to a clock."""

    STARTED = "started"
    RETARGETED = "retargeted"
    """It came under another target."""
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
class ClockChange:
    """One change of one clock."""

    kind: ChangeKind
    at: datetime
    """When it happened: the exact instant that was due for AT_RISK and BREACHED, the withdrawn instant for the withdrawals."""
    reading: Reading
    """The clock after the change."""


def find_changes(before: Sequence[Reading], after: Sequence[Reading], *, at: datetime) -> Sequence[ClockChange]:
    """
    Name what changed from one reading of a ticket's clocks to the next.

    Args:
        before: The readings as last recorded; none for a new ticket.
        after: The readings now.
        at: When the change came about, for what carries no instant of its own.
    """
    known = {reading.key: reading for reading in before}
    return [
        ClockChange(kind=kind, at=instant, reading=reading)
        for reading in after
        for kind, instant in _changes_of(known.get(reading.key), reading, at)
    ] + [
        ClockChange(kind=ChangeKind.CANCELLED, at=at, reading=reading)
        for reading in before
        if reading.state is not ClockState.CANCELLED and reading.key not in {other.key for other in after}
    ]


def _changes_of(before: Reading | None, after: Reading, at: datetime) -> Iterator[tuple[ChangeKind, datetime]]:
    if before is None:
        yield ChangeKind.STARTED, after.started_at
    elif before.target != after.target:
        yield ChangeKind.RETARGETED, at
    yield from _milestone(before.risked_at if before else None, after.risked_at, ChangeKind.AT_RISK, ChangeKind.AT_RISK_WITHDRAWN)
    yield from _milestone(before.breached_at if before else None, after.breached_at, ChangeKind.BREACHED, ChangeKind.BREACH_WITHDRAWN)
    state = before.state if before else ClockState.RUNNING
    if state is not after.state:
        yield _MOVES[after.state], _moved_at(after, at)


def _milestone(before: datetime | None, after: datetime | None, reached: ChangeKind, withdrawn: ChangeKind) -> Iterator[tuple[ChangeKind, datetime]]:
    if before == after:
        return
    if before is not None:
        yield withdrawn, before
    if after is not None:
        yield reached, after


_MOVES = {
    ClockState.RUNNING: ChangeKind.RESUMED,
    ClockState.PAUSED: ChangeKind.PAUSED,
    ClockState.STOPPED: ChangeKind.STOPPED,
    ClockState.CANCELLED: ChangeKind.CANCELLED,
}


def _moved_at(after: Reading, at: datetime) -> datetime:
    if after.state is ClockState.PAUSED and after.paused_at is not None:
        return after.paused_at
    if after.state in {ClockState.STOPPED, ClockState.CANCELLED} and after.stopped_at is not None:
        return after.stopped_at
    return at
