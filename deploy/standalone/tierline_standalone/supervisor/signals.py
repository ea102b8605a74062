"""Turns signals into something that can be waited for."""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """
    While entered: a stop signal is remembered, and a child's end wakes the waiter.

    The first stop asks for an orderly stop; the second ends the wait for it. A signal that was ignored at the start (SIGHUP under nohup) stays ignored.
    """

    def __init__(self) -> None:
        self.stops = 0
        self._read, self._write = os.pipe()

    def __enter__(self) -> Self:
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        self._before = {number: signal.getsignal(number) for number in (*STOPS, signal.SIGCHLD)}
        for number in STOPS:
            if self._before[number] is not signal.SIG_IGN:
                signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._wakeup = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._read)
        os.close(self._write)

    def wait(self, seconds: float) -> None:
        """Wait until a signal arrives, at most *seconds*."""
        ready, _, _ = select.select([self._read], [], [], max(0.0, seconds))
        if ready:
            os.read(self._read, 4096)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stops += 1
