"""What the doors share: transactions, idempotency, pages, and the scopes of a caller."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from secrets import token_urlsafe
from typing import Any, Protocol, TypeVar

from google.protobuf.message import Message
from tierline_chassis import pages
from tierline_chassis.auth import ScopeKind as Reached
from tierline_chassis.call import Call
from tierline_chassis.database import Database
from tierline_chassis.ids import new_id
from tierline_chassis.requests import Claim, answer, claim, fingerprint
from tierline_sdk.errors import NotFound, PermissionDenied

from tierline_tenancy.domain.values import INSTALLATION, ScopeKind
from tierline_tenancy.events import to_event
from tierline_tenancy.handlers import Means
from tierline_tenancy.store import Store

Answer = TypeVar("Answer", bound=Message)
Found = TypeVar("Found")

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Identified(Protocol):
    """A row of a list."""

    @property
    def id(self) -> str:
        """What it is ordered by."""
        ...


Row = TypeVar("Row", bound=Identified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Runs the handlers in transactions."""

    database: Database

    def means(self, call: Call) -> Means:
        """Give a handler the time of the call, and ids."""
        return Means(now=call.now, new_id=new_id)

    def write(
        self, request: Message, call: Call, scope_id: str, act: Callable[[Store], Answer], *, kept: Callable[[Answer], Answer] = lambda made: made,
    ) -> Answer:
        """
        Answer a write once: a repeat of its `request_id` gets what *kept* leaves of the first answer.

        The request id is claimed in *scope_id*; *act* may work in another scope.
        """
        asked = Claim(
            tenant_id=scope_id, principal_id=call.principal.id, method=call.request_method, request_id=getattr(request, "request_id", ""),
            fingerprint=fingerprint(request),
        )
        with self.database.transaction([scope_id], timeout=call.remaining) as tx:
            stored = claim(tx, [asked])[0]
            made = act(Store(tx, to_event)) if stored is None else None
            if made is not None and asked.request_id:
                tx.scope([scope_id])
                answer(tx, [replace(asked, response=_tagged(kept(made)))])
        if made is None:
            return _untagged(stored or b"")  # type: ignore[no-any-return]  # it was stored with its type
        call.wrote(tx)
        return made

    def read(self, call: Call, scopes: Sequence[str], ask: Callable[[Store], Found]) -> Found:
        """Answer a question about *scopes*."""
        with self.database.transaction(scopes, timeout=call.remaining) as tx:
            return ask(Store(tx, to_event))

    def page(self, request: Any, call: Call, scopes: Sequence[str], ask: Callable[[Store, str, int], Sequence[Row]]) -> tuple[Sequence[Row], str]:
        """Read a page of a list that is ordered by id, and the token of the next."""
        size = pages.page_size(request.page_size)
        position = pages.decode(request.page_token, call.request_method, sorted(scopes))
        after = str(position[0]) if position else ""
        found = self.read(call, scopes, lambda store: ask(store, after, size + 1))
        token = pages.encode([found[size - 1].id], call.request_method, sorted(scopes)) if len(found) > size else ""
        return found[:size], token

    def tenants(self, call: Call) -> Sequence[str]:
        """Return the tenants of a caller; all of them for an operator that named none."""
        return self._all(call, ScopeKind.TENANT) if call.everywhere else call.tenants

    def scopes(self, call: Call, named: str = "") -> Sequence[str]:
        """Return the tenants and providers of a caller, or the *named* one; all for an operator that named none, its own keys' included."""
        if named:
            return [named if call.everywhere and named == INSTALLATION else call.scope(named)]
        return [*self._all(call, ScopeKind.TENANT, ScopeKind.PROVIDER), INSTALLATION] if call.everywhere else call.scopes

    def providers(self, call: Call) -> Sequence[str]:
        """Return the providers that a caller may see: its own, and those that serve its tenants."""
        if call.everywhere:
            return self._all(call, ScopeKind.PROVIDER)
        serving = self.read(call, call.tenants, lambda store: store.served_by(call.tenants)) if call.tenants else ()
        named = [scope for scope in call.scopes if scope not in call.tenants or _is_operator(call)]
        return list(dict.fromkeys([*named, *serving]))

    def _all(self, call: Call, *kinds: ScopeKind) -> Sequence[str]:
        return self.read(call, [], lambda store: store.every_scope(*kinds))


def demand_operator(call: Call) -> None:
    """
    Let only those on who run the installation.

    Raises:
        PermissionDenied: The caller holds the permission in some scope alone.
    """
    if not _is_operator(call):
        raise PermissionDenied(call.permission)


def _is_operator(call: Call) -> bool:
    return any(grant.scope_kind is Reached.ANYWHERE for grant in call.principal.grants_with(call.permission))


def is_operator(call: Call) -> bool:
    """Say whether the caller runs the installation."""
    return _is_operator(call)


def checked_id(resource: str, text: str) -> str:
    """
    Return *text* where it can be an id.

    Raises:
        NotFound: It cannot, so there is nothing of that name.
    """
    if not _UUID.fullmatch(text):
        raise NotFound(resource, text)
    return text


def found(row: Found | None, resource: str, name: str) -> Found:
    """
    Return *row* where there is one.

    Raises:
        NotFound: There is none.
    """
    if row is None:
        raise NotFound(resource, name)
    return row


def chance() -> str:
    """Return 256 random bits as text."""
    return token_urlsafe(32)


def _tagged(message: Message) -> bytes:
    return f"{message.DESCRIPTOR.full_name}\n".encode() + message.SerializeToString()


def _untagged(stored: bytes) -> Any:
    from google.protobuf import symbol_database  # noqa: PLC0415 (a repeat is rare)

    name, _, data = stored.partition(b"\n")
    return symbol_database.Default().GetSymbol(name.decode()).FromString(data)
