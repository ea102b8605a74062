"""The hybrid model: outside hands under own management."""

import pytest
import tierline_sourcing_hybrid as plugin
from tierline_sdk.sourcing import NobodyServes, SourcingPlan
from tierline_sdk.testing import check_plugin
from tierline_sdk.testing.examples import PARTIES, ticket
from tierline_sdk.values import Level, SourcingModel

HYBRID = SourcingPlan(model=SourcingModel.HYBRID)


def propose(parties=PARTIES, floor=Level.L1, kept=()):
    return plugin.propose_assignment(ticket(), HYBRID, parties, floor, {"levels_kept": tuple(kept)})


def test_plugin_conforms():
    """It takes the path of everybody's plugins."""
    assert check_plugin("sourcing_hybrid", "tierline_sourcing_hybrid", settings={"levels_kept": ["L3"]}) == []


def test_outside_party_works_and_own_party_answers_for_it():
    """In-house management with outsourced resources (B4)."""
    proposal = propose()
    assert ("party-hands", "party-own", True) == (proposal.party_id, proposal.manager_party_id, "managed by Own" in proposal.reason)


def test_level_that_is_kept_stays_with_own_people():
    """The tenant may keep what it does best."""
    proposal = propose(floor=Level.L3, kept=["L3"])
    assert ("party-own", None) == (proposal.party_id, proposal.manager_party_id)


def test_own_people_take_what_nobody_outside_serves():
    """Better than the queue."""
    assert propose(parties=PARTIES[:1]).party_id == "party-own"


def test_nobody_at_all_is_said():
    """Routing then shows it in the queue of unassigned work."""
    with pytest.raises(NobodyServes):
        propose(parties=())


def test_other_models_are_not_its_matter():
    """None means: not mine."""
    assert plugin.propose_assignment(ticket(), SourcingPlan(model=SourcingModel.IN_HOUSE), PARTIES, Level.L1, {"levels_kept": ()}) is None
