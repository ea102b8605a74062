"""Logging by structlog: one formatter for our events and the libraries', columns on a terminal and JSON lines elsewhere."""

import logging
import sys
from typing import TYPE_CHECKING, TextIO

import structlog
from structlog.contextvars import merge_contextvars

from tierline_chassis import tracing

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

JSON, CONSOLE = "json", "console"


def configure(log_format: str, *, service: str, level: str = "INFO", stream: TextIO = sys.stderr) -> None:
    """
    Send everything that is logged in this process to *stream*.

    Args:
        log_format: `json` or `console`; anything else means `console` on a terminal and `json` elsewhere.
        service: Bound to every event.
        level: The least level of ours and of the libraries.
        stream: Where it goes.
        stream: Where lines go.
    """
    shared: list[Processor] = [
        merge_contextvars, _naming(service), _add_trace, structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter], logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger, cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[
        structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(log_format, stream),
    ]))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


def _renderer(log_format: str, stream: TextIO) -> "Processor":
    if log_format == CONSOLE or (log_format != JSON and stream.isatty()):
        return structlog.dev.ConsoleRenderer(colors=stream.isatty())
    return structlog.processors.JSONRenderer()


def _naming(service: str) -> "Processor":
    """Name the service in every event, whichever thread it comes from."""
    def add_service(_logger: object, _method: str, event: "EventDict") -> "EventDict":
        event.setdefault("service", service)
        return event
    return add_service


def _add_trace(_logger: object, _method: str, event: "EventDict") -> "EventDict":
    """Name the trace of the work in hand."""
    trace = tracing.current()
    if trace is not None:
        event["trace_id"] = trace.trace_id
    return event
