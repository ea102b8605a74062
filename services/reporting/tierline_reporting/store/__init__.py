"""All SQL of reporting."""

from tierline_reporting.store.asked import AskedStore
from tierline_reporting.store.folded import FoldedStore

__all__ = ["AskedStore", "FoldedStore"]
