"""Thread pools that know how much they have taken on, so that a server can refuse more in time."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from tierline_chassis import metrics

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Pool(ThreadPoolExecutor):
    """At most *threads* at work; `full` says that *capacity* tasks run or wait. Threads are made as they are needed."""

    def __init__(self, name: str, *, threads: int, capacity: int) -> None:
        super().__init__(max_workers=threads, thread_name_prefix=name)
        self.name = name
        self._capacity = capacity
        self._open = 0
        self._counting = Lock()

    @property
    def full(self) -> bool:
        """Whether one more would be one too many."""
        return self._open >= self._capacity

    def submit(self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> "Future[Result]":
        """Take a task on; the caller has looked at `full` before."""
        self._count(1)
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(self._done)
        return future

    def _done(self, _future: "Future[Any]") -> None:
        self._count(-1)

    def _count(self, by: int) -> None:
        with self._counting:
            self._open += by
        metrics.change(metrics.RPCS_OPEN, by, pool=self.name)
