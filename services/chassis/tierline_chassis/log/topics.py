"""The topics, read from `protos/topics/*.yaml`: the single source of who writes what, who reads it, and how it is kept."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml
from tierline_sdk.errors import Kind, TierlineError


class UnknownTopic(TierlineError):
    """No topic of this name is listed."""

    kind, reason = Kind.INVALID, "UNKNOWN_TOPIC"


class UnlistedProducer(TierlineError):
    """A service wrote to a topic that is not its own; list it in the topic's file, or do not write."""

    kind, reason = Kind.DENIED, "UNLISTED_PRODUCER"


class UnlistedConsumer(TierlineError):
    """A service reads a topic that does not list it; list it in the topic's file, or do not read."""

    kind, reason = Kind.DENIED, "UNLISTED_CONSUMER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic: `message` is the full name of its payload, `partitions` never changes once the topic exists."""

    name: str
    description: str
    message: str
    key: str
    producer: str
    consumers: Sequence[str]
    partitions: int
    retention: timedelta


class Topics(Mapping[str, Topic]):
    """All topics by name."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = {topic.name: topic for topic in topics}

    def __getitem__(self, name: str) -> Topic:
        if name not in self._topics:
            raise UnknownTopic(f"No topic {name!r} is listed; there are {', '.join(self._topics) or 'none'}.", topic=name)
        return self._topics[name]

    def __contains__(self, name: object) -> bool:
        return name in self._topics

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def __len__(self) -> int:
        return len(self._topics)

    @property
    def services(self) -> Set[str]:
        """Every service that writes or reads a topic."""
        return {topic.producer for topic in self.values()} | {consumer for topic in self.values() for consumer in topic.consumers}

    def check_producer(self, service: str, topic: str) -> None:
        """
        Make sure that *service* may write *topic*.

        Raises:
            UnlistedProducer: The topic belongs to another service.
        """
        if self[topic].producer != service:
            raise UnlistedProducer(f"{service!r} may not write {topic!r}, which belongs to {self[topic].producer!r}.", service=service, topic=topic)

    def check_consumer(self, service: str, topic: str) -> None:
        """
        Make sure that *service* may read *topic*; its producer always may.

        Raises:
            UnlistedConsumer: The topic does not list it.
        """
        if service not in (self[topic].producer, *self[topic].consumers):
            raise UnlistedConsumer(f"{service!r} may not read {topic!r}: its file does not list it.", service=service, topic=topic)


@cache
def load_topics() -> Topics:
    """Read every topic's file."""
    found = (entry for entry in _folder().iterdir() if entry.name.endswith(".yaml"))
    return Topics([_topic(yaml.safe_load(entry.read_text(encoding="utf-8"))) for entry in sorted(found, key=lambda entry: entry.name)])


def _folder() -> Traversable:
    """Return the folder of the topics' files: inside the installed package, or beside the generated code in the workspace."""
    package = files("tierline")
    inside = package / "topics"
    return inside if inside.is_dir() else Path(str(package)).parents[1] / "topics"


def _topic(read: Mapping[str, object]) -> Topic:
    wrong = {"topic", "description", "message", "key", "producer", "consumers", "partitions", "retention_days"} - set(read)
    if wrong:
        raise UnknownTopic(f"The file of topic {read.get('topic')!r} lacks {', '.join(sorted(wrong))}.")
    consumers = read["consumers"]
    return Topic(
        name=str(read["topic"]), description=str(read["description"]), message=str(read["message"]), key=str(read["key"]),
        producer=str(read["producer"]), consumers=tuple(consumers if isinstance(consumers, list) else ()),
        partitions=int(str(read["partitions"])), retention=timedelta(days=int(str(read["retention_days"]))),
    )
