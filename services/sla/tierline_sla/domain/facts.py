"""What happened to a ticket, as far as clocks and ledger care: the ordered facts that they are folded from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tierline_sdk.values import Awaiting, Environment, Level, Nature, Priority, TicketKind


class FactKind(StrEnum):
    """What a fact says happened."""

    OPENED = "opened"
    CLASSIFIED = "classified"
    ASSIGNED = "assigned"
    RESPONDED = "responded"
    HELD = "held"
    RESUMED = "resumed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a ticket is, as far as the scope of a target may ask (C3); `None` is not known."""

    priority: Priority | None = None
    level: Level | None = None
    application_id: str | None = None
    environment: Environment | None = None
    nature: Nature | None = None
    kind: TicketKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has the ticket: a party, perhaps a team of it, at a support level. History brings names alone."""

    party_id: str | None = None
    party_name: str = ""
    team_id: str | None = None
    team_name: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """
    One thing that happened to a ticket.

    Facts are ordered by (`at`, `row`), whatever the order in which they became known: so live events, imported history and
    what is learned late all fold to the same clocks.
    """

    at: datetime
    row: int
    """Breaks ties of `at`: the order in which the source recorded the facts."""
    kind: FactKind
    subject: Subject | None = None
    """With OPENED and CLASSIFIED: what the ticket now is. Its level is taken from the holder."""
    holder: Holder | None = None
    """With ASSIGNED: who has it now; `None` puts it back into the queue."""
    awaiting: Awaiting | None = None
    """With HELD: what is waited for."""


def in_order(facts: Iterable[Fact]) -> Sequence[Fact]:
    """Put facts in the order in which they happened."""
    return sorted(facts, key=lambda fact: (fact.at, fact.row))
