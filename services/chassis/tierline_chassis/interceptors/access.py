"""Who calls, and whether the RPC's permission is theirs."""

from collections.abc import Mapping

from google.protobuf.message import Message
from tierline_sdk.errors import FieldViolation, InvalidFields, Unauthenticated

from tierline_chassis.auth import ANONYMOUS, PUBLIC, Authenticator, Principal
from tierline_chassis.call import Reach, reach
from tierline_chassis.rpc import Rpc

TENANT = "tierline-tenant"
"""Metadata that names the tenant to work in, for RPCs whose request does not."""


def caller(authenticator: Authenticator, metadata: Mapping[str, str], rpc: Rpc) -> Principal:
    """
    Return who calls; on a public RPC nobody is looked up.

    Raises:
        Unauthenticated: Nobody, or somebody unproven.

    """
    if rpc.permission == PUBLIC:
        return ANONYMOUS
    principal = authenticator.authenticate(metadata)
    if principal is None:
        raise Unauthenticated("This needs a caller: send `authorization: Bearer KEY`.")
    return principal


def permit(principal: Principal, rpc: Rpc) -> None:
    """
    Let a caller on that holds the RPC's permission anywhere at all.

    Raises:
        PermissionDenied: It holds it nowhere.

    """
    reach(principal, rpc.permission)


def reach_of(principal: Principal, rpc: Rpc, request: Message, metadata: Mapping[str, str]) -> Reach:
    """
    Return where *principal* may do what *rpc* does, narrowed to the tenant that request or metadata name.

    Raises:
        PermissionDenied: Nowhere.
        NotFound: The named tenant is none of the caller's.
        InvalidFields: Request and metadata name different tenants.

    """
    in_request, in_metadata = rpc.named_tenant(request), metadata.get(TENANT, "")
    if in_request and in_metadata and in_request != in_metadata:
        raise InvalidFields([FieldViolation(field="tenant_id", description=f"names another tenant than the metadata `{TENANT}` does")])
    return reach(principal, rpc.permission, named=in_request or in_metadata)
