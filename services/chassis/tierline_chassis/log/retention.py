"""What is removed from the log: events that are old and behind every consumer, in bounded batches; and the payloads of those who asked to be forgotten."""

from collections.abc import Sequence
from datetime import datetime

from tierline_chassis.log.events import partition_of
from tierline_chassis.log.postgres import PostgresLog

BATCH = 1000
"""Events that one statement removes from a partition at most."""


def trim(log: PostgresLog, now: datetime) -> int:
    """Remove the events of this service's topics that are older than the topic keeps them and that every listed consumer has handled; return how many."""
    return sum(_trim_topic(log, topic.name, now - topic.retention) for topic in log.topics.values() if topic.producer == log.service)


def erase(log: PostgresLog, *, topic: str, tenant_id: str, key: str, event_ids: Sequence[str] | None = None) -> int:
    """
    Empty the payloads of a key's events in place, of *event_ids* alone where given; return how many. Position, type and instants stay.

    Consumers must take an event with an empty payload and the header `tierline-erased` as one that says nothing.
    """
    partition = partition_of(key, log.topics[topic].partitions)
    ids = None if event_ids is None else list(event_ids)
    rows = log.read("SELECT log.erase(%s, %s, %s, %s, %s, %s::uuid[]) AS number", [log.service, topic, partition, tenant_id, key, ids])
    return int(rows[0]["number"])


def _trim_topic(log: PostgresLog, topic: str, before: datetime) -> int:
    total = 0
    while removed := int(log.read("SELECT log.trim(%s, %s, %s, %s) AS number", [log.service, topic, before, BATCH])[0]["number"]):
        total += removed
    return total
