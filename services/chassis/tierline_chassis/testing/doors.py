"""A gRPC server on loopback with servicers to test, and callers without tenancy."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta

import grpc
from tierline_sdk.errors import Unauthenticated

from tierline_chassis.auth import ANYWHERE, Grant, Principal, PrincipalKind, ScopeKind
from tierline_chassis.client import channel
from tierline_chassis.health import Health
from tierline_chassis.interceptors.freshness import Follower
from tierline_chassis.server import Limits, Server


class KnownCallers:
    """An authenticator that knows callers by the secret of their `authorization: Bearer SECRET`."""

    def __init__(self, callers: Mapping[str, Principal]) -> None:
        self.callers = dict(callers)

    def authenticate(self, metadata: Mapping[str, str]) -> Principal | None:
        """See `Authenticator`."""
        if not (secret := metadata.get("authorization", "").removeprefix("Bearer ")):
            return None
        if secret not in self.callers:
            raise Unauthenticated("No such key.")
        return self.callers[secret]


def principal(*grants: Grant, permissions: Sequence[str] = ("*",), name: str = "tester") -> Principal:
    """Make a principal whose every role has the same *permissions*."""
    roles = {grant.role: frozenset(permissions) for grant in grants}
    return Principal(id=f"principal-{name}", kind=PrincipalKind.KEY, display_name=name, grants=grants, permissions=roles)


def of_tenant(*tenants: str, role: str = "administrator", party_id: str | None = None, permissions: Sequence[str] = ("*",)) -> Principal:
    """Make a principal with one role in each of *tenants*."""
    return principal(*(Grant(scope_id=tenant, role=role, party_id=party_id) for tenant in tenants), permissions=permissions, name="-".join(tenants))


def operator() -> Principal:
    """Make the principal that runs the installation."""
    return principal(Grant(scope_id=ANYWHERE, role="operator", scope_kind=ScopeKind.ANYWHERE), name="operator")


@contextmanager
def serving(
    servicers: Mapping[str, object], callers: Mapping[str, Principal], *, followers: Sequence[Follower] = (), limits: Limits | None = None,
) -> Iterator[grpc.Channel]:
    """Serve *servicers* (by the full name of their service) on a free port, yield a channel to them, and stop."""
    health = Health()
    server = Server(servicers, authenticator=KnownCallers(callers), health=health, followers=followers, limits=limits)
    port = server.start("127.0.0.1:0")
    health.set_ready(ready=True)
    opened = channel(f"127.0.0.1:{port}")
    try:
        yield opened
    finally:
        opened.close()
        server.stop(timedelta(0))


def bearing(secret: str, **more: str) -> Sequence[tuple[str, str]]:
    """Return the metadata of a call by the holder of *secret*; `tierline_tenant="…"` becomes `tierline-tenant`."""
    return (("authorization", f"Bearer {secret}"), *((name.replace("_", "-"), value) for name, value in more.items()))
