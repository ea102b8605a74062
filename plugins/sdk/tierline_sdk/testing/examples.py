"""Questions to ask a plugin: ordinary ones, odd ones and hostile ones, for every hook that the SDK declares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from tierline_sdk.sourcing import Party, SourcingPlan
from tierline_sdk.tickets import Ticket, TicketDraft
from tierline_sdk.values import (
    Approach,
    Channel,
    Environment,
    Impact,
    Level,
    Marking,
    Mode,
    Nature,
    Priority,
    ProviderKind,
    SourcingModel,
    TicketKind,
    Urgency,
)
from tierline_sdk.vendors import HandOff

NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
"""A Saturday, the day before clocks change in Europe."""

TEXTS = (
    ("The report is empty", "Since this morning the monthly report shows no rows."),
    ("Customer data leaked", "A data breach: passports and home addresses of customers were publicly accessible for two days."),
    ("", ""),
    ("ﷺ𝕬́̂ \u202e\x00 <script>", "'; drop table ticket; --  {{7*7}} %s %n ${jndi:ldap://x}"),
    ("a" * 300, "a" * 50_000 + "!"),
    ("(" * 300, "((a+)+)+$" * 5_000),
    ("x" * 300, "0" * 50_000 + " " * 50_000),
)
"""Title and description; the last ones are made for regular expressions that backtrack."""


def examples(hook: str) -> Sequence[Mapping[str, object]]:
    """List the arguments of one call each, without `settings`."""
    return tuple({
        "classify_ticket": _drafts,
        "propose_assignment": _assignments,
        "push_ticket": _pushes,
        "statutory_deadlines": _deadlines,
    }[hook]())


def _drafts() -> Iterator[Mapping[str, object]]:
    for title, description in TEXTS:
        yield {
            "draft": TicketDraft(
                tenant_id="00000000-0000-7000-8000-000000000001", title=title, description=description, channel=Channel.EMAIL,
                environment=Environment.PRODUCTION, application_id="00000000-0000-7000-8000-0000000000a1", application="Ledger",
                impact=Impact.MEDIUM, urgency=Urgency.LOW, reported_at=NOON,
            ),
        }


def ticket() -> Ticket:
    """Give an ordinary ticket; change it with `dataclasses.replace`."""
    return Ticket(
        tenant_id="00000000-0000-7000-8000-000000000001", id="00000000-0000-7000-8000-000000000002", key="ACME-1042",
        title=TEXTS[0][0], description=TEXTS[0][1],
        kind=TicketKind.CODE_DEFECT, nature=Nature.CORRECTIVE, approach=Approach.ITERATIVE_ENHANCEMENT, mode=Mode.REACTIVE, priority=Priority.P2,
        channel=Channel.EMAIL, environment=Environment.PRODUCTION, application_id="00000000-0000-7000-8000-0000000000a1", application="Ledger", opened_at=NOON,
    )


def _tickets() -> Iterator[Ticket]:
    for nature, kind in product(Nature, TicketKind):
        yield replace(ticket(), nature=nature, kind=kind)
    for title, description in TEXTS:
        yield replace(ticket(), title=title, description=description)


def _party(name: str, kind: ProviderKind, *levels: Level) -> Party:
    return Party(id=f"party-{name.lower()}", name=name, kind=kind, levels=levels)


PARTIES = (
    _party("Own", ProviderKind.IN_HOUSE, *Level),
    _party("Hands", ProviderKind.OUTSOURCER, Level.L1, Level.L2),
    _party("Maker", ProviderKind.VENDOR, Level.L3, Level.L4),
)


def _assignments() -> Iterator[Mapping[str, object]]:
    for model, one in product(SourcingModel, _tickets()):
        yield {"ticket": one, "plan": SourcingPlan(model=model), "parties": PARTIES, "floor": Level.L1}
    for model, floor, parties in product(SourcingModel, Level, ((), PARTIES[:1], PARTIES[1:], PARTIES)):
        plan = SourcingPlan(model=model, levels_by_nature={Nature.CORRECTIVE: (Level.L4,)}, party_by_level={Level.L4: "party-gone"})
        yield {"ticket": ticket(), "plan": plan, "parties": parties, "floor": floor}


def _deadlines() -> Iterator[Mapping[str, object]]:
    for one, markings, aware_at in product(_tickets(), ((), tuple(Marking)), (NOON, NOON + timedelta(days=3650))):
        yield {"ticket": replace(one, markings=markings), "aware_at": aware_at}


def _pushes() -> Iterator[Mapping[str, object]]:
    for party in ("party-maker", "party-nobody"):
        hand_off = HandOff(id="msg_2026", party_id=party, level=Level.L3, reason="L3 is the maker's.", assigned_at=NOON)
        yield {"ticket": ticket(), "hand_off": hand_off, "now": NOON}
