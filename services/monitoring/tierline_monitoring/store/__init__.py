"""All SQL of monitoring."""

from tierline_monitoring.store.base import Encode
from tierline_monitoring.store.checks import ChecksStore
from tierline_monitoring.store.known import KnownStore
from tierline_monitoring.store.lists import Lists
from tierline_monitoring.store.windows import WindowsStore

__all__ = ["Encode", "Lists", "Store"]


class Store(ChecksStore, WindowsStore, KnownStore):
    """Everything of one tenant, for the handlers."""
