"""Deadlocks and serialisation failures: the handler is run again, a bounded number of times and never past the call's deadline."""

import random
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import TypeVar

from psycopg.errors import DeadlockDetected, SerializationFailure

from tierline_chassis import metrics
from tierline_chassis.call import Call
from tierline_chassis.interceptors.errors import Contended

ATTEMPTS = 4
"""Runs of a handler in all."""
_FIRST_PAUSE_SECONDS = 0.01
_NEVER = Event()

Answer = TypeVar("Answer")


def persistently(run: Callable[[], Answer], call: Call) -> Answer:
    """
    Return what *run* returns, running it again where the database broke its transaction to let another pass.

    The transaction that failed stored nothing; one that committed before it in the same handler is repeated, as with any repeat of a request.

    Raises:
        Contended: Every attempt failed so, or no time is left for another.

    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return run()
        except (DeadlockDetected, SerializationFailure) as error:
            pause = random.uniform(0.5, 1) * _FIRST_PAUSE_SECONDS * 2**attempt  # noqa: S311 (spreads rivals apart, guards nothing)
            if attempt == ATTEMPTS or (call.remaining is not None and call.remaining < timedelta(seconds=pause)):
                raise Contended from error
            metrics.increment(metrics.RPC_RETRIES, method=call.request_method)
            call.positions.clear()
            _NEVER.wait(pause)
    raise AssertionError
