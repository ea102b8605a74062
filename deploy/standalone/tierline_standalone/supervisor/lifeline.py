"""The supervisor's end of the guard's pipe."""

import contextlib
import subprocess
import sys
from pathlib import Path

from tierline_standalone.supervisor import guard


class Lifeline:
    """Keeps a guard process that ends everything should this process die without a word; a guard that dies is replaced."""

    def __init__(self) -> None:
        self._running: set[tuple[str, int]] = set()
        self._guard = self._spawn()

    def hold(self, kind: str, number: int) -> None:
        """Have the guard end *number* too: a `group` of processes, or a `server`."""
        self._running.add((kind, number))
        self._tell(f"+ {kind} {number}")

    def release(self, kind: str, number: int) -> None:
        """Forget *number*: it has ended."""
        self._running.discard((kind, number))
        self._tell(f"- {kind} {number}")

    def renew(self) -> None:
        """Replace a guard that has died, and tell it all."""
        if self._guard.poll() is not None:
            self._let_go()
            self._guard = self._spawn()
            for kind, number in self._running:
                self._tell(f"+ {kind} {number}")

    def close(self) -> None:
        """Let the guard go, once everything has ended."""
        self._let_go()
        self._guard.wait()

    def _let_go(self) -> None:
        if self._guard.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # What it was last told may still wait to be written, to nobody.
                self._guard.stdin.close()

    def _tell(self, line: str) -> None:
        if self._guard.stdin is None:
            return
        try:
            self._guard.stdin.write(f"{line}\n".encode())
            self._guard.stdin.flush()
        except BrokenPipeError:
            return  # It has died; `renew` replaces it and tells it all.

    def _spawn(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-I", "-S", str(Path(guard.__file__))]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603 - our own file, no shell
