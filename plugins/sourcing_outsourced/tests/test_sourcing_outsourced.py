"""The outsourced model: outside parties serve every level."""

import pytest
import tierline_sourcing_outsourced as plugin
from tierline_sdk.sourcing import NobodyServes, Party, SourcingPlan
from tierline_sdk.testing import check_plugin
from tierline_sdk.testing.examples import PARTIES, ticket
from tierline_sdk.values import Level, ProviderKind, SourcingModel

OUTSOURCED = SourcingPlan(model=SourcingModel.OUTSOURCED)


def test_plugin_conforms():
    """It takes the path of everybody's plugins."""
    assert check_plugin("sourcing_outsourced", "tierline_sourcing_outsourced") == []


@pytest.mark.parametrize(("floor", "party"), [(Level.L1, "party-hands"), (Level.L3, "party-maker")])
def test_each_level_goes_to_the_party_that_took_it_over(floor, party):
    """A vendor may take over L1 and L2, or L3 and L4 (B4)."""
    assert plugin.propose_assignment(ticket(), OUTSOURCED, PARTIES, floor).party_id == party


def test_most_specialised_party_goes_first_and_then_the_name_decides():
    """The outcome must not depend on the order of rows."""
    all_four = Party(id="z", name="Zeta", kind=ProviderKind.OUTSOURCER, levels=tuple(Level))
    same = Party(id="a", name="Alpha", kind=ProviderKind.VENDOR, levels=(Level.L1, Level.L2))
    for parties in ([all_four, *PARTIES, same], [same, all_four, *PARTIES]):
        assert plugin.propose_assignment(ticket(), OUTSOURCED, parties, Level.L1).party_id == "a"


def test_own_party_is_never_taken():
    """The tenant has nobody for it."""
    with pytest.raises(NobodyServes):
        plugin.propose_assignment(ticket(), OUTSOURCED, PARTIES[:1], Level.L1)


def test_other_models_are_not_its_matter():
    """None means: not mine."""
    assert plugin.propose_assignment(ticket(), SourcingPlan(model=SourcingModel.IN_HOUSE), PARTIES, Level.L1) is None
