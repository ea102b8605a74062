"""Brings a CSV export in: read, group by ticket, send."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tierline_standalone.history.mapping import Mapping
from tierline_standalone.history.reader import BadRow, Line, lines
from tierline_standalone.history.records import TicketHistory
from tierline_standalone.history.rows import ticket_history
from tierline_standalone.history.send import Door, Tally, send
from tierline_standalone.history.spool import Spool
from tierline_standalone.history.values import RowInvalid

MOST_REPORTED = 1000
"""Bad rows that are kept for the report; all are counted."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What became of a file: good and bad rows, and the first bad ones with their lines."""

    tally: Tally = field(default_factory=Tally)
    rows: int = 0
    tickets: int = 0
    bad_count: int = 0
    bad: list[BadRow] = field(default_factory=list)

    def add_bad(self, row: BadRow) -> None:
        """Note a row that was left out."""
        self.bad_count += 1
        if len(self.bad) < MOST_REPORTED:
            self.bad.append(row)


class Progress:
    """Told how far an import is; a bar on a terminal, silence elsewhere."""

    def total(self, tickets: int) -> None:
        """Say how many tickets there are, once the file is read."""

    def at(self, tickets: int) -> None:
        """Say how many tickets have been answered."""


def bring_in(
    file: Path, mapping: Mapping, *, door: Door, tenant: str = "", progress: Progress | None = None, on_bad: Callable[[BadRow], None] | None = None,
) -> Report:
    """
    Bring the export *file* in through *door*.

    Args:
        file: The export.
        mapping: What its columns mean.
        door: Where chunks go: the gateway.
        tenant: Id of the tenant; may be empty for a caller with one.
        progress: Told how far it is.
        on_bad: Called for each row that is left out, at once; the report has them too.

    Raises:
        FileUnreadable: The file cannot be opened, or lacks a column that the mapping names.
    """
    report, seen = Report(), progress or Progress()

    def bad(row: BadRow) -> None:
        report.add_bad(row)
        if on_bad is not None:
            on_bad(row)

    with Spool() as spool:
        spool.add(_named(file, mapping, bad))
        report.rows, report.tickets = spool.rows(), spool.tickets()
        seen.total(report.tickets)
        histories = _histories(spool, mapping, bad)
        report.tally = send(histories, door=door, source=mapping.source, tenant=tenant, bad=bad, progress=lambda tally: seen.at(tally.tickets))
    return report


def _named(file: Path, mapping: Mapping, bad: Callable[[BadRow], None]) -> Iterator[tuple[str, Line]]:
    for line in lines(file, mapping, bad=bad):
        try:
            ticket = mapping.id.read(line.row)
        except RowInvalid as error:
            bad(BadRow(line=line.number, reason=error.message))
            continue
        if ticket:
            yield ticket, line
        else:
            bad(BadRow(line=line.number, reason="names no ticket"))


def _histories(spool: Spool, mapping: Mapping, bad: Callable[[BadRow], None]) -> Iterator[TicketHistory]:
    for ticket, rows in spool:
        history = ticket_history(ticket, rows, mapping, bad=bad)
        if history is not None:
            yield history
