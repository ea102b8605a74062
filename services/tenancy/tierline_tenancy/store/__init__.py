"""All the SQL of tenancy."""

from tierline_tenancy.store.store import Store

__all__ = ["Store"]
