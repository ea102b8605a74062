"""
Migrations: each schema has its own, numbered, run by the owner's role in a process of their own.

A package's migrations are the files `migrations/0001_….py` in it; a revision's name is its number. Alembic is imported only when there is something to do.
"""

import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row
from tierline_sdk.errors import Kind, TierlineError

from tierline_chassis.log.topics import Topics, load_topics

LOCK_TIMEOUT = "5s"
"""A migration that cannot get a lock fails and is run again, rather than hold up the requests that queue behind it."""

STATEMENT_TIMEOUT = "10min"

VERSION_TABLE = "migration"

LOG_PACKAGE = "tierline_chassis.log"


class MigrationsMisnumbered(TierlineError):
    """A package's migrations are not numbered 0001, 0002, … without gaps."""

    kind, reason = Kind.INVALID, "MIGRATIONS_MISNUMBERED"


class RoleMissing(TierlineError):
    """The service's role does not exist: provision the database first."""

    kind, reason = Kind.CONFLICT, "ROLE_MISSING"


class PartitionsFixed(TierlineError):
    """A topic's number of partitions was changed in its file, after the topic had been created with another."""

    kind, reason = Kind.CONFLICT, "PARTITIONS_FIXED"


def run(owner_url: str, schema: str, package: str) -> bool:
    """
    Bring *schema* to the newest version of *package*'s migrations; say whether there was anything to do.

    Safe to run from several processes at once: one works, the others wait and find it done.
    """
    with psycopg.connect(owner_url, autocommit=True, row_factory=tuple_row) as connection:
        if is_current(connection, schema, package):
            return False
        connection.execute("SELECT pg_advisory_lock(hashtext('tierline.migrate'), hashtext(%s))", [schema])
        if is_current(connection, schema, package):
            return False
        _prepare_schema(connection, schema)
        connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'; SET statement_timeout = '{STATEMENT_TIMEOUT}'".encode())
        _upgrade(connection, schema, package)
        return True


def run_log(owner_url: str, topics: Topics | None = None) -> bool:
    """Bring the log's schema to its newest version and register the topics; say whether a migration ran. Runs before any service's."""
    ran = run(owner_url, "log", LOG_PACKAGE)
    with psycopg.connect(owner_url, row_factory=tuple_row) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('tierline.migrate'), hashtext('log'))")
        register_topics(connection, load_topics() if topics is None else topics)
    return ran


def is_current(connection: psycopg.Connection[Any], schema: str, package: str) -> bool:
    """Say whether *schema* has *package*'s newest version, by plain SQL."""
    table = f"{schema}.{VERSION_TABLE}"
    if connection.execute("SELECT to_regclass(%s)", [table]).fetchone() == (None,):
        return False
    return connection.execute(f"SELECT version_num FROM {table}".encode()).fetchall() == [(revisions(package)[-1],)]


def revisions(package: str) -> Sequence[str]:
    """
    Return the numbers of *package*'s migrations, in order.

    Raises:
        MigrationsMisnumbered: They have a gap, or there are none.
    """
    found = sorted(match[1] for path in _folder(package).iterdir() if (match := re.fullmatch(r"(\d{4})_\w+\.py", path.name)))
    if not found or found != [f"{number:04}" for number in range(1, len(found) + 1)]:
        raise MigrationsMisnumbered(f"The migrations of {package} are {found}: number them 0001, 0002 and so on without gaps.")
    return found


def register_topics(connection: psycopg.Connection[Any], topics: Topics) -> None:
    """
    Make the log know *topics* with their partitions, and let the services that use them reach it.

    Raises:
        PartitionsFixed: A topic exists with another number of partitions.
    """
    for topic in topics.values():
        row = connection.execute(
            "INSERT INTO log.topic AS t (topic, producer, consumers, partitions) VALUES (%s, %s, %s, %s) ON CONFLICT (topic) DO UPDATE "
            "SET producer = excluded.producer, consumers = excluded.consumers RETURNING t.partitions",
            [topic.name, topic.producer, list(topic.consumers), topic.partitions],
        ).fetchone()
        if row != (topic.partitions,):
            raise PartitionsFixed(f"{topic.name} has {row[0] if row else 0} partitions for good; its file says {topic.partitions}.")
        connection.execute(
            "INSERT INTO log.head (topic, partition) SELECT %s, n FROM generate_series(0, %s - 1) AS n ON CONFLICT DO NOTHING",
            [topic.name, topic.partitions],
        )
    for role in _roles(connection, sorted(topics.services)):
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA log TO {0}; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA log TO {0}").format(sql.Identifier(role)))


def _prepare_schema(connection: psycopg.Connection[Any], schema: str) -> None:
    """Create *schema*, and give its service's role the use of whatever the owner will create in it; the log's own is reached by functions alone."""
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    if schema == "log":
        return
    roles = _roles(connection, [schema])
    if not roles:
        raise RoleMissing(f"There is no role for the service {schema!r}: provision the database first.")
    connection.execute(sql.SQL(
        "GRANT USAGE ON SCHEMA {schema} TO {role};"
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};"
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE ON SEQUENCES TO {role};"
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT EXECUTE ON FUNCTIONS TO {role}",
    ).format(schema=sql.Identifier(schema), role=sql.Identifier(roles[0])))


def _roles(connection: psycopg.Connection[Any], services: Sequence[str]) -> Sequence[str]:
    """Return the roles of *services* that exist."""
    query = "SELECT rolname FROM pg_roles WHERE rolname = ANY (SELECT current_database() || '_' || s FROM unnest(%s::text[]) AS s) ORDER BY 1"
    return [row[0] for row in connection.execute(query, [list(services)])]


def _folder(package: str) -> Path:
    return Path(str(files(package))) / "migrations"


def _upgrade(connection: psycopg.Connection[Any], schema: str, package: str) -> None:
    """Run what is missing, each migration in a transaction of its own."""
    from alembic.config import Config  # noqa: PLC0415  costs a second, and is needed only here
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.pool import StaticPool  # noqa: PLC0415

    connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
    connection.autocommit = False
    scripts = ScriptDirectory(str(_folder(package)), version_locations=[str(_folder(package))])
    engine = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=StaticPool)
    environment = EnvironmentContext(Config(), scripts, fn=lambda revision, _context: scripts._upgrade_revs("head", revision))  # noqa: SLF001  alembic's own way to run without an env.py
    with engine.connect() as bound, environment:
        environment.configure(connection=bound, version_table=VERSION_TABLE, version_table_schema=schema, transaction_per_migration=True)
        with environment.begin_transaction():
            environment.run_migrations()
