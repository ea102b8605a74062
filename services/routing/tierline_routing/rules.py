"""The plugins' say in an assignment, through the rules host."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tierline_chassis.plugin_host import HookCall, HookVerdict, Outcome, PluginHost, PluginVerdict
from tierline_sdk.sourcing import Proposal
from tierline_sdk.tickets import Ticket

from tierline_routing.domain.choosing import INVALID, Need, parties_open_to
from tierline_routing.domain.plans import plugin_of
from tierline_routing.domain.values import House, Said, Saying

TIMEOUT = timedelta(seconds=10)
"""How long a batch may wait for all plugins together."""

VERDICTS: Mapping[Outcome, str] = {
    Outcome.ANSWERED: "answered", Outcome.ABSTAINED: "abstained", Outcome.TIMED_OUT: "timed_out", Outcome.NOT_ASKED: "timed_out",
    Outcome.CIRCUIT_OPEN: "circuit_open",
}
"""The words of the contract; every other outcome is `failed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A ticket that needs somebody."""

    ticket: Ticket
    need: Need
    house: House


class PluginRules:
    """Asks the plugins of each question's tenant."""

    def __init__(self, host: PluginHost) -> None:
        self._host = host

    def propose(self, questions: Sequence[Question]) -> Sequence[Sequence[Said]]:
        """Put all questions to the plugins in one conversation; what each said, in order."""
        asked = [question for question in questions if question.house.plan is not None]
        verdicts = iter(self._host.call([_call(question) for question in asked], timeout=TIMEOUT))
        return [_said(next(verdicts)) if question.house.plan is not None else () for question in questions]


def _call(question: Question) -> HookCall:
    house, plan = question.house, question.house.plan
    if plan is None:
        raise AssertionError
    plugin = plugin_of(plan.sourcing.model)
    own = {} if plugin in house.disabled else {plugin: house.enabled.get(plugin, {})}
    parties = [serving.party for serving in parties_open_to(house, question.need)]
    arguments = {"ticket": question.ticket, "plan": plan.sourcing, "parties": parties, "floor": question.need.floor}
    return HookCall(hook="propose_assignment", arguments=arguments, plugins=_sourcing(house) | own, scope=house.tenant_id)


def _sourcing(house: House) -> dict[str, Mapping[str, object]]:
    """Leave out the shipped sourcing plugins, of which the plan names the one that speaks."""
    return {name: settings for name, settings in house.enabled.items() if not name.startswith("sourcing_") or name == _own(house)}


def _own(house: House) -> str:
    return plugin_of(house.plan.sourcing.model) if house.plan else ""


def _said(verdict: HookVerdict) -> Sequence[Said]:
    return [_one(one) for one in verdict.verdicts if one.outcome is not Outcome.ABSTAINED]


def _one(verdict: PluginVerdict) -> Said:
    if isinstance(verdict.answer, Proposal):
        return Said(saying=Saying(plugin=verdict.plugin, verdict="answered", reason=verdict.answer.reason), proposal=verdict.answer)
    refuses = verdict.error == "NOBODY_SERVES"
    word = INVALID if verdict.error == "BAD_ANSWER" else VERDICTS.get(verdict.outcome, "failed")
    return Said(saying=Saying(plugin=verdict.plugin, verdict=word, reason=verdict.reason), refuses=refuses)
