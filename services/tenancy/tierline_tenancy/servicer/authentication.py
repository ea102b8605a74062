"""The door at which secrets become principals."""

from datetime import UTC, datetime

from tierline.tenancy.v1 import authentication_pb2, tenancy_pb2
from tierline_chassis import auth
from tierline_chassis.assertions import LIFETIME, Signer
from tierline_chassis.call import Call
from tierline_chassis.codec import from_datetime, from_enum
from tierline_chassis.database import Database

from tierline_tenancy import handlers, messages
from tierline_tenancy.domain.roles import PERMISSIONS
from tierline_tenancy.domain.values import Caller, Role
from tierline_tenancy.events import to_event
from tierline_tenancy.servicer.work import Work, chance
from tierline_tenancy.store import Store


class AuthenticationServicer:
    """See the contract."""

    def __init__(self, work: Work, signer: Signer) -> None:
        self._work = work
        self._signer = signer

    def Authenticate(self, request: authentication_pb2.AuthenticateRequest, call: Call) -> authentication_pb2.AuthenticateResponse:  # noqa: N802 (the contract's)
        """Turn a secret into a principal and its assertion."""
        _, caller = self._work.read(call, [], lambda store: handlers.authenticate(request.secret, store=store, now=call.now))
        return authentication_pb2.AuthenticateResponse(
            assertion=self._signer.sign(to_principal(caller), now=call.now), expire_time=from_datetime(call.now + LIFETIME),
            caller=messages.from_caller(caller),
        )

    def CreateSession(self, request: authentication_pb2.CreateSessionRequest, call: Call) -> authentication_pb2.Session:  # noqa: N802
        """Begin a browser's stay."""
        means = self._work.means(call)
        secret, session, caller = self._work.read(
            call, [], lambda store: handlers.create_session(request.secret, store=store, means=means, chance=chance()),
        )
        return authentication_pb2.Session(secret=secret, expire_time=from_datetime(session.expire_time), caller=messages.from_caller(caller))

    def DeleteSession(self, request: authentication_pb2.DeleteSessionRequest, call: Call) -> authentication_pb2.DeleteSessionResponse:  # noqa: N802
        """End a browser's stay."""
        self._work.read(call, [], lambda store: handlers.delete_session(request.secret, store=store))
        return authentication_pb2.DeleteSessionResponse()

    def GetCaller(self, request: authentication_pb2.GetCallerRequest, call: Call) -> authentication_pb2.Caller:  # noqa: ARG002, N802
        """Tell who the caller is."""
        return from_principal(call.principal)


class LocalResolver:
    """Resolves keys inside tenancy itself; see `Resolver`."""

    def __init__(self, database: Database, signer: Signer) -> None:
        self._database = database
        self._signer = signer

    def resolve(self, secret: str) -> str:
        """Return the assertion of the secret's holder."""
        now = datetime.now(UTC)
        with self._database.transaction([]) as tx:
            _, caller = handlers.authenticate(secret, store=Store(tx, to_event), now=now)
        return self._signer.sign(to_principal(caller), now=now)


def to_principal(caller: Caller) -> auth.Principal:
    """Write a caller as the chassis knows it."""
    grants = [
        auth.Grant(scope_id=held.scope_id, role=held.role.value, party_id=held.party_id, scope_kind=auth.ScopeKind(held.scope_kind.value))
        for held in caller.holdings
    ]
    kind = auth.PrincipalKind.MEMBER if caller.is_member else auth.PrincipalKind.KEY
    permissions = {role.value: PERMISSIONS[role] for role in {held.role for held in caller.holdings}}
    return auth.Principal(id=caller.id, kind=kind, display_name=caller.display_name, grants=grants, permissions=permissions)


def from_principal(principal: auth.Principal) -> authentication_pb2.Caller:
    """Write a principal for people."""
    grants = [
        tenancy_pb2.Grant(
            principal_id=principal.id, scope_id=grant.scope_id, role=from_enum(tenancy_pb2.Role, Role(grant.role)), party_id=grant.party_id or "",
        ) for grant in principal.grants
    ]
    roles = [
        authentication_pb2.RolePermissions(role=from_enum(tenancy_pb2.Role, Role(role)), permissions=sorted(permissions))
        for role, permissions in principal.permissions.items()
    ]
    return authentication_pb2.Caller(id=principal.id, display_name=principal.display_name, grants=grants, roles=roles)
