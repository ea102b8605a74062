"""Tenancy's answer to "whose key is this?", over gRPC."""

from datetime import timedelta
from functools import cached_property

import grpc
from tierline.tenancy.v1 import authentication_pb2, authentication_pb2_grpc
from tierline_sdk.errors import Unauthenticated, Unavailable

from tierline_chassis.client import channel, remaining

_TIMEOUT = timedelta(seconds=3)
_REFUSALS = (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND)


class TenancyResolver:
    """Asks tenancy at an address; see `Resolver`."""

    def __init__(self, address: str) -> None:
        self._address = address

    @cached_property
    def _stub(self) -> authentication_pb2_grpc.AuthenticationServiceStub:
        return authentication_pb2_grpc.AuthenticationServiceStub(channel(self._address))  # type: ignore[no-untyped-call]  # generated

    def resolve(self, secret: str) -> str:
        """Return the assertion of the secret's holder."""
        request = authentication_pb2.AuthenticateRequest(secret=secret)
        try:
            return str(self._stub.Authenticate(request, timeout=remaining(_TIMEOUT).total_seconds()).assertion)
        except grpc.RpcError as error:
            if error.code() in _REFUSALS:
                raise Unauthenticated("The key is unknown, has expired or was revoked.") from error
            raise Unavailable("Tenancy cannot be asked who this is.") from error
