"""
Health as gRPC's own service answers it, and the readiness behind it.

A service is ready from the end of its start to the beginning of its end, while its database answers. Lag is no reason: a service that is behind
still answers. The name `liveness` is served as long as the process answers at all.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
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
    """One thread that asks what the service depends on, and tells the health of it."""

    def __init__(self, health: Health, answers: Callable[[], bool], *, seconds: float = PROBE_SECONDS) -> None:
        self._health = health
        self._answers = answers
        self._seconds = seconds
        self._over = Event()
        self._thread = Thread(target=self._run, name="probe", daemon=True)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more."""
        self._over.set()

    def _run(self) -> None:
        failures = 0
        while not self._over.wait(self._seconds):
            failures = 0 if self._answers() else failures + 1
            self._health.set_ready(ready=failures < FAILURES)
