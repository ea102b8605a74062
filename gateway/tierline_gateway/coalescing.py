"""
Many concurrent creations of one caller become one batch.

Whoever comes first is sent at once; those who come while two batches are under way gather into the next one. So a lone call waits for nobody, and under
load the cost of a call is shared. Each item brings its own request id and gets its own verdict, so nobody can tell.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from google.protobuf.message import Message
from tierline_chassis import metrics

from tierline_gateway.contract import Contract, Method
from tierline_gateway.problems import StatusError
from tierline_gateway.upstream import Answer, Upstream

UNDER_WAY = 2
"""Batches of one caller that are under way at once: one is worked on while the next one travels."""
MOST_ITEMS = 200
"""Items in a batch."""
MOST_BYTES = 2 * 1024 * 1024
"""Bytes in a batch, well within what a service takes."""
_STATUS = "google.rpc.Status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The RPC that does many at once, and where its items and results stand."""

    method: Method
    items: str
    results: str
    oneof: str
    error: str


@dataclass(slots=True)
class _Item:
    request: Message
    future: "asyncio.Future[Answer]"
    until: float


@dataclass(slots=True)
class _Queue:
    waiting: list[_Item] = field(default_factory=list)
    under_way: int = 0


class Coalescer:
    """Gathers calls of the RPCs that have a batch."""

    def __init__(self, upstream: Upstream, contract: Contract) -> None:
        self._upstream = upstream
        self._batches = dict(batches_of(contract))
        self._queues: dict[Any, _Queue] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def takes(self, method: Method) -> bool:
        """Tell whether *method* has a batch."""
        return method.path in self._batches

    async def call(self, method: Method, request: Message, *, metadata: Sequence[tuple[str, str]], seconds: float) -> Answer:
        """
        Call *method* together with others that have the same metadata, the assertion among it.

        Raises:
            StatusError: The item was refused.
            grpc.aio.AioRpcError: The batch was, or was not answered.

        """
        item = _Item(request, asyncio.get_running_loop().create_future(), monotonic() + seconds)
        key = (method.path, *metadata)
        queue = self._queues.setdefault(key, _Queue())
        queue.waiting.append(item)
        if queue.under_way < UNDER_WAY:
            self._send(key, queue, metadata)
        return await item.future

    def _send(self, key: Any, queue: _Queue, metadata: Sequence[tuple[str, str]]) -> None:
        items, queue.waiting = _cut(queue.waiting)
        queue.under_way += 1
        task = asyncio.create_task(self._run(key, queue, items, metadata))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, key: Any, queue: _Queue, items: Sequence[_Item], metadata: Sequence[tuple[str, str]]) -> None:
        batch = self._batches[key[0]]
        try:
            await self._call(batch, items, metadata)
        except Exception as error:  # noqa: BLE001 (whatever went wrong is each waiting caller's to raise, and none may wait for ever)
            for item in _undone(items):
                item.future.set_exception(error)
        finally:
            for item in _undone(items):
                item.future.cancel()
            queue.under_way -= 1
            if queue.waiting:
                self._send(key, queue, metadata)
            elif not queue.under_way:
                self._queues.pop(key, None)

    async def _call(self, batch: Batch, items: Sequence[_Item], metadata: Sequence[tuple[str, str]]) -> None:
        items = _undone(items)
        if not items:
            return
        metrics.observe(metrics.COALESCED_ITEMS, len(items), method=batch.method.name)
        request = batch.method.request()
        getattr(request, batch.items).extend(item.request for item in items)
        safe = all(getattr(item.request, "request_id", "") for item in items)
        seconds = max(item.until for item in items) - monotonic()
        answer = await self._upstream.call(batch.method, request, metadata=metadata, seconds=seconds, safe=safe)
        for item, result in zip(items, getattr(answer.message, batch.results), strict=True):
            _settle(item, result, batch, answer.position)


def _settle(item: _Item, result: Any, batch: Batch, position: str) -> None:
    if item.future.done():
        return
    which = result.WhichOneof(batch.oneof)
    if which is None or which == batch.error:
        item.future.set_exception(StatusError(result.error))
    else:
        item.future.set_result(Answer(message=getattr(result, which), position=position))


def _undone(items: Iterable[_Item]) -> list[_Item]:
    """Leave out those whose caller has gone."""
    return [item for item in items if not item.future.done()]


def _cut(waiting: list[_Item]) -> tuple[list[_Item], list[_Item]]:
    """Take as many as fit into one batch, and at least one."""
    size = 0
    for at, item in enumerate(waiting[:MOST_ITEMS]):
        size += item.request.ByteSize()
        if size > MOST_BYTES and at:
            return waiting[:at], waiting[at:]
    return waiting[:MOST_ITEMS], waiting[MOST_ITEMS:]


def batches_of(contract: Contract) -> Iterator[tuple[str, Batch]]:
    """Find the RPCs that do many at once what another does once: their request repeats its request, their results are its response or a status."""
    by_request: Mapping[str, Method] = {method.descriptor.input_type.full_name: method for method in contract.methods.values()}
    for method in contract.methods.values():
        for items in method.descriptor.input_type.fields:
            single = by_request.get(items.message_type.full_name) if items.is_repeated and items.message_type is not None else None
            found = single and _batch(method, items.name, single)
            if single and found:
                yield single.path, found


def _batch(method: Method, items: str, single: Method) -> Batch | None:
    for results in method.descriptor.output_type.fields:
        for oneof in results.message_type.oneofs if results.is_repeated and results.message_type is not None else ():
            kinds = {field.message_type.full_name: field.name for field in oneof.fields if field.message_type is not None}
            if set(kinds) == {single.descriptor.output_type.full_name, _STATUS}:
                return Batch(method=method, items=items, results=results.name, oneof=oneof.name, error=kinds[_STATUS])
    return None
