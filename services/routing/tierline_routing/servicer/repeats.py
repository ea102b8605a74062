"""Repeats of a command are answered with the first one's response."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from google.protobuf.message import Message
from tierline_chassis.call import Call
from tierline_chassis.database import Database, Transaction
from tierline_chassis.requests import Claim, answer, claim, fingerprint

M = TypeVar("M", bound=Message)


def once(database: Database, call: Call, scope_id: str, request: Message, work: Callable[[Transaction], M]) -> M:
    """Run *work* in a transaction that names *scope_id*, once for each request id; a repeat gets the stored response."""
    made: dict[str, M] = {}

    def run(tx: Transaction) -> Transaction:
        mine = Claim(
            tenant_id=scope_id, principal_id=call.principal.id, method=call.request_method, request_id=getattr(request, "request_id", ""),
            fingerprint=fingerprint(request),
        )
        (stored,) = claim(tx, [mine])
        response = work(tx) if stored is None else None
        if response is not None:
            tx.scope([scope_id])
            answer(tx, [replace(mine, response=response.SerializeToString())])
        made["response"] = response if response is not None else _read(stored or b"")
        return tx

    def _read(stored: bytes) -> M:
        message = _response_type(call.request_method)()
        message.ParseFromString(stored)
        return message  # type: ignore[return-value]  # the method's own response

    call.wrote(database.run([scope_id], run, timeout=call.remaining))
    return made["response"]


def _response_type(path: str) -> type[Message]:
    from google.protobuf import descriptor_pool, message_factory  # noqa: PLC0415  repeats alone need it

    service, _, method = path.strip("/").partition("/")
    return message_factory.GetMessageClass(descriptor_pool.Default().FindServiceByName(service).FindMethodByName(method).output_type)
