"""Cursors: how far a consumer has come in each partition, kept in its own schema."""

from collections.abc import Mapping, Sequence

from tierline_chassis.database import Database, Transaction
from tierline_chassis.log.events import Event, Position, Slot


def begin_cursors(database: Database, consumer: str, origins: Mapping[Slot, int]) -> dict[Slot, int]:
    """Make the cursors that are missing, each before the first event that is still kept, and return them all."""
    slots = sorted(origins)
    with database.transaction([]) as tx:
        tx.execute(
            "INSERT INTO cursor (consumer, topic, partition, position) SELECT %s, u.* FROM unnest(%s::text[], %s::int[], %s::bigint[]) AS u "
            "ON CONFLICT DO NOTHING",
            [consumer, [topic for topic, _ in slots], [partition for _, partition in slots], [origins[slot] for slot in slots]],
        )
        rows = tx.execute("SELECT topic, partition, position FROM cursor WHERE consumer = %s", [consumer]).fetchall()
    return {slot: row["position"] for row in rows if (slot := (row["topic"], row["partition"])) in origins}


def lock_cursors(tx: Transaction, consumer: str, events: Sequence[Event]) -> tuple[dict[Slot, int], dict[str, Position]]:
    """Lock the cursors of the partitions of *events*, in one order for all owners; return them, and the keys of *events* that are parked, each with where."""
    slots = sorted({event.at.slot for event in events})
    with tx.pipeline():
        cursors = tx.execute(
            "SELECT topic, partition, position FROM cursor WHERE consumer = %s AND (topic, partition) IN (SELECT * FROM unnest(%s::text[], %s::int[])) "
            "ORDER BY topic, partition FOR UPDATE",
            [consumer, [topic for topic, _ in slots], [partition for _, partition in slots]],
        )
        parked = tx.execute(
            "SELECT DISTINCT ON (key) key, topic, partition, position FROM parked_event WHERE consumer = %s AND key = ANY (%s) ORDER BY key, sequence",
            [consumer, list({event.key for event in events})],
        )
    return (
        {(row["topic"], row["partition"]): row["position"] for row in cursors},
        {row["key"]: Position(row["topic"], row["partition"], row["position"]) for row in parked},
    )


def move_cursors(tx: Transaction, consumer: str, reached: Mapping[Slot, int]) -> None:
    """Set the cursors, with the commit."""
    tx.defer(
        "UPDATE cursor c SET position = u.position FROM unnest(%s::text[], %s::int[], %s::bigint[]) AS u(topic, partition, position) "
        "WHERE c.consumer = %s AND c.topic = u.topic AND c.partition = u.partition",
        [[topic for topic, _ in reached], [partition for _, partition in reached], list(reached.values()), consumer],
    )
