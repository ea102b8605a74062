"""A process beside the house that shows something on it, such as the demo's story; it keeps the terminal."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Companion:
    """
    What to run once the house is ready.

    Attributes:
        arguments: Of the Python that runs this.
        ends_all: Whether its end is the end of the house too.
    """

    arguments: Sequence[str]
    ends_all: bool
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _status: int | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it on the same terminal."""
        self._process = subprocess.Popen([sys.executable, *self.arguments])  # noqa: S603 - our own module, no shell

    def ended(self) -> int | None:
        """Return its exit status once it has ended; 1 for a signal."""
        if self._process is not None and self._status is None and (status := self._process.poll()) is not None:
            self._status = 1 if status < 0 else status
        return self._status

    def stop(self) -> None:
        """End it where it still runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
