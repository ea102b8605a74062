"""One worker process and the two pipes to it, every wait under a deadline."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from tierline_chassis.plugin_host.values import Limits

WORKER = Path(__file__).with_name("worker.py")

MEMORY_EXIT_CODE = 77
"""What the worker ends with when there is no memory left."""

LINE_LIMIT = 1024 * 1024
"""Bytes of one line from the worker; more is no line of ours."""

LAST_BREATH_SECONDS = 1.0
"""How long a worker that closed its pipe may take to be gone."""

_INHERITED = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "TMPDIR", "SYSTEMROOT")
"""What a worker sees of the environment: nothing that holds a secret or an address of the service."""


class WorkerSilent(Exception):
    """The worker did not speak, or did not listen, until the deadline."""


class WorkerEnded(Exception):
    """The worker is gone, or says what no worker of ours says."""

    def __init__(self, return_code: int) -> None:
        super().__init__(f"return code {return_code}")
        self.return_code = return_code


class WorkerProcess:
    """A worker that is alive until it is ended; not thread-safe."""

    def __init__(self, limits: Limits, search_path: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file.
            [sys.executable, "-P", "-s", "-B", str(WORKER)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(search_path), bufsize=0, start_new_session=True,
        )
        self._received = b""
        os.set_blocking(self._stdin.fileno(), False)
        self.send(_limits_message(limits), deadline=time.monotonic() + limits.load_wall.total_seconds())

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 - Popen gives what PIPE asks for.
        return self._process.stdin

    @property
    def _stdout(self) -> IO[bytes]:
        assert self._process.stdout is not None  # noqa: S101 - Popen gives what PIPE asks for.
        return self._process.stdout

    def send(self, message: Mapping[str, object], *, deadline: float) -> None:
        """
        Say one message.

        Args:
            message: Plain data.
            deadline: Monotonic seconds.

        Raises:
            WorkerSilent: The worker does not take it.
            WorkerEnded: It is gone.
        """
        rest = memoryview(json.dumps(message, separators=(",", ":")).encode() + b"\n")
        while rest:
            _wait(self._stdin.fileno(), select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._stdin.fileno(), rest):]
            except BrokenPipeError:
                raise WorkerEnded(self.end(patience_seconds=LAST_BREATH_SECONDS)) from None

    def receive(self, *, deadline: float) -> Mapping[str, Any]:
        """
        Hear one message.

        Raises:
            WorkerSilent: There was none until the deadline (monotonic seconds).
            WorkerEnded: The worker is gone or says what is no message.
        """
        while b"\n" not in self._received:
            _wait(self._stdout.fileno(), select.POLLIN, deadline)
            chunk = os.read(self._stdout.fileno(), 65536)
            if not chunk or len(self._received) > LINE_LIMIT:
                raise WorkerEnded(self.end(patience_seconds=LAST_BREATH_SECONDS))
            self._received += chunk
        line, _, self._received = self._received.partition(b"\n")
        return self._parsed(line)

    def _parsed(self, line: bytes) -> Mapping[str, Any]:
        try:
            message = json.loads(line)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            raise WorkerEnded(self.end(patience_seconds=LAST_BREATH_SECONDS))
        return message

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def end(self, *, patience_seconds: float = 0.0) -> int:
        """
        End the worker and whatever it started.

        Args:
            patience_seconds: How long it may still take to end by itself, so that its own code says why it did.

        Returns:
            Its return code; the negative signal where one ended it.
        """
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=patience_seconds)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        self._stdin.close()
        self._stdout.close()
        return code


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(0, deadline - time.monotonic()) * 1000):
        raise WorkerSilent


def _environment(search_path: Sequence[str]) -> Mapping[str, str]:
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    paths = [*search_path, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    return {**environment, "PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0"} if paths else {**environment, "PYTHONHASHSEED": "0"}


def _limits_message(limits: Limits) -> Mapping[str, object]:
    return {
        "cpu_seconds": limits.cpu.total_seconds(),
        "wall_seconds": limits.wall.total_seconds(),
        "load_cpu_seconds": limits.load_cpu.total_seconds(),
        "load_wall_seconds": limits.load_wall.total_seconds(),
        "memory_bytes": limits.memory_bytes,
        "answer_bytes": limits.answer_bytes,
        "memory_exit_code": MEMORY_EXIT_CODE,
    }
