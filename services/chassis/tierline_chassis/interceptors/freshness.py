"""
Reads that must see a write made elsewhere.

A write answers with its positions in the log (`tierline-position`); a read that brings them (`tierline-after`) waits until this service's own
consumers have handled them.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from threading import BoundedSemaphore
from time import monotonic
from typing import Protocol

from tierline_sdk.errors import Unavailable

from tierline_chassis.log.events import Position

AFTER = "tierline-after"
POSITION = "tierline-position"
"""Names of the metadata entries; several positions are separated by commas."""
LONGEST_SECONDS = 2.0
"""The longest that a read waits."""
_MOST_POSITIONS = 32


class ReadBehind(Unavailable):
    """The write that the caller wants to see was not handled here yet."""

    reason = "READ_BEHIND"


class Follower(Protocol):
    """A consumer, as far as a read is concerned."""

    @property
    def topics(self) -> Sequence[str]:
        """What it consumes."""
        ...

    def wait_for(self, position: Position, timeout: timedelta) -> bool:
        """Wait at most *timeout* until it has handled *position*; tell whether it has."""
        ...


class Freshness:
    """Lets reads wait, and at most *waiting* of them at once, so that they never take all workers."""

    def __init__(self, followers: Iterable[Follower], *, waiting: int) -> None:
        self._followers = {topic: follower for follower in followers for topic in follower.topics}
        self._room = BoundedSemaphore(waiting)

    def wait(self, after: str, *, ends: float | None) -> None:
        """
        Return once everything in *after* was handled here; what this service does not consume counts as handled.

        Raises:
            PositionInvalid: *after* is no list of positions.
            ReadBehind: It was not handled in time, or too many reads wait.

        """
        if not after:
            return
        awaited = [(self._followers[position.topic], position) for position in _positions(after) if position.topic in self._followers]
        pending = [(follower, position) for follower, position in awaited if not follower.wait_for(position, timedelta(0))]
        if pending:
            self._wait_in_turn(pending, until=min(monotonic() + LONGEST_SECONDS, ends or float("inf")))

    def _wait_in_turn(self, pending: Sequence[tuple[Follower, Position]], *, until: float) -> None:
        if not self._room.acquire(blocking=False):
            raise ReadBehind("Too many reads wait for this service to catch up.")
        try:
            for follower, position in pending:
                if not follower.wait_for(position, timedelta(seconds=max(0.0, until - monotonic()))):
                    raise ReadBehind("This service has not yet seen that write.", position=position)
        finally:
            self._room.release()


def _positions(after: str) -> Sequence[Position]:
    return [Position.parse(text.strip()) for text in after.split(",")[:_MOST_POSITIONS]]
