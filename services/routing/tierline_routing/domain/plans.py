"""The plan that a new tenant works by before anybody has made one."""

from collections.abc import Sequence

from tierline_sdk.sourcing import Party
from tierline_sdk.values import ProviderKind, SourcingModel


def model_of(parties: Sequence[Party]) -> SourcingModel:
    """Read the model off the parties' kinds: own people only, own people and others, or others only (B4)."""
    own = any(party.kind is ProviderKind.IN_HOUSE for party in parties)
    others = any(party.kind is not ProviderKind.IN_HOUSE for party in parties)
    if own and others:
        return SourcingModel.HYBRID
    return SourcingModel.OUTSOURCED if others else SourcingModel.IN_HOUSE


def plugin_of(model: SourcingModel) -> str:
    """Name the shipped plugin that speaks for a model: choosing the model asks it, unless the tenant has disabled it."""
    return f"sourcing_{model}"
