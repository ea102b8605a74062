"""Keys of callers who come straight by gRPC: resolved through tenancy, remembered for ten seconds, asked once however many ask at once."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Protocol

from tierline_sdk.errors import TierlineError, Unauthenticated, Unavailable

from tierline_chassis import metrics
from tierline_chassis.assertions import Verifier
from tierline_chassis.auth import Principal

ACCEPTED_SECONDS = 10.0
"""How long an accepted key is believed, and so how long a revoked one may live on."""
REFUSED_SECONDS = 2.0
"""How long a refusal is repeated without asking."""
ANSWER_SECONDS = 5.0
"""How long to wait for another caller's look-up of the same key."""
CAPACITY = 10_000
"""Keys remembered at once."""
ASSERTION = "tierline-assertion"
AUTHORIZATION = "authorization"
"""Names of the metadata entries that say who calls."""
MOST_CHARACTERS = 200
"""A secret is no longer than this; longer ones are refused unasked."""


class Resolver(Protocol):
    """Turns a key's secret into the principal's assertion."""

    def resolve(self, secret: str) -> str:
        """
        Return the assertion.

        Raises:
            Unauthenticated: There is no such key, or it has ended.
            Unavailable: Tenancy does not answer.

        """
        ...


@dataclass(frozen=True, slots=True)
class _Answer:
    principal: Principal | None
    until: float


class Keys:
    """
    The cache in front of a resolver.

    An outage is answered by `Unavailable` and never remembered: a caller is let in by an answer of tenancy or not at all.
    """

    def __init__(self, resolver: Resolver, verifier: Verifier, *, clock: Callable[[], float] = monotonic, capacity: int = CAPACITY) -> None:
        self._resolver = resolver
        self._verifier = verifier
        self._clock = clock
        self._capacity = capacity
        self._answers: OrderedDict[bytes, _Answer] = OrderedDict()
        self._asking: dict[bytes, Future[Principal]] = {}
        self._lock = Lock()

    def principal(self, secret: str) -> Principal:
        """
        Return whose key *secret* is.

        Raises:
            Unauthenticated: Nobody's.
            Unavailable: Tenancy cannot be asked now.

        """
        if not secret or len(secret) > MOST_CHARACTERS:
            raise _unknown()
        digest = hashlib.sha256(secret.encode()).digest()  # the cache is no store of secrets
        with self._lock:
            answer = self._answers.get(digest)
            if answer is not None and answer.until > self._clock():
                metrics.increment(metrics.KEY_LOOKUPS, result="cached")
                return _principal_of(answer)
            future = self._asking.get(digest)
            mine = future is None
            if future is None:
                future = self._asking[digest] = Future()
        return self._ask(secret, digest, future) if mine else _joined(future)

    def _ask(self, secret: str, digest: bytes, future: "Future[Principal]") -> Principal:
        try:
            principal = self._verifier.verify(self._resolver.resolve(secret))
        except Unauthenticated as error:
            self._settle(digest, _Answer(None, self._clock() + REFUSED_SECONDS), "refused")
            future.set_exception(error)
            raise
        except BaseException as error:  # whatever went wrong, those who wait must not wait for ever; it is raised again
            self._settle(digest, None, "failed")
            future.set_exception(error if isinstance(error, TierlineError) else Unavailable("The key could not be looked up."))
            raise
        self._settle(digest, _Answer(principal, self._clock() + ACCEPTED_SECONDS), "accepted")
        future.set_result(principal)
        return principal

    def _settle(self, digest: bytes, answer: _Answer | None, result: str) -> None:
        """Remember the answer, where there is one, and let the next caller ask again."""
        metrics.increment(metrics.KEY_LOOKUPS, result=result)
        with self._lock:
            del self._asking[digest]
            if answer is not None:
                self._answers[digest] = answer
                self._answers.move_to_end(digest)
            while len(self._answers) > self._capacity:
                self._answers.popitem(last=False)


class Callers:
    """The authenticator of every service: an assertion is verified here, a key is resolved."""

    def __init__(self, verifier: Verifier, keys: Keys | None) -> None:
        """Without *keys* only assertions are taken."""
        self._verifier = verifier
        self._keys = keys

    def authenticate(self, metadata: Mapping[str, str]) -> Principal | None:
        """Return the caller of `tierline-assertion` or, where that is absent, of `authorization: Bearer SECRET`; see `Authenticator`."""
        if assertion := metadata.get(ASSERTION):
            return self._verifier.verify(assertion)
        if not (authorization := metadata.get(AUTHORIZATION)):
            return None
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer" or self._keys is None:
            raise Unauthenticated("Send `authorization: Bearer KEY`.")
        return self._keys.principal(secret.strip())


def _principal_of(answer: _Answer) -> Principal:
    if answer.principal is None:
        raise _unknown()
    return answer.principal


def _joined(future: "Future[Principal]") -> Principal:
    try:
        return future.result(ANSWER_SECONDS)
    except NotInTime as error:
        raise Unavailable("The key could not be looked up in time.") from error


def _unknown() -> Unauthenticated:
    return Unauthenticated("The key is unknown, has expired or was revoked.")
