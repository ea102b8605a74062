"""The data folder: what lies where in it, who holds it, and what runs on it."""

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tierline_standalone.errors import AlreadyRunning, DataFolderUnusable


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningPart:
    """A process of the house: its number, where it takes calls, and where it shows its metrics."""

    pid: int
    address: str
    metrics: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """
    What is running, as commands find it.

    Attributes:
        url: Where the gateway takes HTTP.
        grpc: `HOST:PORT` of the gateway's gRPC.
        database: `embedded`, or `given` by URL.
    """

    pid: int
    url: str
    grpc: str
    version: str
    started_at: str
    database: str
    parts: Mapping[str, RunningPart]


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One installation's folder; two may not run on it."""

    path: Path

    @property
    def postgres(self) -> Path:
        """The embedded PostgreSQL's own folder."""
        return self.path / "postgres"

    @property
    def logs(self) -> Path:
        """One log per part."""
        return self.path / "logs"

    @property
    def secrets(self) -> Path:
        """The keys that the parts share, mode 0600."""
        return self.path / "secrets.json"

    @property
    def operator_key(self) -> Path:
        """The first key, mode 0600: it may do everything."""
        return self.path / "operator.key"

    @property
    def gateway_key(self) -> Path:
        """The gateway's own key, mode 0600."""
        return self.path / "gateway.key"

    @property
    def record(self) -> Path:
        """What is running, mode 0600; removed at the stop."""
        return self.path / "run.json"

    def prepare(self) -> None:
        """
        Make the folder where it is missing and see that it can be written.

        Its own mode is 0711 under root, whose PostgreSQL runs as another user and must pass through, and 0700 otherwise; what is secret in it is 0600.

        Raises:
            DataFolderUnusable: It cannot be made or written.
        """
        try:
            if not self.path.exists():
                self.path.mkdir(parents=True)
                self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
            self.logs.mkdir(mode=0o700, exist_ok=True)
            (self.path / ".writable").touch()
            (self.path / ".writable").unlink()
        except OSError as error:
            cure = "Name a folder that you may write with --data, or make room on the disk."
            raise DataFolderUnusable(f"The data folder {self.path} cannot be used: {error.strerror}.", cure=cure) from error

    def lock(self) -> int:
        """
        Hold the folder until this process ends; return the descriptor of the lock.

        Raises:
            AlreadyRunning: Another process holds it.
        """
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _locked_within(descriptor, seconds=0.5):
            text = os.read(descriptor, 32).decode()
            os.close(descriptor)
            raise AlreadyRunning(self.path, int(text) if text.isdigit() else 0)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        return descriptor

    def write_record(self, running: Running) -> None:
        """Say what is running."""
        write_private(self.record, json.dumps(asdict(running), indent=1))

    def read_record(self) -> Running | None:
        """Return what is running; None where nothing is, a record left by a crash included."""
        try:
            content: dict[str, Any] = json.loads(self.record.read_text())
            parts = {name: RunningPart(**part) for name, part in content.pop("parts").items()}
            running = Running(parts=parts, **content)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return running if self._held() else None

    def _held(self) -> bool:
        try:
            descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False


def _locked_within(descriptor: int, *, seconds: float) -> bool:
    """Take the lock; a command that only looks whether it is held lets go at once, so a second look is worth its while."""
    deadline = monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > deadline:
                return False
            sleep(0.05)
        else:
            return True


def write_private(path: Path, text: str) -> None:
    """Replace the file *path* by *text* in one step, readable by its owner alone."""
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
