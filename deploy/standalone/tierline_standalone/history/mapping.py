"""The mapping file: what the columns of one desk's export mean; `SHAPE` shows it whole."""

import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from tierline_sdk import values as words

from tierline_standalone.errors import FileUnreadable, MappingInvalid
from tierline_standalone.history.section import Section
from tierline_standalone.history.times import Instants, instants
from tierline_standalone.history.values import Value

STATES = (*(state.value for state in words.TicketState), *(f"on_hold {awaited.value}" for awaited in words.Awaiting))
"""What a state may become: a state, or `on_hold` and what is awaited."""

SHAPE = """\b
A mapping file:
\b
  mapping: 1                      # the version of this format
  source: acme-servicenow         # names the desk; with a ticket's id it makes a repeated import harmless
  about: Where the data is from; shown when it is read.
  file:
    delimiter: ","
    encoding: utf-8
    missing: ["?", ""]            # what stands for "nothing"
  time: {format: "%d-%m-%Y %H:%M", zone: Europe/Paris}      # or iso, epoch_seconds, epoch_milliseconds
  rows: states                    # a row is the ticket's state from an instant on; or tickets: one row a ticket, see below
  ticket:
    id: number                    # a value is a column's name ...
    title: {template: "{category}: {short_description}"}
    channel: {column: contact_type, values: {Phone: phone, Email: email}, otherwise: web_form}
    change: rfc                   # whatever stands there means that a change was tied to the ticket
    verdict: {column: made_sla, values: {"true": met, "false": missed}}       # the desk's own, compared and never taken over
  row:
    at: sys_updated_at
    state: {column: incident_state, values: {New: new, Active: in_progress, Awaiting Vendor: on_hold vendor, Closed: closed}}
    team: assignment_group
    level: {column: assignment_group, patterns: [{find: "3rd$", is: "3"}], otherwise: "1"}
    party: {constant: Our desk}
  # With `rows: tickets`, in place of the row's `at` and `state`:
  # instants: [{at: opened_at, state: new}, {at: resolved_at, state: resolved}]
  assumed: {party: Nobody told; the whole desk is taken for one party.}
"""
"""The shape of a mapping file, as the help of the command shows it."""

SOURCE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
"""What a desk may be called, as the contract has it."""

TICKET_WORDS: Map[str, Sequence[str]] = {
    "title": (), "requester": (), "application": (), "change": (), "verdict": ("met", "missed"),
    "kind": tuple(words.TicketKind), "nature": tuple(words.Nature), "channel": tuple(words.Channel), "environment": tuple(words.Environment),
}
"""The ticket's own values that a mapping may name, and what each may become (nothing: any text)."""

ROW_WORDS: Map[str, Sequence[str]] = {
    "impact": tuple(words.Impact), "urgency": tuple(words.Urgency), "priority": tuple(words.Priority),
    "team": (), "person": (), "level": ("1", "2", "3", "4"), "party": (),
}
"""The values of a row beside its instant and state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant of a `rows: tickets` export: the column that has it, and the state that begins there."""

    at: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """
    What the columns of an export mean.

    Attributes:
        source: The desk's name, as the log keeps it.
        missing: Texts that stand for "nothing".
        at: The column of a row's instant; None where `moments` are used.
        moments: The instants of a row that is a whole ticket.
        assumed: What the mapping takes for granted, by the name of the value: shown wherever the value is.
    """

    source: str
    about: str
    delimiter: str
    encoding: str
    missing: frozenset[str]
    instants: Instants
    id: Value
    opened_at: str | None
    at: str | None
    state: Value | None
    moments: Sequence[Moment]
    ticket: Map[str, Value]
    row: Map[str, Value]
    assumed: Map[str, str]

    @property
    def columns(self) -> Sequence[str]:
        """Every column that the export must have."""
        values = [self.id, *self.ticket.values(), *self.row.values(), *filter(None, [self.state])]
        single = [*filter(None, (self.at, self.opened_at)), *(moment.at for moment in self.moments)]
        return list(dict.fromkeys([*single, *(column for value in values for column in value.needs)]))


def load(path: Path) -> Mapping:
    """
    Read the mapping file at *path*.

    Raises:
        FileUnreadable: It cannot be opened or is no YAML.
        MappingInvalid: It says something that cannot be meant; all faults are listed.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FileUnreadable(f"The mapping {path} cannot be read: {error}", cure="Name a YAML file that you may read.") from error
    return parse(content, name=str(path))


def parse(content: object, *, name: str) -> Mapping:
    """Build a mapping from the parsed YAML *content* of the file *name*."""
    faults: list[str] = []
    top = Section(content, path="", faults=faults)
    if top.take("mapping") != 1:
        top.fault("mapping", "needs the version of the format, which is 1")
    mapping = _read(top)
    top.close()
    if faults:
        raise MappingInvalid(name, tuple(dict.fromkeys(faults)))
    return mapping


def _read(top: Section) -> Mapping:
    file, time, ticket, row = (top.section(key) for key in ("file", "time", "ticket", "row"))
    whole = top.text("rows", default="states", among=("states", "tickets")) == "tickets"
    moments = [_moment(item) for item in top.sections("instants")]
    if whole != bool(moments):
        top.fault("instants", "is needed with `rows: tickets`, and only there")
    mapping = Mapping(
        source=_source(top),
        about=top.text("about", default=""),
        delimiter=_delimiter(file),
        encoding=_encoding(file),
        missing=frozenset((*file.texts("missing"), "")),
        instants=_instants(time),
        id=ticket.value("id", required=True) or Value(constant=""),
        opened_at=ticket.text("opened_at", default="") or None,
        at=None if whole else row.text("at"),
        state=None if whole else row.value("state", required=True, among=STATES),
        moments=moments,
        ticket=_values(ticket, TICKET_WORDS),
        row=_values(row, ROW_WORDS),
        assumed=_assumed(top.section("assumed")),
    )
    for section in (file, time, ticket, row):
        section.close()
    return mapping


def _source(section: Section) -> str:
    text = section.text("source")
    if text and not SOURCE.fullmatch(text):
        section.fault("source", f"{text!r} needs small letters, digits, `.`, `_` and `-`, at most 60")
    return text


def _values(section: Section, known: Map[str, Sequence[str]]) -> Map[str, Value]:
    values = {name: section.value(name, among=among) for name, among in known.items()}
    return {name: value for name, value in values.items() if value is not None}


def _moment(section: Section) -> Moment:
    moment = Moment(at=section.text("at"), state=section.text("state", among=STATES))
    section.close()
    return moment


def _delimiter(section: Section) -> str:
    text = section.text("delimiter", default=",")
    if len(text) != 1:
        section.fault("delimiter", f"needs one character, not {text!r}")
        return ","
    return text


def _encoding(section: Section) -> str:
    text = section.text("encoding", default="utf-8")
    try:
        "".encode(text)
    except LookupError:
        section.fault("encoding", f"{text!r} is no encoding that Python knows")
        return "utf-8"
    return "utf-8-sig" if text.lower().replace("_", "-") in {"utf-8", "utf8"} else text


def _instants(section: Section) -> Instants:
    name = section.text("zone", default="UTC")
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        section.fault("zone", f"{name!r} is no zone of the IANA list, such as Europe/Paris")
        zone = ZoneInfo("UTC")
    return instants(section.text("format"), zone)


def _assumed(section: Section) -> Map[str, str]:
    return {key: section.text(key) for key in section.content}
