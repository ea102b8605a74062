"""Bodies: how much, how fast, of which kind."""

import asyncio
from typing import Any

from starlette.requests import ClientDisconnect, Request

from tierline_gateway.refusals import BodySlow, BodyTooLarge, BodyUnreadable, CallerGone, HeaderInvalid, UnsupportedMediaType
from tierline_gateway.transcoding.bindings import JsonUnreadable, parse_json

OFF_LOOP_BYTES = 128 * 1024
"""Larger bodies are parsed in a thread, so that one caller's import does not hold up the others."""


async def read_body(request: Request, *, limit: int, seconds: float) -> bytes:
    """
    Read a body whole.

    Raises:
        BodyTooLarge: It has more than *limit* bytes, or says so.
        BodySlow: It did not come in time.
        CallerGone: The connection was closed.

    """
    if _announced(request) > limit:
        raise BodyTooLarge(limit)
    try:
        async with asyncio.timeout(seconds):
            return await _read(request, limit)
    except TimeoutError as error:
        raise BodySlow(seconds) from error
    except ClientDisconnect as error:
        raise CallerGone from error


async def read_json(request: Request, *, limit: int, seconds: float) -> Any:
    """
    Read a body as JSON; `None` where there is none.

    Raises:
        UnsupportedMediaType: It is none by its own word.
        BodyUnreadable: It is none in fact.

    """
    data = await read_body(request, limit=limit, seconds=seconds)
    if not data:
        return None
    if not is_json(request.headers.get("content-type", "")):
        raise UnsupportedMediaType
    try:
        return await asyncio.to_thread(parse_json, data) if len(data) > OFF_LOOP_BYTES else parse_json(data)
    except JsonUnreadable as error:
        raise BodyUnreadable(str(error)) from error


def is_json(content_type: str) -> bool:
    """Tell whether a content type is JSON in UTF-8."""
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    return kind == "application/json" and all(parameter in ("", "charset=utf-8", 'charset="utf-8"') for parameter in parameters)


def _announced(request: Request) -> int:
    text = request.headers.get("content-length", "0")
    if not (text.isascii() and text.isdigit()):
        raise HeaderInvalid("Content-Length", "must be a number")
    return int(text[:20])


async def _read(request: Request, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise BodyTooLarge(limit)
        parts.append(part)
    return b"".join(parts)
