"""What commands print: JSON for programs, tables and cards for people."""

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tierline_standalone.errors import Cured


def emit_json(content: object) -> None:
    """Print *content* as one line of JSON."""
    emit(json.dumps(content, ensure_ascii=False))


def emit(text: str) -> None:
    """Print *text*; a reader that has gone (`| head`) ends the command quietly."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay *rows* out in columns under *heads*; a column of numbers stands to the right."""
    cells = [[_text(cell) for cell in row] for row in rows]
    numbers = [all(_is_number(row[place]) for row in cells) and bool(cells) for place in range(len(heads))]
    widths = [max(len(head), *(len(row[place]) for row in cells), 0) for place, head in enumerate(heads)]
    lines = [list(heads), *cells]
    columns = list(zip(widths, numbers, strict=True))
    return "\n".join("  ".join(_placed(cell, *column) for cell, column in zip(line, columns, strict=True)).rstrip() for line in lines)


def words(value: str | None) -> str:
    """Turn a word of the contract into one for people: `TICKET_STATE_ON_HOLD` becomes `on hold`."""
    text = value or ""
    for prefix in PREFIXES:
        if text.startswith(prefix):
            text = text.removeprefix(prefix)
            break
    text = text.lower().replace("_", " ")
    return "" if text == "unspecified" else text


PREFIXES = (
    "TICKET_STATE_", "TICKET_KIND_", "CLOCK_STATE_", "LEDGER_USE_", "NATURE_", "APPROACH_", "MODE_", "CHANNEL_", "IMPACT_", "URGENCY_", "PRIORITY_",
    "ENVIRONMENT_", "AWAITING_", "LEVEL_",
)
"""What the contract puts before its words."""


def instant(text: str | None) -> str:
    """Show an instant of the contract to the second."""
    return (text or "").replace("T", " ").split(".")[0].removesuffix("Z")


def complain(error: Cured, *, as_json: bool) -> int:
    """Say on standard error what went wrong and what helps; return the exit status."""
    text = json.dumps({"reason": error.reason, "message": error.message, "cure": error.cure}) if as_json else f"Error: {error.message}\n{error.cure}"
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)
    return 1


def _placed(cell: str, width: int, right: bool) -> str:  # noqa: FBT001 - one column as `table` has it
    return cell.rjust(width) if right else cell.ljust(width)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.1f}"
    return " ".join(str(cell).split())


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "").replace("%", "").removeprefix("-").isdigit() or not text


def keyed(content: Mapping[str, Any], *path: str) -> Any:
    """Walk down *content*; None where a step is missing."""
    here: Any = content
    for step in path:
        here = here.get(step) if isinstance(here, Mapping) else None
    return here
