"""Who is calling: a secret becomes a principal and an assertion that the services verify by themselves; asked for again after ten seconds."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from tierline.tenancy.v1 import authentication_pb2
from tierline_chassis import metrics
from tierline_chassis.assertions import Verifier
from tierline_chassis.auth import Principal
from tierline_chassis.keys import ACCEPTED_SECONDS, CAPACITY, MOST_CHARACTERS, REFUSED_SECONDS
from tierline_sdk.errors import Unauthenticated

from tierline_gateway.contract import Contract
from tierline_gateway.problems import problem_is_refusal
from tierline_gateway.upstream import Upstream

_AUTHENTICATE = "/tierline.tenancy.v1.AuthenticationService/Authenticate"
_ANSWER_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A caller whose identity is proven, and what proves it to the services."""

    principal: Principal
    assertion: str


@dataclass(slots=True)
class _Question:
    task: "asyncio.Task[Caller]"
    until: float


class Callers:
    """The cache in front of tenancy: one question a secret at a time, kept by the secret's digest; an outage is never remembered."""

    def __init__(self, upstream: Upstream, contract: Contract, verifier: Verifier, *, clock: Callable[[], float] = monotonic) -> None:
        self._upstream = upstream
        self._method = contract.methods[_AUTHENTICATE]
        self._verifier = verifier
        self._clock = clock
        self._questions: OrderedDict[bytes, _Question] = OrderedDict()

    async def caller(self, secret: str) -> Caller:
        """
        Return whose key or session *secret* is.

        Raises:
            Unauthenticated: Nobody's.
            grpc.aio.AioRpcError: Tenancy refuses it, or cannot be asked now.

        """
        if not secret:
            raise Unauthenticated("This needs a caller: send Authorization: Bearer KEY.")
        if len(secret) > MOST_CHARACTERS or not secret.isascii():
            raise Unauthenticated("The key is unknown, has expired or was revoked.")
        digest = hashlib.sha256(secret.encode()).digest()  # the cache is no store of secrets
        question = self._questions.get(digest)
        if question is None or question.until <= self._clock():
            question = self._ask(digest, secret)
        else:
            metrics.increment(metrics.KEY_LOOKUPS, result="cached")
        return await asyncio.shield(question.task)

    def forget(self, secret: str) -> None:
        """Ask anew at the next call: the session has ended."""
        self._questions.pop(hashlib.sha256(secret.encode()).digest(), None)

    def _ask(self, digest: bytes, secret: str) -> _Question:
        question = _Question(asyncio.create_task(self._asked(secret)), float("inf"))
        question.task.add_done_callback(lambda task: self._settle(digest, question, task))
        self._questions[digest] = question
        self._questions.move_to_end(digest)
        while len(self._questions) > CAPACITY:
            self._questions.popitem(last=False)
        return question

    def _settle(self, digest: bytes, question: _Question, task: "asyncio.Task[Caller]") -> None:
        """Decide how long the answer counts."""
        error = None if task.cancelled() else task.exception()
        if error is None and not task.cancelled():
            question.until = self._clock() + ACCEPTED_SECONDS
            metrics.increment(metrics.KEY_LOOKUPS, result="accepted")
        elif problem_is_refusal(error):
            question.until = self._clock() + REFUSED_SECONDS
            metrics.increment(metrics.KEY_LOOKUPS, result="refused")
        else:
            if self._questions.get(digest) is question:
                del self._questions[digest]
            metrics.increment(metrics.KEY_LOOKUPS, result="failed")

    async def _asked(self, secret: str) -> Caller:
        request = authentication_pb2.AuthenticateRequest(secret=secret)
        answer = await self._upstream.call(self._method, request, metadata=(), seconds=_ANSWER_SECONDS, safe=True)
        assertion = str(getattr(answer.message, "assertion"))  # noqa: B009 (the message's type is known only to the descriptors)
        return Caller(principal=self._verifier.verify(assertion), assertion=assertion)
