"""Makes the database ready: roles, tables, first keys; each only where it is missing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import psycopg
from psycopg.rows import tuple_row
from tierline_chassis import migrate
from tierline_chassis.provision import Provisioned, ProvisioningRefused
from tierline_chassis.provision import provision as provision_roles

from tierline_standalone.errors import DatabaseUnusable
from tierline_standalone.supervisor.child import Child, Part
from tierline_standalone.supervisor.folder import DataFolder, write_private
from tierline_standalone.supervisor.house import run_all_to_end
from tierline_standalone.supervisor.keys import Keys
from tierline_standalone.supervisor.lifeline import Lifeline
from tierline_standalone.supervisor.parts import SERVICES
from tierline_standalone.supervisor.signals import Signals
from tierline_standalone.supervisor.storage import Storage
from tierline_standalone.supervisor.voice import say

MIGRATION_SECONDS = 900.0
AT_ONCE = 3
"""Migrations that run at the same time; each imports alembic, which takes a second of a core."""

IDENTITY = "SELECT (SELECT system_identifier FROM pg_control_system()), (SELECT oid FROM pg_database WHERE datname = current_database())"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What short-lived processes are run with."""

    folder: DataFolder
    environment: Mapping[str, str]
    signals: Signals
    lifeline: Lifeline

    def run(self, parts: Sequence[Part], *arguments: str) -> None:
        """Run *parts* with *arguments* to their ends, all at once."""
        children = [Child(part, environment=self.environment, log=self.folder.logs / f"{part.name}.log") for part in parts]
        run_all_to_end([(child, arguments) for child in children], signals=self.signals, lifeline=self.lifeline, seconds=MIGRATION_SECONDS)


def provision(storage: Storage, keys: Keys) -> Provisioned:
    """
    Make the roles, and the database where there is none.

    Raises:
        DatabaseUnusable: The given role may not do this, or the server does not answer.
    """
    try:
        return provision_roles(storage.admin_url, SERVICES, database=storage.database, secret=bytes.fromhex(keys.database_secret))
    except (ProvisioningRefused, psycopg.Error) as error:
        cure = "Give the URL of a role that may create roles and databases, on a server that answers."
        raise DatabaseUnusable(f"The database cannot be set up: {str(error).strip()}", cure=cure) from error


def prepare(parts: Sequence[Part], provisioned: Provisioned, workshop: Workshop) -> None:
    """Bring the tables of *parts* up to date, and make the first keys."""
    with psycopg.connect(provisioned.owner_url, autocommit=True, row_factory=tuple_row) as connection:
        log_current = migrate.is_current(connection, "log", migrate.LOG_PACKAGE)
        outdated = [part for part in parts if not log_current or not migrate.is_current(connection, part.name, part.module)]
        identity = [str(number) for number in connection.execute(IDENTITY).fetchone() or ()]
    owner = {"TIERLINE_OWNER_DATABASE_URL": provisioned.owner_url}
    if outdated or not log_current:
        say("Making the tables ..." if not log_current else f"Bringing the tables of {', '.join(part.name for part in outdated)} up to date ...")
    if log_current:
        migrate.run_log(provisioned.owner_url)  # Topics may have come without a migration.
    for start in range(0, len(outdated), AT_ONCE):
        batch = [replace(part, environment={**part.environment, **owner}) for part in outdated[start : start + AT_ONCE]]
        workshop.run(batch, "migrate")
    _make_keys(next(part for part in parts if part.name == "tenancy"), identity, workshop)


def _make_keys(tenancy: Part, identity: Sequence[str], workshop: Workshop) -> None:
    """Make the operator's and the gateway's key, or make a database that has not seen them know them."""
    folder, known = workshop.folder, workshop.folder.path / "database.json"
    if folder.operator_key.exists() and folder.gateway_key.exists() and known.exists() and json.loads(known.read_text()) == identity:
        return
    workshop.run([tenancy], "bootstrap", "--operator-key-file", str(folder.operator_key), "--gateway-key-file", str(folder.gateway_key))
    write_private(known, json.dumps(identity))
