"""How far an import is: a bar on a terminal, a line now and then elsewhere, nothing where a program reads."""

import sys
from types import TracebackType
from typing import Self

from tierline_standalone.history.importer import Progress
from tierline_standalone.supervisor.voice import say

STEPS = 4
"""Lines that are said where there is no terminal."""


class Said(Progress):
    """Says a line a quarter."""

    def __init__(self, name: str) -> None:
        self._name, self._tickets, self._said = name, 0, 0

    def total(self, tickets: int) -> None:
        """Remember how many there are."""
        self._tickets = tickets

    def at(self, tickets: int) -> None:
        """Say a quarter that is done."""
        step = STEPS * tickets // max(self._tickets, 1)
        if step > self._said:
            self._said = step
            say(f"{self._name}: {tickets:,} of {self._tickets:,} tickets")


class Bar(Progress):
    """Draws a bar on the terminal; rich is imported for it alone."""

    def __init__(self, name: str) -> None:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
        from rich.progress import Progress as Bars  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("tickets"), TimeElapsedColumn())
        self._bars = Bars(*columns, console=Console(stderr=True))
        self._task = self._bars.add_task(name, total=None)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._bars.stop()

    def total(self, tickets: int) -> None:
        """Give the bar its length."""
        self._bars.update(self._task, total=tickets)

    def at(self, tickets: int) -> None:
        """Move the bar."""
        self._bars.update(self._task, completed=tickets)


class progress:  # noqa: N801 - used as a function
    """Show the progress of *name* in the way that suits standard error."""

    def __init__(self, name: str, *, silent: bool = False) -> None:
        self._shown: Progress = Progress() if silent else Bar(name) if sys.stderr.isatty() else Said(name)

    def __enter__(self) -> Progress:
        return self._shown.__enter__() if isinstance(self._shown, Bar) else self._shown

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(self._shown, Bar):
            self._shown.__exit__(kind, error, trace)
