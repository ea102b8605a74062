"""The pool that asks for pages, and the one thread that saves what they answer, many at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Lock

import structlog
from tierline_chassis.loops import Loop, OnFailure, stop_process

from tierline_monitoring.domain.checks import HttpProbe, Observation
from tierline_monitoring.probing.claims import Answer, Claim
from tierline_monitoring.probing.http import Seen, ask

_log = structlog.get_logger(__name__)

_MOST_AT_ONCE = 500
"""The most answers saved in one go."""


class Prober:
    """
    Asks for pages with bounded concurrency.

    A claim is never lost for good: what is not answered, because the process died or the database was away, is due again when its lease is over.

    Args:
        save: Stores the answers of one tenant.
        workers: Pages asked for at once.
        capacity: Claims that run or wait; more are refused and come again.

    """

    def __init__(
        self, *, save: Callable[[str, Sequence[Observation]], None], workers: int, capacity: int, clock: Callable[[], datetime],
        ask: Callable[[HttpProbe], Seen] = ask, on_failure: OnFailure = stop_process,
    ) -> None:
        self._save = save
        self._ask = ask
        self._clock = clock
        self._capacity = capacity
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="probe")
        self._lock = Lock()
        self._running: set[str] = set()
        self._answers: SimpleQueue[Answer | None] = SimpleQueue()
        self._loop = Loop("prober", self._step, on_failure=on_failure)

    def start(self) -> None:
        """Begin to save answers."""
        self._loop.start()

    def stop(self, timeout: timedelta = timedelta(seconds=10)) -> bool:
        """Ask for no more pages, save the answers at hand, and stop; what is under way is asked again by whoever comes next."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._loop.stopping.set()
        self._answers.put(None)
        return self._loop.stop(timeout.total_seconds())

    def offer(self, claim: Claim) -> bool:
        """Take a claim, or refuse it where all hands are full; a check that is being asked already is not asked twice at once."""
        with self._lock:
            if claim.check_id in self._running:
                return True
            if len(self._running) >= self._capacity:
                return False
            self._running.add(claim.check_id)
        try:
            self._pool.submit(self._answer, claim)
        except RuntimeError:  # The pool was shut down in this moment.
            return False
        return True

    def _answer(self, claim: Claim) -> None:
        at = self._clock()
        try:
            seen = self._ask(claim.probe)
        except Exception:
            _log.exception("probe_failed", check_id=claim.check_id)
            raise
        else:
            observation = Observation(check_id=claim.check_id, at=max(at, claim.due), ok=seen.ok, detail=seen.detail, due=claim.due)
            self._answers.put(Answer(tenant_id=claim.tenant_id, observation=observation))
        finally:
            with self._lock:
                self._running.discard(claim.check_id)

    def _step(self) -> None:
        """Wait for an answer, and save it with all those that came meanwhile."""
        answers = [answer for answer in self._drain() if answer is not None]
        for tenant_id in sorted({answer.tenant_id for answer in answers}):
            self._save(tenant_id, [answer.observation for answer in answers if answer.tenant_id == tenant_id])

    def _drain(self) -> Sequence[Answer | None]:
        drained = [self._answers.get()]
        while len(drained) < _MOST_AT_ONCE:
            try:
                drained.append(self._answers.get_nowait())
            except Empty:
                break
        return drained
