"""One part of the house as a process: started, watched, started again, stopped."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

BIGGEST_LOG_BYTES = 8_000_000
"""A log that has grown beyond this becomes NAME.log.1, and a new one begins: 16 MB a part at most."""

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, STEADY_SECONDS = 0.25, 30.0, 60.0
"""A part that dies is started again after a pause that doubles; one that ran steadily for a minute begins anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """
    What to run, and where it answers.

    Attributes:
        address: Where it takes calls: gRPC for a service, HTTP for the gateway.
        environment: Its settings, on top of what every part gets.
    """

    name: str
    module: str
    address: str
    metrics: str
    environment: Mapping[str, str]


class Child:
    """The process of one part; at most one at a time. Its group is its own, so that a Ctrl-C at the terminal reaches the supervisor alone."""

    def __init__(self, part: Part, *, environment: Mapping[str, str], log: Path) -> None:
        self.part, self.log = part, log
        self._environment = {**environment, **part.environment}
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._deaths = 0
        self.last_pid = 0
        self.due: float | None = None

    @property
    def pid(self) -> int:
        """The process number; 0 where it does not run."""
        return self._process.pid if self._process is not None else 0

    @property
    def deaths(self) -> int:
        """How often it died since it last ran steadily."""
        return self._deaths

    def start(self, *arguments: str) -> None:
        """Start the part; its words go to the log."""
        with self.log.open("ab") as log:
            self.log.chmod(0o600)
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", self.part.module, *arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment, start_new_session=True,
            )
        self._started, self.due, self.last_pid = monotonic(), None, self._process.pid

    def ended(self) -> int | None:
        """Return the exit status, negative for a signal, once it has ended; None while it runs. What it left behind in its group is ended too."""
        if self._process is None or (status := self._process.poll()) is None:
            return None
        self.send(signal.SIGKILL)
        self._process = None
        return status

    def plan_restart(self) -> float:
        """Decide when to start again, and return the pause in seconds."""
        now = monotonic()
        self._deaths = 1 if now - self._started > STEADY_SECONDS else self._deaths + 1
        pause: float = min(FIRST_PAUSE_SECONDS * 2 ** min(self._deaths - 1, 10), LONGEST_PAUSE_SECONDS)
        self.due = now + pause
        return pause

    def send(self, number: int) -> None:
        """Send a signal to the part: SIGTERM to it alone, for it ends its own helpers; SIGKILL to its whole group."""
        if self._process is None:
            return
        try:
            (os.killpg if number == signal.SIGKILL else os.kill)(self._process.pid, number)
        except ProcessLookupError:
            return

    def bound_log(self) -> None:
        """Keep the log from growing without end: copy it aside and empty it in place, since the process goes on appending to it."""
        if self.log.exists() and self.log.stat().st_size > BIGGEST_LOG_BYTES:
            older = self.log.with_name(f"{self.log.name}.1")
            older.write_bytes(self.log.read_bytes())
            older.chmod(0o600)
            os.truncate(self.log, 0)

    def last_words(self, lines: int = 12) -> str:
        """Return the end of the log, for an error message."""
        if not self.log.exists():
            return "(no log)"
        with self.log.open("rb") as stream:
            stream.seek(max(0, self.log.stat().st_size - 16_384))
            text = stream.read().decode(errors="replace")
        return "\n".join(f"  {line[:400]}" for line in text.splitlines()[-lines:]) or "  (it said nothing)"


def described(status: int) -> str:
    """Say in words how a process ended."""
    if status < 0:
        try:
            return f"killed by {signal.Signals(-status).name}"
        except ValueError:
            return f"killed by signal {-status}"
    return f"ended with status {status}"
