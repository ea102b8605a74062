"""The one place where a call's exceptions end: each becomes a status, and what nobody foresaw becomes INTERNAL with an id to look up in the log."""

from dataclasses import dataclass

import grpc
import psycopg
import structlog
from google.rpc import status_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from psycopg import errors as database_errors
from psycopg_pool import TooManyRequests
from tierline_sdk.errors import TierlineError

from tierline_chassis.ids import new_id
from tierline_chassis.interceptors.statuses import RETRY_DELAY, code_of, retry_info, status, status_of

_log = structlog.get_logger(__name__)

_OURS = (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.ABORTED)
"""Codes that speak of us rather than of the caller, and are logged as warnings."""


class DeadlinePassed(Exception):
    """The caller's time was over before the answer was found."""


class Contended(Exception):
    """Transactions stood in each other's way more often than this call may try again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What the caller is told."""

    code: grpc.StatusCode
    status: status_pb2.Status


def refusal_of(error: Exception) -> Refusal:
    """Turn *error* into what the caller is told, and log what the operators should know."""
    refusal = _of_database(error) if isinstance(error, psycopg.Error) else _of_ours(error)
    if refusal is None:
        return _unforeseen(error)
    level = _log.warning if refusal.code in _OURS else _log.info
    level("rpc_refused", code=refusal.code.name, error=type(error).__name__)
    return refusal


def _of_ours(error: Exception) -> Refusal | None:
    match error:
        case TierlineError():
            return Refusal(code=code_of(error), status=status_of(error))
        case DeadlinePassed():
            return _late()
        case Contended():
            return _again(grpc.StatusCode.ABORTED, "CONTENDED", "Other calls changed the same rows at the same time.")
        case _:
            return None


def _of_database(error: psycopg.Error) -> Refusal | None:
    """Tell an outage from a slow statement, from a value that the database cannot take, from a bug."""
    match error:
        case database_errors.QueryCanceled():
            return _late()
        case database_errors.LockNotAvailable():
            return _again(grpc.StatusCode.ABORTED, "CONTENDED", "Another call holds the same rows.")
        case TooManyRequests():
            return _again(grpc.StatusCode.RESOURCE_EXHAUSTED, "DATABASE_BUSY", "Too many calls wait for the database.")
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return _again(grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE", "The database does not answer.")
        case psycopg.DataError():
            return _plain(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_VALUE", "A field holds a value that cannot be stored.")
        case _:
            return None


def _unforeseen(error: Exception) -> Refusal:
    error_id = new_id()
    _log.error("rpc_failed", error_id=error_id, exc_info=error)
    made = status(grpc.StatusCode.INTERNAL, f"Something went wrong here; quote {error_id}.", reason="INTERNAL", metadata={"error_id": error_id})
    return Refusal(code=grpc.StatusCode.INTERNAL, status=made)


def _late() -> Refusal:
    return _plain(grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", "The time of the call was over.")


def _plain(code: grpc.StatusCode, reason: str, message: str) -> Refusal:
    return Refusal(code=code, status=status(code, message, reason=reason))


def _again(code: grpc.StatusCode, reason: str, message: str) -> Refusal:
    return Refusal(code=code, status=status(code, message, reason=reason, details=[retry_info(RETRY_DELAY)]))
