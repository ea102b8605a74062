"""What a service is made of: what it declares, what the chassis gives it, and what it gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from tierline_chassis.auth import Authenticator
from tierline_chassis.database import Database
from tierline_chassis.log.events import Position, Slot
from tierline_chassis.log.postgres import PostgresLog
from tierline_chassis.watch import Hub


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """What every service is told; a service adds its own in a subclass."""

    database_url: str
    """PostgreSQL, as the service's own role (which owns nothing)."""
    assertion_public_key: str
    """Ed25519 public key of tenancy, base64 of the raw 32 bytes; several, separated by commas, while keys are rotated."""
    tenancy_address: str = ""
    """`HOST:PORT` of tenancy; without it callers have to bring assertions."""
    listen: str = "127.0.0.1:0"
    """`HOST:PORT` for gRPC; port 0 for a free one."""
    metrics_listen: str = ""
    """`HOST:PORT` for `/metrics`; none where empty."""
    log_format: str = "json"
    """`json`, or `console` for people."""
    drain_seconds: float = 0.0
    """How long a process that was told to end still answers while it already says NOT_SERVING; some seconds behind a load balancer."""
    grace_seconds: float = 10.0
    """How long calls in flight may take when a process ends."""
    parent_pid: int = 0
    """The supervisor's process; when it is gone, this one ends. 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationSettings:
    """What `migrate` is told."""

    owner_database_url: str
    """PostgreSQL, as the role that owns the schemas."""


Settings = TypeVar("Settings", bound=ServiceSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame(Generic[Settings]):
    """What the chassis has made when a service builds the rest."""

    settings: Settings
    database: Database
    log: PostgresLog
    hub: Hub
    clock: Callable[[], datetime]


class Consumes(Protocol):
    """A consumer, as far as the process is concerned."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    def lag(self) -> Mapping[Slot, int]:
        """Measure how far it is behind, by partition."""
        ...

    @property
    def topics(self) -> Sequence[str]:
        """What it consumes."""
        ...

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self, timeout: timedelta) -> object:
        """Finish the batch in hand and end."""
        ...

    def wait_for(self, position: Position, timeout: timedelta) -> bool:
        """Wait until it has handled *position*."""
        ...


class Runs(Protocol):
    """Anything else with a life of its own, such as timers."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self, timeout: timedelta) -> object:
        """Finish what is in hand and end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a service has built."""

    servicers: Mapping[str, object]
    """By the full name of the service: `tierline.intake.v1.IntakeService`. `EventService` is added by the chassis."""
    consumers: Sequence[Consumes] = ()
    runs: Sequence[Runs] = ()
    """Timers and the like; started after the consumers, stopped before them."""
    closes: Sequence[Callable[[], object]] = ()
    """Called at the very end, such as a plugin host's `close`."""
    authenticator: Authenticator | None = None
    """In place of the one that asks tenancy; for tenancy itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Generic[Settings]):
    """A service as its `__main__` declares it."""

    name: str
    """`intake`: also its schema, its role's suffix, and its name in the topics' files."""
    package: str
    """`tierline_intake`: where its migrations are."""
    topic: str
    """The topic that it writes, such as `tierline.ticket.v1`."""
    settings: type[Settings]
    build: Callable[[Frame[Settings]], Parts]
    commands: Mapping[str, Callable[[Sequence[str]], int]] | None = None
    """Sub-commands of its own besides `migrate`: name to what takes the remaining arguments and returns the exit status."""


AnyService = Service[Any]
