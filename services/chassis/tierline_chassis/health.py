"""
Health as gRPC's own service answers it, and the readiness behind it.

A service is ready from the end of its start to the beginning of its end, while its database answers. Lag is no reason: a service that is behind
still answers. The name `liveness` is served as long as the process answers at all.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from threading import Event, Lock, Thread

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_health.v1.health_pb2 import HealthCheckResponse

_log = structlog.get_logger(__name__)

LIVENESS = "liveness"
FAILURES = 3
"""Probes of the database that fail in a row before a service says that it is not ready."""
PROBE_SECONDS = 2.0
"""Time between probes."""


class Health:
    """Says whether this process wants calls."""

    services: Sequence[str] = (health_pb2.DESCRIPTOR.services_by_name["Health"].full_name,)

    def __init__(self) -> None:
        self._names: Sequence[str] = ("",)
        self._servicer: health.HealthServicer | None = None
        self._ready = False
        self._draining = False
        self._lock = Lock()

    def add_to(self, server: grpc.Server, names: Sequence[str], pool: ThreadPoolExecutor) -> None:
        """Serve the health service for the whole process and for the services *names*; its watches hold no thread."""
        self._names = ("", *names)
        self._servicer = health.HealthServicer(experimental_non_blocking=True, experimental_thread_pool=pool)
        health_pb2_grpc.add_HealthServicer_to_server(self._servicer, server)
        self._servicer.set(LIVENESS, HealthCheckResponse.SERVING)
        self._tell()

    @property
    def ready(self) -> bool:
        """Whether calls are wanted."""
        return self._ready and not self._draining

    def set_ready(self, *, ready: bool) -> None:
        """Say so; nothing makes a draining process ready again."""
        with self._lock:
            changed, self._ready = self._ready != ready, ready
        if changed:
            _log.info("readiness_changed", ready=self.ready)
            self._tell()

    def drain(self) -> None:
        """Say that the end has begun."""
        with self._lock:
            self._draining = True
        self._tell()

    def _tell(self) -> None:
        if self._servicer is not None:
            for name in self._names:
                self._servicer.set(name, HealthCheckResponse.SERVING if self.ready else HealthCheckResponse.NOT_SERVING)


class Probe:
    """
    Asks what the service depends on, again and again, and tells the health of it.

    The question is asked on a thread of its own: a database that is frozen answers nothing, not even an error.
    """

    def __init__(self, health: Health, answers: Callable[[], bool], *, seconds: float = PROBE_SECONDS) -> None:
        self._health = health
        self._answers = answers
        self._seconds = seconds
        self._over = Event()
        self._asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="probe-asking")
        self._thread = Thread(target=self._run, name="probe", daemon=True)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more."""
        self._over.set()
        self._asking.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        failures, asked = 0, None
        while not self._over.wait(self._seconds):
            if asked is None or asked.done():
                asked = self._ask()
            failures = 0 if asked is None or self._is_yes(asked) else failures + 1
            self._health.set_ready(ready=failures < FAILURES)

    def _ask(self) -> "Future[bool] | None":
        try:
            return self._asking.submit(self._answers)
        except RuntimeError:  # stopped in this moment
            return None

    def _is_yes(self, asked: "Future[bool]") -> bool:
        try:
            return asked.result(self._seconds)
        except (TimeoutError, CancelledError):
            return False
