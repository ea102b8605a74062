"""All SQL of routing. A store works in one transaction and knows how to name its scopes: a tenant, or the providers that serve it."""

from tierline_routing.store.deliveries import Deliveries
from tierline_routing.store.houses import Houses
from tierline_routing.store.lists import Lists
from tierline_routing.store.schedules import Schedules
from tierline_routing.store.work import WorkRows

__all__ = ["Store"]


class Store(Houses, WorkRows, Deliveries, Lists, Schedules):
    """What routing keeps, in one transaction."""
