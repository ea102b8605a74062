"""A mapping file is read strictly: an import that means something else than was meant is worse than none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from tierline_standalone.demo import histories
from tierline_standalone.errors import FileUnreadable, MappingInvalid
from tierline_standalone.history import mapping as mappings
from tierline_standalone.history.mapping import SHAPE, load, parse
from tierline_standalone.history.values import RowInvalid

SMALL = {
    "mapping": 1, "source": "desk", "time": {"format": "iso"},
    "ticket": {"id": "number"}, "row": {"at": "time", "state": {"column": "state", "values": {"Open": "new", "Done": "closed"}}},
}


def faults(change, path=()):
    """Read the small mapping with *change* merged in below *path*, and return the faults."""
    content = yaml.safe_load(yaml.safe_dump(SMALL))
    here = content
    for key in path:
        here = here[key]
    here.update(change)
    with pytest.raises(MappingInvalid) as caught:
        parse(content, name="desk.yaml")
    return caught.value.faults


def test_the_shape_in_the_help_is_a_mapping():
    """What a user copies from the help must work."""
    text = SHAPE.replace("\b\n", "").split("\n", 1)[1]
    assert "acme-servicenow" == parse(yaml.safe_load(text), name="help").source


@pytest.mark.parametrize("name", ["servicenow_incidents", "volvo_problems_2013"])
def test_shipped_mappings_are_read(name):
    """The demo stands on them."""
    assert load(histories.folder() / f"{name}.yaml").assumed


@pytest.mark.parametrize(("change", "path", "expected"), [
    ({"titel": "x"}, ("ticket",), "ticket.titel: is not known here"),
    ({"tickets": {}}, (), "tickets: is not known here"),
    ({"mapping": 2}, (), "mapping: needs the version"),
    ({"source": "Our Desk"}, (), "source: 'Our Desk' needs small letters"),
    ({"id": None}, ("ticket",), "ticket.id: is missing"),
    ({"at": None}, ("row",), "row.at: is missing"),
    ({"state": {"column": "state", "values": {"Open": "opened"}}}, ("row",), "row.state: 'opened' is none of new"),
    ({"state": {"column": "state", "values": {"Open": True}}}, ("row",), "row.state.values: 'Open': True must both be text"),
    ({"state": {"column": "a", "constant": "new"}}, ("row",), "row.state: needs exactly one of"),
    ({"level": {"column": "team", "patterns": [{"find": "(", "is": "1"}]}}, ("row",), "row.level.patterns[0].find: '(' is no regular expression"),
    ({"zone": "Mars/Olympus"}, ("time",), "time.zone: 'Mars/Olympus' is no zone"),
    ({"rows": "tickets"}, (), "instants: is needed with `rows: tickets`"),
    ({"file": {"delimiter": "::"}}, (), "file.delimiter: needs one character"),
    ({"file": {"encoding": "utf-9"}}, (), "file.encoding: 'utf-9' is no encoding"),
    ({"ticket": ["number"]}, (), "ticket: needs keys and values, not a list"),
])
def test_a_fault_is_named_with_its_path(change, path, expected):
    """The line to correct must be found without reading code."""
    assert any(fault.startswith(expected) for fault in faults(change, path)), faults(change, path)


def test_all_faults_are_named_at_once():
    """Nobody wants to find them one by one."""
    assert 2 <= len(faults({"source": "A B", "extra": 1}))


@pytest.mark.parametrize("content", ["", "[]", "just words"])
def test_a_file_that_is_no_mapping_is_refused(content):
    """An empty file is a common slip."""
    with pytest.raises(MappingInvalid):
        parse(yaml.safe_load(content), name="x")


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path):
    """The error names the file, not a parser."""
    (tmp_path / "m.yaml").write_text("a: [")
    with pytest.raises(FileUnreadable, match=r"m\.yaml"):
        load(tmp_path / "m.yaml")


@pytest.mark.parametrize(("form", "text", "expected"), [
    ("%d-%m-%Y %H:%M", "29-02-2016 01:16", datetime(2016, 2, 29, 0, 16, tzinfo=UTC)),
    ("iso", "2012-03-15 11:53:52+02:00", datetime(2012, 3, 15, 9, 53, 52, tzinfo=UTC)),
    ("epoch_seconds", "1330000000", datetime(2012, 2, 23, 12, 26, 40, tzinfo=UTC)),
    ("epoch_milliseconds", "1330000000500", datetime(2012, 2, 23, 12, 26, 40, 500000, tzinfo=UTC)),
])
def test_instants_are_read_in_their_zone(form, text, expected):
    """A zone in the text wins over the mapping's."""
    mapping = parse({**SMALL, "time": {"format": form, "zone": "Europe/Paris"}}, name="x")
    assert expected == mapping.instants(text)


@pytest.mark.parametrize("text", ["30-02-2016", "yesterday", "9" * 30])
@pytest.mark.parametrize("form", ["iso", "%d-%m-%Y", "epoch_seconds"])
def test_what_is_no_instant_is_a_fault_of_the_row(form, text):
    """One bad date must not stop a file."""
    mapping = parse({**SMALL, "time": {"format": form}}, name="x")
    with pytest.raises(RowInvalid):
        mapping.instants(text)


def test_words_of_the_mapping_are_those_of_the_vocabulary():
    """A word that the contract lacks would be refused row by row, thousands of times."""
    assert "on_hold vendor" in mappings.STATES
    assert {"title", "requester", "application", "kind", "nature", "channel", "environment"} <= set(mappings.TICKET_WORDS)
