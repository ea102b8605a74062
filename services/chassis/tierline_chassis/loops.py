"""A thread that works until it is told to stop, rides out outages, and takes the process down on a bug."""

import os
from collections.abc import Callable
from random import uniform
from threading import Event, Thread

import psycopg
import structlog
from tierline_sdk.errors import Kind, TierlineError

EXIT_STATUS = 70
"""`EX_SOFTWARE`: the supervisor starts the process again."""

FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 5.0

OnFailure = Callable[[BaseException], None]

_log = structlog.get_logger(__name__)


def stop_process(error: BaseException) -> None:
    """End the process at once: what a thread could not foresee must not go on half working."""
    _log.critical("process_stopped", error=repr(error), exit_status=EXIT_STATUS)
    os._exit(EXIT_STATUS)


def is_outage(error: BaseException) -> bool:
    """Say whether the same may succeed later: something does not answer, or the database broke a transaction."""
    if isinstance(error, TierlineError):
        return error.kind is Kind.UNAVAILABLE
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)


class Backoff:
    """Pauses that double from 50 ms to 5 s, with chance in them, until something succeeds."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE_SECONDS

    def wait(self, stopping: Event) -> None:
        """Pause, or return at once when *stopping* is set."""
        stopping.wait(uniform(0.5, 1) * self._pause)  # noqa: S311  spreads rivals apart, guards nothing
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    def succeeded(self) -> None:
        """Begin again with short pauses."""
        self._pause = FIRST_PAUSE_SECONDS


class Loop:
    """Calls *step* again and again in a thread of its own."""

    def __init__(self, name: str, step: Callable[[], object], *, on_failure: OnFailure = stop_process) -> None:
        self.name = name
        self.stopping = Event()
        self._step = step
        self._on_failure = on_failure
        self._thread = Thread(target=self._run, name=f"tierline-{name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_seconds: float) -> bool:
        """Let the step in hand end and stop; say whether it did in time."""
        self.stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        backoff = Backoff()
        while not self.stopping.is_set():
            try:
                self._step()
            except Exception as error:  # noqa: BLE001  the thread's top: an outage is ridden out, all else goes to `on_failure`
                if not is_outage(error):
                    _log.exception("loop_failed", loop=self.name)
                    self._on_failure(error)
                    return
                _log.warning("loop_interrupted", loop=self.name, error=str(error) or type(error).__name__)
                backoff.wait(self.stopping)
            else:
                backoff.succeeded()
