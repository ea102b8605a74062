"""Events and their places in the log, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zlib import crc32

from tierline_sdk.errors import Kind, TierlineError

from tierline_chassis.ids import new_id

Slot = tuple[str, int]
"""One partition of one topic."""

TENANCY_TOPIC = "tierline.tenancy.v1"
"""The topic that every consumer waits for: who is who."""

TENANCY_HEADER = "tierline-tenancy"
"""Header with the writer's last handled positions of tenancy, as `partition:position,…`."""


class PositionInvalid(TierlineError):
    """A text is no log position."""

    kind, reason = Kind.INVALID, "POSITION_INVALID"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the log; its text form is `topic/partition/position`."""

    topic: str
    partition: int
    position: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.position}"

    @property
    def slot(self) -> Slot:
        """The partition that it is in."""
        return self.topic, self.partition

    @classmethod
    def parse(cls, text: str) -> "Position":
        """
        Read the text form.

        Raises:
            PositionInvalid: It is no position.
        """
        topic, _, rest = text.partition("/")
        partition, _, position = rest.partition("/")
        if not (topic and _is_number(partition) and _is_number(position)):
            raise PositionInvalid(f"{text[:100]!r} is no log position such as topic/3/42.")
        return cls(topic, int(partition), int(position))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """
    An event to be appended.

    `key` keeps order: events of one key stay in order. `cause` is the event from which this one follows. `payload` is the topic's message, encoded.
    """

    topic: str
    key: str
    tenant_id: str
    type: str
    event_time: datetime
    payload: bytes
    cause: Position | None = None
    event_id: str = field(default_factory=new_id)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as it stands in the log."""

    at: Position
    topic: str
    key: str
    tenant_id: str
    type: str
    event_time: datetime
    payload: bytes
    cause: Position | None
    event_id: str
    headers: Mapping[str, str]


def partition_of(key: str, partitions: int) -> int:
    """Return the partition of *key* among *partitions*; fixed for all time, since order hangs on it."""
    return crc32(key.encode()) % partitions


def requirements(event: Event) -> Mapping[Slot, int]:
    """Return what a consumer must have handled before *event*: partition to position."""
    needed = dict(_tenancy(event.headers.get(TENANCY_HEADER, "")))
    if event.cause is not None:
        needed[event.cause.slot] = max(event.cause.position, needed.get(event.cause.slot, 0))
    return needed


@lru_cache(maxsize=1024)
def _tenancy(header: str) -> Mapping[Slot, int]:
    """Read the tenancy header; what is malformed is left out, since a header must not stop a consumer."""
    pairs = (part.partition(":") for part in header.split(",") if part)
    return {(TENANCY_TOPIC, int(partition)): int(position) for partition, _, position in pairs if _is_number(partition) and _is_number(position)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19  # noqa: PLR2004  a bigint's digits
