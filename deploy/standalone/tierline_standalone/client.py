"""Calls the gateway over HTTP as any client would: JSON in, JSON or a problem (RFC 9457) out."""

import http
import time
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx
from tierline_sdk.errors import Kind

from tierline_standalone.errors import Cured

Json = dict[str, Any]

TIMEOUT_SECONDS = 30.0
PATIENCE_SECONDS = 60.0
"""How long a call is tried again while the gateway is away or asks to wait."""

CURES = {
    401: "Give a valid key with --key or TIERLINE_KEY.",
    403: "Use a key whose role permits it.",
    404: "Check the id; what belongs to another tenant looks like nothing.",
    409: "Read it again, then decide.",
    429: "Wait a little, then try again.",
}

YOURS, OURS = "Correct what is named above.", "See the logs of the installation."


class GatewayAway(Cured):
    """Nobody answers at the URL."""

    kind, reason = Kind.UNAVAILABLE, "GATEWAY_AWAY"


class Refused(Cured):
    """The gateway answered with a problem; *problem* is its JSON, *status* the HTTP status."""

    reason = "REFUSED"

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        detail = problem.get("detail") or problem.get("title") or f"HTTP status {status}"
        faults = problem.get("violations") or ()
        listed = "".join(f"\n  {fault.get('field', '?')}: {fault.get('description', '')}" for fault in faults if isinstance(fault, Mapping))
        super().__init__(f"{detail}{listed}", cure=CURES.get(status, OURS if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR else YOURS))
        self.status, self.problem = status, problem


class Client:
    """
    One caller at one gateway.

    Every command carries an `Idempotency-Key`, so that it is safe to try it again when an answer is lost.
    """

    def __init__(self, url: str, key: str | None, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        self.url, self._patience = url, patience_seconds
        self._scope: Mapping[str, str] = {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT_SECONDS, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.close()

    def within(self, scope: str) -> "Client":
        """Return this caller at work in one tenant or provider, as an operator has to say."""
        narrowed = copy(self)
        narrowed._scope = {"tierline-tenant": scope}  # noqa: SLF001 - a copy of this very object
        return narrowed

    def get(self, path: str, **parameters: object) -> Json:
        """Read; parameters that are None or empty are left out."""
        return self.call("GET", path, parameters={name: value for name, value in parameters.items() if value not in (None, "")})

    def post(self, path: str, body: Mapping[str, Any], *, request_id: str | None = None, parameters: Mapping[str, Any] | None = None) -> Json:
        """Command; the same *request_id* again has its effect once."""
        return self.call("POST", path, body=body, parameters=parameters, request_id=request_id or str(uuid4()))

    def patch(self, path: str, body: Mapping[str, Any], **parameters: object) -> Json:
        """Change."""
        return self.call("PATCH", path, body=body, parameters=parameters, request_id=str(uuid4()))

    def pages(self, path: str, items: str, **parameters: object) -> Iterator[Json]:
        """Read every page of a list, one entry after the other."""
        token = ""
        while True:
            page = self.get(path, **parameters, page_token=token)
            yield from page.get(items, ())
            token = page.get("nextPageToken", "")
            if not token:
                return

    def call(
        self, method: str, path: str, *, body: Mapping[str, Any] | None = None, parameters: Mapping[str, Any] | None = None, request_id: str | None = None,
    ) -> Json:
        """
        Call the gateway, again while it is away or asks to wait.

        Raises:
            GatewayAway: Nobody answered for as long as the patience lasts.
            Refused: The gateway answered with a problem.
        """
        headers = {**self._scope, **({"idempotency-key": request_id} if request_id else {})}
        deadline, pause = time.monotonic() + self._patience, 0.1
        while True:
            try:
                answer = self._http.request(method, path, json=body, params=parameters, headers=headers)
            except httpx.TransportError as error:
                if time.monotonic() > deadline:
                    raise GatewayAway(f"Nobody answers at {self.url}: {error}.", cure="Start it (tierline up), or name another with --url.") from error
            else:
                if answer.status_code not in {429, 503} or time.monotonic() > deadline:
                    return _content(answer)
                pause = max(pause, _seconds(answer.headers.get("retry-after")))
            time.sleep(pause)  # Nothing tells a client when a server is back.
            pause = min(pause * 2, 2.0)


def _content(answer: httpx.Response) -> Json:
    try:
        content = answer.json() if answer.content else {}
    except ValueError:
        content = {"detail": f"{answer.status_code} with something that is no JSON: {answer.text[:200]!r}"}
    if answer.is_success and isinstance(content, dict):
        return content
    raise Refused(answer.status_code, content if isinstance(content, dict) else {})


def _seconds(text: str | None) -> float:
    return min(float(text), 10.0) if text and text.replace(".", "", 1).isdigit() else 0.0


def first(items: Sequence[Json], **wanted: object) -> Json | None:
    """Find the first of *items* that has the wanted values."""
    return next((item for item in items if all(item.get(name) == value for name, value in wanted.items())), None)
