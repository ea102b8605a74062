"""Parked events, for operators: list, show, release to be handled again, drop. Works on a connection to a service's database as its owner or its role."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

Row = Mapping[str, Any]


def list_parked(connection: psycopg.Connection[Any], schema: str) -> Sequence[Row]:
    """Return one row per consumer and key, oldest first: how many events wait, since when, and why the first was parked."""
    return _rows(connection, schema, """
        SELECT consumer, key, count(*) AS events, min(parked_at) AS parked_at, bool_or(released) AS released,
            (array_agg(reason ORDER BY sequence))[1] AS reason, (array_agg(type ORDER BY sequence))[1] AS type
        FROM {}.parked_event GROUP BY consumer, key ORDER BY min(sequence)""")


def show_parked(connection: psycopg.Connection[Any], schema: str, consumer: str, key: str) -> Sequence[Row]:
    """Return the parked events of one key, in order, with their payloads."""
    return _rows(connection, schema, "SELECT * FROM {}.parked_event WHERE consumer = %s AND key = %s ORDER BY sequence", consumer, key)


def replay_parked(connection: psycopg.Connection[Any], schema: str, consumer: str, key: str) -> int:
    """Ask the consumer to handle the key's events again, which it does within seconds; return how many they are."""
    return len(_rows(connection, schema, "UPDATE {}.parked_event SET released = true WHERE consumer = %s AND key = %s RETURNING 1", consumer, key))


def drop_parked(connection: psycopg.Connection[Any], schema: str, consumer: str, key: str) -> int:
    """Give the key's parked events up for good and let its later ones flow; return how many were given up."""
    return len(_rows(connection, schema, "DELETE FROM {}.parked_event WHERE consumer = %s AND key = %s RETURNING 1", consumer, key))


def _rows(connection: psycopg.Connection[Any], schema: str, query: str, *params: str) -> Sequence[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql.SQL(query).format(sql.Identifier(schema)), params or None).fetchall()
