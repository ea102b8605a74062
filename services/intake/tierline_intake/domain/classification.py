"""How a ticket is classified by the rules: each field with its reason, so that a person can judge and overrule it (A11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from tierline_sdk.values import Approach, Channel, Environment, Impact, Mode, Nature, Priority, TicketKind, Urgency

from tierline_intake.domain.priorities import Matrix
from tierline_intake.domain.tickets import Reason
from tierline_intake.domain.words import KINDS, NATURE_OF_KIND, VOCABULARY, Sign

REQUESTER, RULE = "requester", "rule"
"""Who decided: the one who asked, or these rules."""

MOST_CHARACTERS = 8_000
"""So much of a request is read for words; what matters stands at its beginning, and a log of a megabyte must not slow the others down."""

Said = Mapping[TicketKind | Sign, str]
"""What the words of a request are a sign of, with the words."""

V = TypeVar("V", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What whoever opened the ticket has said of its classification; None is not said."""

    kind: TicketKind | None = None
    nature: Nature | None = None
    approach: Approach | None = None
    mode: Mode | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    priority: Priority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the rules look at."""

    title: str
    description: str
    channel: Channel
    environment: Environment
    criticality: Impact | None = None
    """How much the application's business depends on it."""
    given: Given = field(default_factory=Given)
    given_by: str = REQUESTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """A whole classification, with one reason a field."""

    kind: TicketKind
    nature: Nature
    approach: Approach
    mode: Mode
    impact: Impact
    urgency: Urgency
    priority: Priority
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Reasons:
    """Takes what was given, else what a rule says, and keeps the reason."""

    given_by: str
    kept: list[Reason] = field(default_factory=list)

    def take(self, name: str, given: V | None, ruled: tuple[V, str]) -> V:
        value, reason = (given, "Given with the request.") if given is not None else ruled
        self.kept.append(Reason(field=name, value=value, reason=reason, decided_by=self.given_by if given is not None else RULE))
        return value


def classify(request: Request, matrix: Matrix) -> Classified:
    """
    Classify a request by its words, channel, application and environment.

    What was given stands; of the rest each field follows from the ones before it: kind (A8), nature (A3), approach (A4, ties of A5), mode (A2), impact,
    urgency, and at last the priority by the tenant's *matrix*.
    """
    said = VOCABULARY.find(f"{request.title}\n{request.description}"[:MOST_CHARACTERS])
    reasons, given = _Reasons(request.given_by), request.given
    kind = reasons.take("kind", given.kind, _kind(said, request.channel))
    nature = reasons.take("nature", given.nature, _nature(said, kind))
    approach = reasons.take("approach", given.approach, _approach(said, nature))
    mode = reasons.take("mode", given.mode, _mode(said, request.channel, nature))
    impact = reasons.take("impact", given.impact, _impact(said, request))
    urgency = reasons.take("urgency", given.urgency, _urgency(said, kind, nature))
    priority = reasons.take("priority", given.priority, prioritise(impact, urgency, matrix))
    return Classified(
        kind=kind, nature=nature, approach=approach, mode=mode, impact=impact, urgency=urgency, priority=priority, reasons=tuple(reasons.kept),
    )


def prioritise(impact: Impact, urgency: Urgency, matrix: Matrix) -> tuple[Priority, str]:
    """Look the priority up, with the sentence that says why."""
    return matrix[impact, urgency], f"Impact {impact} and urgency {urgency} in the tenant's matrix."


def _kind(said: Said, channel: Channel) -> tuple[TicketKind, str]:
    if channel is Channel.MONITORING_ALERT:
        return TicketKind.INFRASTRUCTURE, "An alert of the monitoring."
    for kind in KINDS:
        if kind in said:
            return kind, _quote(said, kind)
    return TicketKind.USAGE_QUESTION, "No rule knows its words, so it is taken for a question of usage."


_NATURES = ((Sign.EMERGENCY, Nature.EMERGENCY), (Sign.PREVENTIVE, Nature.PREVENTIVE), (Sign.ADAPTIVE, Nature.ADAPTIVE))


def _nature(said: Said, kind: TicketKind) -> tuple[Nature, str]:
    for sign, nature in _NATURES:
        if sign in said:
            return nature, _quote(said, sign)
    return NATURE_OF_KIND[kind], f"The usual nature of the kind {kind}."


def _approach(said: Said, nature: Nature) -> tuple[Approach, str]:
    if nature is Nature.EMERGENCY:
        return Approach.QUICK_FIX, "An emergency is stopped first; its cause is dealt with in a follow-up (A5, A6)."
    if Sign.QUICK_FIX in said:
        return Approach.QUICK_FIX, _quote(said, Sign.QUICK_FIX)
    if nature is Nature.PREVENTIVE and Sign.REUSE in said:
        return Approach.REUSE_ORIENTED, _quote(said, Sign.REUSE)
    return Approach.ITERATIVE_ENHANCEMENT, f"The usual approach to {nature} work."


def _mode(said: Said, channel: Channel, nature: Nature) -> tuple[Mode, str]:
    if channel is Channel.MONITORING_ALERT:
        return Mode.PROACTIVE, "Found by the monitoring before a user asked (A2)."
    if Sign.PLANNED in said:
        return Mode.PROACTIVE, _quote(said, Sign.PLANNED)
    if nature is Nature.PREVENTIVE:
        return Mode.PROACTIVE, "Preventive work is proactive (A2)."
    return Mode.REACTIVE, "Somebody asked (A2)."


def _impact(said: Said, request: Request) -> tuple[Impact, str]:
    if request.environment is Environment.NON_PRODUCTION:
        return Impact.LOW, "It is not in production."
    if Sign.MANY in said:
        return Impact.HIGH, _quote(said, Sign.MANY)
    if Sign.FEW in said:
        return Impact.LOW, _quote(said, Sign.FEW)
    if request.criticality is not None:
        return request.criticality, f"The criticality of the application is {request.criticality}."
    return Impact.MEDIUM, "Nothing says how much is affected, so the middle is taken."


def _urgency(said: Said, kind: TicketKind, nature: Nature) -> tuple[Urgency, str]:
    if nature is Nature.EMERGENCY:
        return Urgency.HIGH, "An emergency cannot wait."
    if Sign.PATIENT in said:
        return Urgency.LOW, _quote(said, Sign.PATIENT)
    if Sign.URGENT in said:
        return Urgency.HIGH, _quote(said, Sign.URGENT)
    if kind is TicketKind.SECURITY_VULNERABILITY:
        return Urgency.HIGH, "A security vulnerability takes the fast lane (B7)."
    if kind in _UNHURRIED:
        return Urgency.LOW, f"The kind {kind} can usually wait."
    return Urgency.MEDIUM, "Nothing says how soon it hurts, so the middle is taken."


_UNHURRIED = frozenset({TicketKind.USAGE_QUESTION, TicketKind.HOW_TO_TRAINING, TicketKind.CHANGE_REQUEST})


def _quote(said: Said, sign: TicketKind | Sign) -> str:
    return f"It says {said[sign]!r}."


def set_reasons(kept: tuple[Reason, ...], new: Iterable[Reason]) -> tuple[Reason, ...]:
    """Replace the reasons of the fields that *new* speaks of, and keep the others in their places."""
    fresh = {reason.field: reason for reason in new}
    return tuple(fresh.pop(reason.field, reason) for reason in kept) + tuple(fresh.values())
