"""Brings the rows of each ticket together: exports are often sorted by time, and a ticket's history must be sent whole."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import Self

from tierline_standalone.history.reader import Line


class Spool:
    """
    Rows by ticket, kept in a private temporary database that spills to disk, so that memory does not grow with the file.

    Tickets come back in the order in which they first appear, rows in the order of the file.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.executescript("pragma synchronous = off; pragma journal_mode = off; create table row (ticket text, line integer, cells text)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()

    def add(self, lines: Iterable[tuple[str, Line]]) -> None:
        """Keep *lines*, each with the id of its ticket."""
        rows = ((ticket, line.number, json.dumps(line.row)) for ticket, line in lines)
        self._database.executemany("insert into row values (?, ?, ?)", rows)
        self._database.execute("create table ticket as select ticket, min(line) as first, count(*) as rows from row group by ticket")
        self._database.execute("create index by_ticket on row (ticket, line)")

    def tickets(self) -> int:
        """Count the tickets."""
        return int(self._database.execute("select count(*) from ticket").fetchone()[0])

    def rows(self) -> int:
        """Count the rows."""
        return int(self._database.execute("select count(*) from row").fetchone()[0])

    def __iter__(self) -> Iterator[tuple[str, Sequence[Line]]]:
        query = "select row.ticket, row.line, row.cells from ticket join row using (ticket) order by ticket.first, row.line"
        for ticket, rows in groupby(self._database.execute(query), key=itemgetter(0)):
            yield ticket, [Line(number=line, row=json.loads(cells), offset=0) for _, line, cells in rows]
