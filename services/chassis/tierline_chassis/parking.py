"""Keys that cannot go on: their events wait in `parked_event` until an operator replays or drops them, while other keys flow."""

import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from tierline_sdk.errors import Kind, TierlineError

from tierline_chassis.database import Row, Transaction
from tierline_chassis.log.events import Event, Position

WINDOW = 1000
"""Events over which the share of parked ones is reckoned."""

LEAST_PARKED = 20
"""Fewer than these never stop a consumer, whatever their share."""


class ParkLimitReached(TierlineError):
    """More than the allowed share of events could not be handled: the consumer stops, since the fault is rather its own than theirs."""

    kind, reason = Kind.EXHAUSTED, "PARK_LIMIT_REACHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An event that goes to the parked ones, and why."""

    event: Event
    why: str


class ParkLimit:
    """Watches the share of events that were parked by their own fault, over the last thousand."""

    def __init__(self, consumer: str, share: float) -> None:
        self._consumer = consumer
        self._share = share
        self._verdicts: deque[bool] = deque(maxlen=WINDOW)

    def check(self, *, handled: int, parked: int) -> None:
        """
        Look whether the limit would be passed, before these are committed.

        Raises:
            ParkLimitReached: It would.
        """
        verdicts = [*self._verdicts, *[False] * handled, *[True] * parked][-WINDOW:]
        refused = sum(verdicts)
        if parked and refused >= LEAST_PARKED and refused > self._share * len(verdicts):
            raise ParkLimitReached(
                f"{self._consumer} could not handle {refused} of its last {len(verdicts)} events, more than {self._share:.0%}: look at the parked events.",
                consumer=self._consumer, parked=refused, of=len(verdicts),
            )

    def note(self, *, handled: int, parked: int) -> None:
        """Remember what was committed."""
        self._verdicts.extend([*[False] * handled, *[True] * parked])


def park(tx: Transaction, consumer: str, refused: Sequence[Refused]) -> None:
    """Store *refused* in order, with the commit."""
    if not refused:
        return
    events = [item.event for item in refused]
    tx.defer(
        "INSERT INTO parked_event (consumer, topic, partition, position, key, tenant_id, event_id, type, event_time, cause, headers, payload, reason) "
        "SELECT %s, u.* FROM unnest(%s::text[], %s::int[], %s::bigint[], %s::text[], %s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[], %s::text[], "
        "%s::jsonb[], %s::bytea[], %s::text[]) AS u ON CONFLICT DO NOTHING",
        [
            consumer, [event.at.topic for event in events], [event.at.partition for event in events], [event.at.position for event in events],
            [event.key for event in events], [event.tenant_id for event in events], [event.event_id for event in events], [event.type for event in events],
            [event.event_time for event in events], [str(event.cause) if event.cause else None for event in events],
            [json.dumps(dict(event.headers)) for event in events], [event.payload for event in events], [item.why for item in refused],
        ],
    )


def released(tx: Transaction, consumer: str) -> Sequence[Event]:
    """Lock and return the events of one key that an operator released, in order; none where there are none."""
    rows = tx.execute(
        "SELECT * FROM parked_event WHERE consumer = %s AND released AND key = (SELECT key FROM parked_event WHERE consumer = %s AND released "
        "ORDER BY sequence LIMIT 1) ORDER BY sequence FOR UPDATE",
        [consumer, consumer],
    )
    return [_event(row) for row in rows]


def unpark(tx: Transaction, consumer: str, events: Sequence[Event]) -> None:
    """Remove *events*, which were handled after all."""
    tx.execute(
        "DELETE FROM parked_event p USING unnest(%s::text[], %s::int[], %s::bigint[]) AS u(topic, partition, position) "
        "WHERE p.consumer = %s AND p.topic = u.topic AND p.partition = u.partition AND p.position = u.position",
        [[event.at.topic for event in events], [event.at.partition for event in events], [event.at.position for event in events], consumer],
    )


def keep_parked(tx: Transaction, consumer: str, event: Event, why: str) -> None:
    """Let the key of *event* wait again, with the new reason."""
    tx.execute(
        "UPDATE parked_event SET released = false, reason = CASE WHEN event_id = %s THEN %s ELSE reason END WHERE consumer = %s AND key = %s",
        [event.event_id, why, consumer, event.key],
    )


def _event(row: Row) -> Event:
    """Return a parked row's event."""
    return Event(
        at=Position(row["topic"], row["partition"], row["position"]), topic=row["topic"], key=row["key"], tenant_id=row["tenant_id"], type=row["type"],
        event_time=row["event_time"], payload=row["payload"], cause=Position.parse(row["cause"]) if row["cause"] else None, event_id=row["event_id"],
        headers=row["headers"],
    )
