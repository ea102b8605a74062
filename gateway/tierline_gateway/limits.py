"""How much one caller, and all together, may ask for at once."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from tierline_chassis import metrics
from tierline_sdk.errors import Exhausted

_MOST_BUCKETS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


class Rates:
    """A token bucket for each principal: *burst* at once, *per_second* for long."""

    def __init__(self, *, per_second: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, principal_id: str) -> None:
        """
        Take one token.

        Raises:
            Exhausted: There is none left.

        """
        now = self._clock()
        bucket = self._buckets.get(principal_id) or self._new(principal_id, now)
        self._buckets.move_to_end(principal_id)
        bucket.tokens = min(float(self._burst), bucket.tokens + (now - bucket.filled) * self._per_second)
        bucket.filled = now
        if bucket.tokens < 1:
            metrics.increment(metrics.HTTP_SHED, limit="rate")
            raise Exhausted(f"You may send {self._per_second:g} requests a second.", limit="rate")
        bucket.tokens -= 1

    def _new(self, principal_id: str, now: float) -> _Bucket:
        """Begin with a full bucket; the one that was used longest ago, and so is full again, gives way."""
        bucket = self._buckets[principal_id] = _Bucket(float(self._burst), now)
        while len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return bucket


class Room:
    """So many at once, and not one more."""

    def __init__(self, name: str, places: int) -> None:
        self._name, self._places = name, places
        self.taken = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """
        Hold a place.

        Raises:
            Exhausted: All are taken.

        """
        if self.taken >= self._places:
            metrics.increment(metrics.HTTP_SHED, limit=self._name)
            raise Exhausted("The gateway has all that it takes at once.", limit=self._name)
        self.taken += 1
        metrics.put(metrics.HTTP_OPEN, self.taken, kind=self._name)
        try:
            yield
        finally:
            self.taken -= 1
            metrics.put(metrics.HTTP_OPEN, self.taken, kind=self._name)
