"""Reading, grouping and sending another desk's export: odd files, bad rows, repeated imports."""

import csv
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tierline_standalone.demo import histories
from tierline_standalone.errors import FileUnreadable
from tierline_standalone.history.importer import bring_in
from tierline_standalone.history.mapping import load, parse
from tierline_standalone.history.send import MOST_ROWS, MOST_TICKETS

DESK = {
    "mapping": 1, "source": "desk", "file": {"missing": ["-"]}, "time": {"format": "iso"},
    "ticket": {"id": "id", "title": {"template": "{what} on {where}"}},
    "row": {
        "at": "at", "state": {"column": "state", "values": {"open": "new", "wait": "on_hold vendor", "done": "closed"}}, "team": "team",
        "level": {"column": "team", "patterns": [{"find": "2nd$", "is": "2"}], "otherwise": "1"},
    },
}
HEAD = "id,at,state,team,what,where\n"


class Door:
    """The import RPC as far as a client sees it: a row is stored once, by source, ticket and number."""

    def __init__(self, refuse=()):
        self.rows = {}
        self.chunks = []
        self.refuse = set(refuse)

    def post(self, path, body):
        """Store a chunk."""
        assert "/v1/tickets:importHistory" == path
        self.chunks.append(body)
        answer = {"storedRows": 0, "repeatedRows": 0, "createdTickets": 0, "answers": []}
        for ticket in body["tickets"]:
            known = {place[1] for place in self.rows}
            answer["createdTickets"] += ticket["externalId"] not in known
            for row in ticket["rows"]:
                place = (body["source"], ticket["externalId"], row["rowNumber"])
                if place[1:] in self.refuse:
                    answer["answers"].append(
                        {"externalId": place[1], "rowNumber": str(place[2]), "verdict": "ROW_VERDICT_REFUSED", "reason": "before 1970"})
                elif place in self.rows:
                    answer["repeatedRows"] += 1
                else:
                    self.rows[place] = row
                    answer["storedRows"] += 1
        return answer


def bring(tmp_path: Path, text: str | bytes, mapping=DESK, door=None):
    """Import *text* and return the door and the report."""
    file = tmp_path / "export.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    door = door or Door()
    return door, bring_in(file, parse(mapping, name="desk.yaml"), door=door)


def test_rows_of_a_ticket_come_together_in_the_order_of_the_file(tmp_path):
    """Exports sorted by time mix tickets; where instants tie, only the file knows the order."""
    text = HEAD + "A,2020-01-01T10:00,open,x,w,h\nB,2020-01-01T10:01,open,x,w,h\nA,2020-01-01T10:02,done,y,w,h\nA,2020-01-01T10:02,open,z,w,h\n"
    door, report = bring(tmp_path, text)
    tickets = door.chunks[0]["tickets"]
    assert ["A", "B"] == [ticket["externalId"] for ticket in tickets]
    assert [(1, "x"), (2, "y"), (3, "z")] == [(row["rowNumber"], row["team"]) for row in tickets[0]["rows"]]
    assert (4, 2, 0) == (report.rows, report.tickets, report.bad_count)


def test_values_are_written_as_the_contract_has_them(tmp_path):
    """The door refuses what is written otherwise."""
    door, _ = bring(tmp_path, HEAD + "A,2020-01-01T10:00+01:00,wait,Net 2nd,Printer,floor 3\n")
    ticket = door.chunks[0]["tickets"][0]
    assert "Printer on floor 3" == ticket["title"]
    expected = {"rowNumber": 1, "time": "2020-01-01T09:00:00Z", "state": "TICKET_STATE_ON_HOLD", "awaiting": "AWAITING_VENDOR"}
    assert {**expected, "team": "Net 2nd", "level": "LEVEL_L2"} == ticket["rows"][0]


@pytest.mark.parametrize(("line", "reason"), [
    ("A,yesterday,open,x,w,h", "'yesterday' is not an instant"),
    ("A,2020-01-01T10:00,gone,x,w,h", "state is 'gone', which the mapping does not translate"),
    ("A,2020-01-01T10:00,-,x,w,h", "has no state"),
    ("A,-,open,x,w,h", "has no at"),
    ("-,2020-01-01T10:00,open,x,w,h", "names no ticket"),
    ("A,2020-01-01T10:00,open,x,w", "has 5 columns where the heading has 6"),
    ("A,2020-01-01T10:00,open,x,w,h,more", "has 7 columns"),
])
def test_a_bad_row_is_named_with_its_line_and_the_rest_goes_on(tmp_path, line, reason):
    """One bad row in a million must cost one row."""
    door, report = bring(tmp_path, f"{HEAD}B,2020-01-01T09:00,open,x,w,h\n{line}\nB,2020-01-01T11:00,done,x,w,h\n")
    assert [3] == [row.line for row in report.bad]
    assert reason in report.bad[0].reason
    assert [1, 2] == [row["rowNumber"] for row in door.chunks[0]["tickets"][0]["rows"]]


def test_bytes_that_are_no_text_cost_their_row_alone(tmp_path):
    """Exports are glued together from systems with different encodings."""
    _, report = bring(tmp_path, HEAD.encode() + b"A,2020-01-01T10:00,open,caf\xe9,w,h\nA,2020-01-01T10:00,open,x,w,h\n")
    assert (1, 1) == (report.bad_count, report.rows)
    assert "not utf-8" in report.bad[0].reason


def test_a_byte_order_mark_quotes_and_windows_lines_are_read(tmp_path):
    """So do spreadsheets write."""
    text = '\ufeff"id","at","state","team","what","where"\r\nA,2020-01-01T10:00,open,"x, ""y""\nz",w,h\r\n'
    door, report = bring(tmp_path, text)
    assert 0 == report.bad_count
    assert 'x, "y"\nz' == door.chunks[0]["tickets"][0]["rows"][0]["team"]


@pytest.mark.parametrize("text", ["", "id,at\n", "\n\n", "number;state\n"])
def test_a_file_without_the_columns_is_refused_and_its_own_are_listed(tmp_path, text):
    """The wrong file or delimiter is the commonest slip."""
    with pytest.raises(FileUnreadable, match="lacks"):
        bring(tmp_path, text)


def test_a_column_named_twice_is_refused(tmp_path):
    """Either could be meant."""
    with pytest.raises(FileUnreadable, match="more than once"):
        bring(tmp_path, "id,id,at,state,team,what,where\n")


def test_an_import_again_stores_nothing_twice(tmp_path):
    """An import that was cut off is simply run again."""
    text = HEAD + "".join(f"T{n},2020-01-01T10:{n % 60:02},open,x,w,h\n" for n in range(300))
    door, first = bring(tmp_path, text)
    _, second = bring(tmp_path, text, door=door)
    assert (300, 0) == (first.tally.stored, first.tally.repeated)
    assert (0, 300) == (second.tally.stored, second.tally.repeated)


def test_rows_added_at_the_source_keep_the_numbers_of_the_old(tmp_path):
    """A later export of the same desk has more rows, and the old ones must still be known."""
    old = HEAD + "B,2020-01-01T10:00,open,x,w,h\nA,2020-01-01T10:00,open,x,w,h\n"
    door, _ = bring(tmp_path, old)
    new = HEAD + "A,2020-01-01T10:00,open,x,w,h\nA,2020-01-01T11:00,done,x,w,h\nB,2020-01-01T10:00,open,x,w,h\n"
    _, report = bring(tmp_path, new, door=door)
    assert (1, 2) == (report.tally.stored, report.tally.repeated)


def test_a_row_that_the_door_refuses_is_named_with_its_line(tmp_path):
    """The person at the terminal sees the file, not the contract."""
    text = HEAD + "B,2020-01-01T09:00,open,x,w,h\nA,1820-01-01T10:00,open,x,w,h\n"
    _, report = bring(tmp_path, text, door=Door(refuse=[("A", 1)]))
    assert [(3, "A: before 1970")] == [(row.line, row.reason) for row in report.bad]


def test_chunks_are_bounded_and_a_long_ticket_says_that_more_follows(tmp_path):
    """No timer may fire before a ticket's rows are all in."""
    rows = [f"L,2020-01-01T10:00:{n % 60:02},open,x,w,h\n" for n in range(MOST_ROWS + 5)]
    short = [f"S{n},2020-01-01T10:00,open,x,w,h\n" for n in range(MOST_TICKETS * 2)]
    door, _ = bring(tmp_path, HEAD + "".join(rows + short))
    assert all(len(chunk["tickets"]) <= MOST_TICKETS for chunk in door.chunks)
    assert all(sum(len(ticket["rows"]) for ticket in chunk["tickets"]) <= MOST_ROWS for chunk in door.chunks)
    long = [ticket for chunk in door.chunks for ticket in chunk["tickets"] if ticket["externalId"] == "L"]
    assert [True, None] == [ticket.get("more") for ticket in long]
    assert list(range(1, MOST_ROWS + 6)) == [row["rowNumber"] for ticket in long for row in ticket["rows"]]


def test_a_row_can_be_a_whole_ticket(tmp_path):
    """Most desks export one row a ticket, with its instants in columns."""
    mapping = {
        **DESK, "rows": "tickets", "ticket": {"id": "id"}, "row": {"team": "team"}, "file": {"delimiter": ";"},
        "instants": [{"at": "opened", "state": "new"}, {"at": "solved", "state": "resolved"}, {"at": "closed", "state": "closed"}],
    }
    text = "id;opened;solved;closed;team\nA;2020-01-01;2020-01-03;2020-01-04;x\nB;2020-01-02;;;y\nC;;;;z\n"
    door, report = bring(tmp_path, text, mapping)
    states = {ticket["externalId"]: [(row["rowNumber"], row["state"]) for row in ticket["rows"]] for ticket in door.chunks[0]["tickets"]}
    assert {"A": [(1, "TICKET_STATE_NEW"), (2, "TICKET_STATE_RESOLVED"), (3, "TICKET_STATE_CLOSED")], "B": [(1, "TICKET_STATE_NEW")]} == states
    assert [4] == [row.line for row in report.bad]


def test_the_desks_verdict_is_sent_once_the_ticket_is_closed(tmp_path):
    """Before the end, a desk's export says that all is well, whatever comes."""
    mapping = {**DESK, "ticket": {"id": "id", "verdict": {"column": "what", "values": {"T": "met", "F": "missed"}}, "change": "where"}}
    text = HEAD + "A,2020-01-01,open,x,T,-\nB,2020-01-01,open,x,T,-\nB,2020-01-02,done,x,F,RFC1\n"
    door, _ = bring(tmp_path, text, mapping)
    first, second = door.chunks[0]["tickets"]
    assert ("sourceMetAgreement" in first, "hasChange" in first) == (False, False)
    assert (False, True) == (second["sourceMetAgreement"], second["hasChange"])


@pytest.mark.parametrize(("name", "tickets", "rows"), [("servicenow_incidents", 890, 5998), ("volvo_problems_2013", 1487, 6660)])
def test_both_real_histories_are_read_whole(name, tickets, rows):
    """They are what the demo shows."""
    folder, door = histories.folder(), Door()
    report = bring_in(folder / f"{name}.csv", load(folder / f"{name}.yaml"), door=door)
    assert (tickets, rows, 0) == (report.tickets, report.tally.stored, report.bad_count)


def test_the_order_of_other_tickets_changes_nothing(tmp_path):
    """Rows of the real desk, tickets shuffled among each other, make the same histories."""
    folder = histories.folder()
    mapping = load(folder / "servicenow_incidents.yaml")
    with (folder / "servicenow_incidents.csv").open(newline="") as stream:
        head, *rows = list(csv.reader(stream))
    by_ticket: dict[str, list] = {}
    for row in rows[:600]:
        by_ticket.setdefault(row[0], []).append(row)
    queues, mixed, chance = list(by_ticket.values()), [], random.Random(1)  # noqa: S311 - shuffles, guards nothing
    while queues:
        queue = chance.choice(queues)
        mixed.append(queue.pop(0))
        queues = [left for left in queues if left]
    doors = []
    for number, lines in enumerate((rows[:600], mixed)):
        file = tmp_path / f"{number}.csv"
        with file.open("w", newline="") as out:
            csv.writer(out).writerows([head, *lines])
        doors.append(Door())
        bring_in(file, mapping, door=doors[-1])
    assert doors[0].rows == doors[1].rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(tmp_path, noise):
    """Whatever follows a good heading, rows are good or bad, and the reading ends."""
    door, report = bring(tmp_path, HEAD.encode() + noise)
    assert report.tally.stored == len(door.rows)
    assert all(re.search(r"\w", row.reason) for row in report.bad)
