"""The gRPC doors of tenancy."""

from tierline_tenancy.servicer.authentication import AuthenticationServicer
from tierline_tenancy.servicer.tenancy import TenancyServicer

__all__ = ["AuthenticationServicer", "TenancyServicer"]
