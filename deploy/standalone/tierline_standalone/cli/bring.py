"""`tierline import`: brings another desk's history in."""

from pathlib import Path

import click

from tierline_standalone.cli.output import emit, emit_json
from tierline_standalone.cli.progress import progress
from tierline_standalone.cli.session import Session, connected, tenant_of
from tierline_standalone.history import mapping as mappings
from tierline_standalone.history.importer import Report, bring_in
from tierline_standalone.history.reader import BadRow
from tierline_standalone.supervisor.voice import say

MOST_SAID = 20
"""Bad rows that are said at once; `--json` gives up to a thousand, the closing line counts all."""


@click.command(epilog=mappings.SHAPE)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", "mapping_file", required=True, type=click.Path(path_type=Path), metavar="FILE.yaml", help="What the columns mean; see below.")
@click.option("--tenant", metavar="TENANT", help="Prefix, name or id; needed where the key has several.")
@click.option("--check", is_flag=True, help="Read and report only; send nothing.")
@connected
def bring(session: Session, file: Path, mapping_file: Path, tenant: str | None, *, check: bool) -> int:
    """
    Bring the tickets of FILE, a CSV export of another desk, in as history.

    History keeps its own instants: clocks, pauses and breaches come out when they happened, and nothing is notified, routed or escalated by it. A row that
    cannot be understood is reported with its line and reason, and the rest goes on. An import that was cut off is simply run again: nothing is stored twice.
    """
    mapping = mappings.load(mapping_file)
    said = _Said(silent=session.as_json)
    if check:
        report = bring_in(file, mapping, door=Checked(), on_bad=said)
    else:
        with session.client() as client, progress(file.name, silent=session.as_json) as shown:
            tenant_id = tenant_of(client, tenant)["id"]
            report = bring_in(file, mapping, door=client.within(tenant_id), tenant=tenant_id, progress=shown, on_bad=said)
    _tell(session, report, mapping)
    return 0 if report.tally.tickets or not report.bad_count else 1


class Checked:
    """A door that stores nothing: `--check` looks at the file alone."""

    def post(self, path: str, body: object) -> dict[str, int]:
        """Answer that nothing was stored."""
        del path, body
        return {}


class _Said:
    """Says the first bad rows as they come."""

    def __init__(self, *, silent: bool) -> None:
        self._left = 0 if silent else MOST_SAID

    def __call__(self, row: BadRow) -> None:
        if self._left > 0:
            self._left -= 1
            say(f"line {row.line}: {row.reason}" if row.line else row.reason)


def _tell(session: Session, report: Report, mapping: mappings.Mapping) -> None:
    tally = report.tally
    if session.as_json:
        emit_json({
            "rows": report.rows, "tickets": report.tickets, "created": tally.created, "stored": tally.stored, "repeated": tally.repeated,
            "bad": report.bad_count, "badRows": [{"line": row.line, "reason": row.reason} for row in report.bad], "assumed": dict(mapping.assumed),
        })
        return
    emit(f"{report.tickets:,} tickets with {report.rows:,} rows read; {tally.created:,} tickets created, {tally.stored:,} rows stored, "
         f"{tally.repeated:,} stored before, {report.bad_count:,} bad.")
    for name, sentence in mapping.assumed.items():
        emit(f"  assumed {name}: {sentence}")
