"""
Idempotency: a request id names a command of one principal in one tenant, and its first success is what every repeat is answered.

The claim is the first statement of the writing transaction: a concurrent repeat waits at the unique index until the first has committed, and then
finds its response. A failure rolls the claim back, so only successes are kept, for a day at least.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count

from google.protobuf.message import Message
from tierline_sdk.errors import RequestIdReused

from tierline_chassis.database import Database, Transaction

REQUEST_ID = "request_id"

SWEEP_ROWS = 1000
"""Rows that one transaction of the sweep removes at most."""

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """
    A request id with what it stands for.

    `response` is what a repeat will be answered; where it is not known yet, leave it empty and call `answer` before the transaction ends.
    """

    tenant_id: str
    principal_id: str
    method: str
    request_id: str
    fingerprint: bytes
    response: bytes = b""

    @property
    def key(self) -> Key:
        """What must be unique."""
        return self.tenant_id, self.principal_id, self.method, self.request_id


def fingerprint(message: Message) -> bytes:
    """Return what tells one request's body from another's; the request id itself is left out."""
    copy = type(message)()
    copy.CopyFrom(message)
    if REQUEST_ID in message.DESCRIPTOR.fields_by_name:
        copy.ClearField(REQUEST_ID)
    return blake2b(copy.SerializeToString(deterministic=True), digest_size=16).digest()


def claim(tx: Transaction, claims: Sequence[Claim]) -> Sequence[bytes | None]:
    """
    Claim the request ids of many commands of one tenant; the first statement of their transaction.

    A claim without a request id is always the first. Within *claims* a repeat is answered with the response of the earlier one.

    Returns:
        For each claim `None` when it is the first, so the command is to be carried out; else the stored response.

    Raises:
        RequestIdReused: The id was used with another body.
    """
    named = [item for item in claims if item.request_id]
    first = _insert(tx, named)
    stored = _stored(tx, named) if len(first) < len(named) else {}
    return [_verdict(item, first, stored) for item in claims]


def answer(tx: Transaction, claims: Sequence[Claim]) -> None:
    """Store the responses of claims that were made without one, in the same transaction."""
    named = [item for item in claims if item.request_id]
    if named:
        tx.execute(
            "UPDATE request r SET response = u.response FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::bytea[]) "
            "AS u(tenant_id, principal_id, method, request_id, response) WHERE r.tenant_id = u.tenant_id AND r.principal_id = u.principal_id "
            "AND r.method = u.method AND r.request_id = u.request_id",
            [*_columns(named), [item.response for item in named]],
        )


def sweep(database: Database) -> int:
    """Remove answered requests that are older than a day, in small transactions; return how many."""
    removed = 0
    for _ in count():
        with database.transaction([]) as tx:
            row = tx.execute("SELECT sweep_requests(%s) AS number", [SWEEP_ROWS]).fetchone()
        removed += row["number"] if row else 0
        if not row or row["number"] < SWEEP_ROWS:
            break
    return removed


def _insert(tx: Transaction, claims: Sequence[Claim]) -> set[Key]:
    """Insert in one order for all writers, so that two batches never wait for each other; return the keys that were new."""
    if not claims:
        return set()
    rows = tx.execute(
        "INSERT INTO request (tenant_id, principal_id, method, request_id, fingerprint, response) "
        "SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::bytea[], %s::bytea[]) AS u(t, p, m, r, f, a) ORDER BY p, m, r "
        "ON CONFLICT DO NOTHING RETURNING tenant_id, principal_id, method, request_id",
        [*_columns(claims), [item.fingerprint for item in claims], [item.response for item in claims]],
    )
    return {(row["tenant_id"], row["principal_id"], row["method"], row["request_id"]) for row in rows}


def _stored(tx: Transaction, claims: Sequence[Claim]) -> dict[Key, tuple[bytes, bytes]]:
    rows = tx.execute(
        "SELECT r.* FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS u(tenant_id, principal_id, method, request_id) "
        "JOIN request r USING (tenant_id, principal_id, method, request_id)",
        _columns(claims),
    )
    return {(row["tenant_id"], row["principal_id"], row["method"], row["request_id"]): (row["fingerprint"], row["response"]) for row in rows}


def _verdict(item: Claim, first: set[Key], stored: dict[Key, tuple[bytes, bytes]]) -> bytes | None:
    """Answer one claim; the key of a first one is taken out, so that its repeat within the same claims is a repeat."""
    if not item.request_id:
        return None
    if item.key in first:
        first.remove(item.key)
        return None
    body, response = stored[item.key]
    if body != item.fingerprint:
        raise RequestIdReused(item.request_id)
    return response


def _columns(claims: Sequence[Claim]) -> list[list[str]]:
    return [[item.tenant_id for item in claims], [item.principal_id for item in claims], [item.method for item in claims], [item.request_id for item in claims]]
