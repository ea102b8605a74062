"""Stretches of time between two UTC instants, and what can be done with many of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tierline_sla.domain.errors import InvalidPause


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """The time from *start* until just before *end*, both aware."""

    start: datetime
    end: datetime


def merge(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Give the same time as stretches in order that neither overlap nor touch; empty ones vanish."""
    current: Stretch | None = None
    for stretch in sorted(stretch for stretch in stretches if stretch.start < stretch.end):
        if current is None:
            current = stretch
        elif stretch.start > current.end:
            yield current
            current = stretch
        elif stretch.end > current.end:
            current = Stretch(current.start, stretch.end)
    if current is not None:
        yield current


def subtract(stretches: Iterable[Stretch], cuts: Sequence[Stretch]) -> Iterator[Stretch]:
    """Take *cuts* out of *stretches*; both are merged and in order."""
    for stretch in stretches:
        start = stretch.start
        for cut in cuts:
            if cut.end <= start or cut.start >= stretch.end:
                continue
            if cut.start > start:
                yield Stretch(start, cut.start)
            start = cut.end
        if start < stretch.end:
            yield Stretch(start, stretch.end)


def merge_pauses(pauses: Sequence[Stretch]) -> Sequence[Stretch]:
    """
    Put pauses in order; those that overlap count once.

    Raises:
        InvalidPause: One ends before it starts.
    """
    for pause in pauses:
        if pause.end < pause.start:
            raise InvalidPause(pause.start, pause.end)
    return tuple(merge(pauses))
