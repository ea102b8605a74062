"""How rows come out of psycopg: dictionaries, uuid columns as `str`, instants in UTC."""

from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.string import TextLoader

STATEMENT_TIMEOUT = "30s"
"""For statements whose caller has no deadline."""

IDLE_IN_TRANSACTION_TIMEOUT = "30s"
"""A process that is frozen in the middle of a transaction loses it, so that its locks free others."""


def configure(connection: psycopg.Connection[Any], *, schema: str | None = None) -> None:
    """Prepare a fresh connection in autocommit mode; transactions are begun by hand."""
    connection.adapters.register_loader("uuid", TextLoader)
    connection.row_factory = dict_row
    path = f"SET search_path TO {schema}; " if schema else ""
    connection.execute(
        f"{path}SET timezone TO 'UTC'; SET statement_timeout TO '{STATEMENT_TIMEOUT}'; "
        f"SET idle_in_transaction_session_timeout TO '{IDLE_IN_TRANSACTION_TIMEOUT}'".encode(),
    )
