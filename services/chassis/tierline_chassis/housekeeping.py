"""What a service's process does beside its work: fresh figures when somebody looks, and the removal of answers that nobody repeats any more."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import psycopg
from tierline_sdk.errors import Unavailable

from tierline_chassis import metrics
from tierline_chassis.log.events import Slot
from tierline_chassis.loops import Loop

if TYPE_CHECKING:
    from prometheus_client.core import Metric

SWEEP_EVERY = timedelta(hours=1)


class Lags(Protocol):
    """A consumer, as far as its lag is concerned."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def topics(self) -> Sequence[str]:
        """What it consumes."""
        ...

    def lag(self) -> Mapping[Slot, int]:
        """Measure, and put the figures into their metric."""
        ...


class LagCollector:
    """Measures how far the consumers are behind at the moment when somebody reads the metrics; an idle process measures nothing."""

    def __init__(self, consumers: Sequence[Lags]) -> None:
        self._consumers = consumers

    def collect(self) -> "Iterator[Metric]":
        """Bring the gauge up to date, which is read after this; while the database is away it keeps what it said last."""
        for consumer in self._consumers:
            try:
                consumer.lag()
            except (psycopg.Error, Unavailable):
                break
        return iter(())


def show_lag(consumers: Sequence[Lags]) -> None:
    """Let the metrics say how far *consumers* are behind."""
    metrics.registry().register(LagCollector(consumers))  # before the gauge, so that it is read after
    for consumer in consumers:
        for topic in consumer.topics:
            metrics.put(metrics.CONSUMER_LAG, 0, consumer=consumer.name, topic=topic)


class Housekeeping:
    """Calls *sweep* every hour, in a thread of its own."""

    def __init__(self, sweep: Callable[[], object], *, every: timedelta = SWEEP_EVERY) -> None:
        self._sweep = sweep
        self._every = every
        self._loop = Loop("housekeeping", self._step)

    def start(self) -> None:
        """Begin."""
        self._loop.start()

    def stop(self, timeout: timedelta) -> bool:
        """Let the sweep in hand end."""
        return self._loop.stop(timeout.total_seconds())

    def _step(self) -> None:
        if not self._loop.stopping.wait(self._every.total_seconds()):
            self._sweep()
