"""Reads an export row by row; what cannot be understood is handed to the caller with its line, and reading goes on."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tierline_standalone.errors import FileUnreadable
from tierline_standalone.history.mapping import Mapping
from tierline_standalone.history.values import Row, RowInvalid

UNDECODABLE = range(0xDC80, 0xDD00)
"""What `surrogateescape` makes of bytes that are not text in the file's encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that was left out: the line of the file where it begins, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row as it stands in the file; missing values are empty."""

    number: int
    row: Row
    offset: int
    """Characters of the file read so far, for a progress bar."""


def lines(path: Path, mapping: Mapping, *, bad: Callable[[BadRow], None]) -> Iterator[Line]:
    """
    Read *path* row by row.

    Raises:
        FileUnreadable: The file cannot be opened, is empty, or lacks a column that the mapping names.
    """
    try:
        with path.open(encoding=mapping.encoding, errors="surrogateescape", newline="") as stream:
            yield from _lines(stream, path, mapping, bad)
    except OSError as error:
        raise FileUnreadable(f"{path} cannot be read: {error.strerror}", cure="Name a CSV file that you may read.") from error


def _lines(stream: TextIO, path: Path, mapping: Mapping, bad: Callable[[BadRow], None]) -> Iterator[Line]:
    counted = _Counted(stream)
    reader = csv.reader(counted, delimiter=mapping.delimiter)
    header = next(reader, [])
    _check(header, path, mapping)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
            if cells:
                yield Line(number=number, row=_row(header, cells, mapping), offset=counted.characters)
        except StopIteration:
            return
        except (csv.Error, RowInvalid) as error:
            through = f" (read as far as line {reader.line_num})" if reader.line_num > number else ""
            bad(BadRow(line=number, reason=f"{error}{through}"))


def _row(header: Sequence[str], cells: Sequence[str], mapping: Mapping) -> Row:
    if len(cells) != len(header):
        raise RowInvalid(f"has {len(cells)} columns where the heading has {len(header)}")
    if any(ord(character) in UNDECODABLE for cell in cells if not cell.isascii() for character in cell):
        raise RowInvalid(f"holds bytes that are not {mapping.encoding}")
    return {name: "" if (text := cell.strip()) in mapping.missing else text for name, cell in zip(header, cells, strict=True)}


def _check(header: Sequence[str], path: Path, mapping: Mapping) -> None:
    cure = "Correct the mapping, or its delimiter, or name the file that it is for."
    absent = [column for column in mapping.columns if column not in header]
    if absent:
        listed = ", ".join(repr(name[:80]) for name in header[:60]) or "none: the file is empty"
        raise FileUnreadable(f"{path} lacks {', '.join(map(repr, absent))}, which the mapping names. Its columns: {listed}.", cure=cure)
    twice = sorted({column for column in mapping.columns if header.count(column) > 1})
    if twice:
        raise FileUnreadable(f"{path} has {', '.join(map(repr, twice))} more than once.", cure="Give each column a name of its own.")


class _Counted:
    """Counts the characters that the CSV reader has taken; `tell` is not allowed while a text file is iterated."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.characters = stream, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.stream)
        self.characters += len(line)
        return line
