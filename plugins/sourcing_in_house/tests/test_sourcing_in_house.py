"""The in-house model: own people serve."""

from dataclasses import replace

import pytest
import tierline_sourcing_in_house as plugin
from tierline_sdk.sourcing import NobodyServes, Party, SourcingPlan
from tierline_sdk.testing import check_plugin
from tierline_sdk.testing.examples import PARTIES, ticket
from tierline_sdk.values import Level, Nature, ProviderKind, SourcingModel, TicketKind

IN_HOUSE = SourcingPlan(model=SourcingModel.IN_HOUSE)


def propose(one=None, plan=IN_HOUSE, parties=PARTIES, floor=Level.L1):
    return plugin.propose_assignment(one or ticket(), plan, parties, floor)


def test_plugin_conforms():
    """It takes the path of everybody's plugins."""
    assert check_plugin("sourcing_in_house", "tierline_sourcing_in_house") == []


def test_own_party_serves_even_where_a_more_specialised_one_is_there():
    """The model decides the party (B4)."""
    assert propose().party_id == "party-own"


@pytest.mark.parametrize(
    ("nature", "level"),
    [(Nature.CORRECTIVE, 1), (Nature.ADAPTIVE, 2), (Nature.PERFECTIVE, 3), (Nature.PREVENTIVE, 3), (Nature.EMERGENCY, 2)],
)
def test_level_follows_the_nature(nature, level):
    """The default map of B2."""
    assert propose(replace(ticket(), nature=nature)).level == level


def test_usage_question_stays_at_the_first_line():
    """L1 solves usage and simple repeating issues (B3)."""
    assert propose(replace(ticket(), nature=Nature.PERFECTIVE, kind=TicketKind.USAGE_QUESTION)).level == Level.L1


def test_security_vulnerability_takes_the_fast_lane():
    """B7: past the first line, and the reason says so."""
    proposal = propose(replace(ticket(), kind=TicketKind.SECURITY_VULNERABILITY))
    assert (proposal.level, "fast lane" in proposal.reason) == (Level.L2, True)


def test_tenant_can_change_the_levels():
    """B2 is a default."""
    assert propose(plan=replace(IN_HOUSE, levels_by_nature={Nature.CORRECTIVE: (Level.L3,)})).level == Level.L3


def test_escalation_goes_up():
    """What is not solved goes to the next level (B3)."""
    proposal = propose(floor=Level.L3)
    assert (proposal.level, "escalated" in proposal.reason) == (Level.L3, True)


def test_level_that_nobody_serves_is_passed_and_named():
    """A gap in the plan must be seen, not papered over."""
    parties = [Party(id="p", name="Own", kind=ProviderKind.IN_HOUSE, levels=(Level.L3,))]
    proposal = propose(parties=parties)
    assert (proposal.level, "nobody serves L1, L2" in proposal.reason) == (Level.L3, True)


def test_party_that_the_plan_fixes_is_preferred_whatever_its_kind():
    """An in-house tenant may have a contract with the maker for the last level."""
    plan = replace(IN_HOUSE, party_by_level={Level.L4: "party-maker"})
    assert propose(plan=plan, floor=Level.L4).party_id == "party-maker"


def test_no_own_party_is_said_and_nobody_else_is_taken():
    """Work must not leave the house because somebody left a field empty."""
    with pytest.raises(NobodyServes):
        propose(parties=PARTIES[1:])


def test_other_models_are_not_its_matter():
    """None means: not mine."""
    assert propose(plan=SourcingPlan(model=SourcingModel.HYBRID)) is None
