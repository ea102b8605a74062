"""What plugins propose about a classification, laid over what the rules made of it (A11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tierline_sdk.tickets import Classification
from tierline_sdk.values import Marking, Priority

from tierline_intake.domain.classification import REQUESTER, Classified, set_reasons
from tierline_intake.domain.priorities import most_urgent
from tierline_intake.domain.tickets import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What one plugin said: a proposal, or why it has none although it was asked."""

    plugin: str
    proposal: Classification | None = None
    outcome: str = "answered"
    """What became of the question, such as `out_of_time`."""
    reason: str = ""
    """Why there is no proposal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A classification after the plugins have spoken."""

    classified: Classified
    markings: frozenset[Marking] = frozenset()


def apply_proposals(classified: Classified, sayings: Sequence[Saying], *, given_by: str = REQUESTER) -> Proposed:
    """
    Lay the plugins' *sayings* over *classified*, in the order of their names.

    What a person gave stands, but for the priority: the most urgent of all wins. Markings add up. A plugin that failed leaves its reason, so that nobody
    takes its silence for an answer.
    """
    markings: set[Marking] = set()
    settled = {reason.field for reason in classified.reasons if reason.decided_by == given_by}
    for saying in sorted(sayings, key=lambda saying: saying.plugin):
        if saying.proposal is None:
            classified = _with_reasons(classified, [_silence(saying)])
            continue
        classified = _apply(classified, saying.plugin, saying.proposal, settled)
        markings |= set(saying.proposal.markings)
        classified = _with_reasons(classified, [_reason("markings", marking, saying) for marking in saying.proposal.markings])
    return Proposed(classified=classified, markings=frozenset(markings))


def _apply(classified: Classified, plugin: str, proposal: Classification, settled: set[str]) -> Classified:
    wanted = {name: value for name in ("kind", "nature", "approach") if (value := getattr(proposal, name)) is not None and name not in settled}
    if proposal.priority is not None and _raises(classified.priority, proposal.priority):
        wanted["priority"] = proposal.priority
    changed: Mapping[str, object] = {name: value for name, value in wanted.items() if value != getattr(classified, name)}
    if not changed:
        return classified
    reasons = [Reason(field=name, value=str(value), reason=proposal.reason, decided_by=f"plugin:{plugin}") for name, value in changed.items()]
    return _with_reasons(replace(classified, **changed), reasons)  # type: ignore[arg-type]  # the names are those of the fields


def _raises(present: Priority, proposed: Priority) -> bool:
    return most_urgent((present, proposed)) is not present


def _with_reasons(classified: Classified, reasons: Sequence[Reason]) -> Classified:
    return replace(classified, reasons=set_reasons(classified.reasons, tuple(reasons)))


def _reason(field: str, value: str, saying: Saying) -> Reason:
    text = saying.proposal.reason if saying.proposal else saying.reason
    return Reason(field=field, value=value, reason=text, decided_by=f"plugin:{saying.plugin}")


def _silence(saying: Saying) -> Reason:
    text = saying.reason or "It gave no answer."
    return Reason(field=f"plugins.{saying.plugin}", value=saying.outcome, reason=text, decided_by=f"plugin:{saying.plugin}")


