"""Plain data and back, by declared types."""

from datetime import UTC, datetime, timedelta

import pytest
from tierline_sdk.sourcing import Party, Proposal, SourcingPlan
from tierline_sdk.values import Level, Nature, ProviderKind, SourcingModel
from tierline_sdk.wire import NotPlain, from_plain, to_plain


def test_nested_values_come_back_equal():
    """Enum keys, sequences and defaults are what goes wrong."""
    plan = SourcingPlan(model=SourcingModel.HYBRID, levels_by_nature={Nature.EMERGENCY: (Level.L2,)}, party_by_level={Level.L3: "p"})
    assert plan == from_plain(SourcingPlan, to_plain(plan))


def test_times_and_spans_come_back():
    """A clock that shifts on the way breaches somebody's agreement."""
    assert datetime(2026, 1, 1, tzinfo=UTC) == from_plain(datetime, to_plain(datetime(2026, 1, 1, tzinfo=UTC)))
    assert timedelta(minutes=5) == from_plain(timedelta, to_plain(timedelta(minutes=5)))


@pytest.mark.parametrize(
    ("declared", "data"),
    [
        (Proposal, {"party_id": "p", "level": 9, "reason": "r"}), (Proposal, {"party_id": 1, "level": 1, "reason": "r"}), (Proposal, {"party_id": "p"}),
        (Proposal, {"party_id": "p", "level": 1, "reason": "r", "extra": 1}), (Proposal, "text"), (datetime, "2026-01-01T00:00:00"), (int, True), (str, 1),
        (Party | None, []),
    ],
)
def test_data_of_another_type_are_refused(declared, data):
    """What a plugin sends is not believed."""
    with pytest.raises(NotPlain):
        from_plain(declared, data)


def test_mappings_come_back_read_only():
    """A plugin that writes to its arguments would speak to the next plugin."""
    plan = from_plain(SourcingPlan, to_plain(SourcingPlan(model=SourcingModel.HYBRID)))
    with pytest.raises(TypeError):
        plan.party_by_level[Level.L1] = "mine"


def test_what_cannot_be_said_is_refused():
    """An object that pickles would run code on the other side."""
    with pytest.raises(NotPlain, match="cannot be sent"):
        to_plain({"x": object()})


def test_party_kinds_are_words_of_the_field():
    """They stand in tables and in the contract."""
    assert [kind.value for kind in ProviderKind] == ["in_house", "outsourcer", "vendor"]
