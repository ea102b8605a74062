"""
The roles of a database: one owner that runs migrations, one role per service that owns nothing.

Names are `<database>_owner` and `<database>_<service>`. None is a superuser or bypasses row-level security. Only those who set up a database import this.
"""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row
from tierline_sdk.errors import Unavailable

from tierline_chassis.urls import url_of

OWNER = "owner"


class ProvisioningRefused(Unavailable):
    """The given role may not create roles or databases: give the URL of one that may."""

    reason = "PROVISIONING_REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioned:
    """URLs with passwords: the owner's, and each service's."""

    owner_url: str
    service_urls: Mapping[str, str]


def provision(admin_url: str, services: Sequence[str], *, database: str | None = None, secret: bytes | None = None) -> Provisioned:
    """
    Make the database and the roles where they are missing, set the roles' passwords, and return their URLs. Repeating it does no harm.

    Args:
        admin_url: Of a role that may create roles and, where *database* does not exist, databases.
        services: Names of the services, such as `intake`.
        database: Name of the database; the URL's own where absent.
        secret: Passwords are derived from it, so that every start gives the same; random ones where absent, which cuts off who holds the old.

    Raises:
        ProvisioningRefused: The given role may not do this.
    """
    name = database or conninfo_to_dict(admin_url).get("dbname") or "postgres"
    url = url_of(admin_url, database=str(name))
    key = secret or secrets.token_bytes(32)
    try:
        _make_database(admin_url, str(name))
        with psycopg.connect(url, row_factory=tuple_row) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(hashtext('tierline.provision'))")
            urls = {role: _role_url(connection, url, f"{name}_{role}", key) for role in (OWNER, *services)}
            _let_owner_create(connection, str(name))
    except psycopg.errors.InsufficientPrivilege as error:
        raise ProvisioningRefused(f"The role of the given URL may not set up the database {name!r}: {error}".strip()) from error
    return Provisioned(owner_url=urls[OWNER], service_urls={service: urls[service] for service in services})


def _make_database(admin_url: str, name: str) -> None:
    """Create the database where it is missing; nobody connects to a new one but its roles."""
    if conninfo_to_dict(admin_url).get("dbname") == name:
        return
    with psycopg.connect(admin_url, autocommit=True, row_factory=tuple_row) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


def _role_url(connection: psycopg.Connection[tuple[object, ...]], url: str, role: str, key: bytes) -> str:
    """Make *role*, give it its password (hashed here, so that the server's log never sees it), let it connect, and return its URL."""
    password = hmac.new(key, role.encode(), sha256).hexdigest()
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed)))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(connection.info.dbname), sql.Identifier(role)))
    return url_of(url, user=role, password=password)


def _let_owner_create(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    owner = sql.Identifier(f"{name}_{OWNER}")
    connection.execute(sql.SQL("GRANT CREATE, TEMPORARY ON DATABASE {} TO {}").format(sql.Identifier(name), owner))
