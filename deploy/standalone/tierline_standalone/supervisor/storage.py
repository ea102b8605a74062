"""Where the data is: the embedded PostgreSQL under this process's supervision, or a given one by URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol

import psycopg
from tierline_chassis.embedded_postgres import EmbeddedPostgres, FolderUnreachable, PostgresFailed, PostgresNotInstalled

from tierline_standalone.errors import DatabaseUnusable
from tierline_standalone.supervisor.child import described
from tierline_standalone.supervisor.folder import DataFolder
from tierline_standalone.supervisor.lifeline import Lifeline
from tierline_standalone.supervisor.voice import say

OLDEST = 15
"""The oldest major version of PostgreSQL that is taken."""

CURES = {
    PostgresNotInstalled: "Install it (make setup), or give a PostgreSQL of your own with --database-url.",
    FolderUnreachable: "Name a folder under /var/lib or /tmp with --data, run it as an ordinary user, or give a PostgreSQL with --database-url.",
    PostgresFailed: "Mend what its log names (a full disk, a damaged file), or name another folder with --data.",
}


class Storage(Protocol):
    """A PostgreSQL server."""

    kind: str
    database: str | None
    """Name of the database to use; None takes the one that the URL names."""

    @property
    def admin_url(self) -> str:
        """URL of a role that may create roles and databases."""

    def tend(self) -> None:
        """Start it again where it has died."""


class Embedded:
    """The PostgreSQL inside the wheel, as a child of this process."""

    kind = "embedded"
    database: str | None = "tierline"

    def __init__(self, folder: DataFolder, lifeline: Lifeline) -> None:
        self._folder, self._lifeline = folder, lifeline
        self._server = EmbeddedPostgres(folder.postgres)
        self._held = 0
        self._again = 0.0

    @property
    def admin_url(self) -> str:
        """URL of the superuser."""
        return self._server.url()

    def start(self) -> None:
        """
        Start it.

        Raises:
            DatabaseUnusable: It does not come up; the message has its last words.
        """
        try:
            self._server.start()
        except (PostgresNotInstalled, FolderUnreachable, PostgresFailed) as error:
            raise DatabaseUnusable(error.message, cure=CURES[type(error)]) from error
        self._hold()

    def tend(self) -> None:
        """Start it again where it has died, and say so; where it does not come up, try again after a pause."""
        process = self._server.process
        if process is None or process.poll() is None or monotonic() < self._again:
            return
        say(f"postgres {described(process.returncode)}; it is started again (log: {self._server.log}).")
        self._again = monotonic() + 5
        try:
            self.start()
        except DatabaseUnusable as error:
            say(f"{error.message}\n{error.cure}")

    def stop(self) -> None:
        """Stop it at once but cleanly."""
        self._server.stop()
        if self._held:
            self._lifeline.release("server", self._held)

    def _hold(self) -> None:
        if self._held:
            self._lifeline.release("server", self._held)
        self._held = self._server.process.pid if self._server.process is not None else 0
        self._lifeline.hold("server", self._held)


class Given:
    """A PostgreSQL that somebody else runs."""

    kind = "given"
    database: str | None = None

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def admin_url(self) -> str:
        """The given URL."""
        return self._url

    def start(self) -> None:
        """
        See that it can be used.

        Raises:
            DatabaseUnusable: It does not answer, is too old, or the role may not create roles.
        """
        try:
            with psycopg.connect(self.admin_url, connect_timeout=10) as connection:
                number = connection.info.server_version // 10_000
                allowed = connection.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user").fetchone()
        except psycopg.Error as error:
            cure = "Correct --database-url (postgresql://ROLE:PASSWORD@HOST/DATABASE), or start that server."
            raise DatabaseUnusable(f"The given database cannot be used: {str(error).strip()}", cure=cure) from error
        if number < OLDEST:
            raise DatabaseUnusable(f"The given database is PostgreSQL {number}; Tierline needs {OLDEST} or newer.", cure="Upgrade it, or name another.")
        if allowed != (True,):
            raise DatabaseUnusable("The role of --database-url may not create roles.", cure="Grant it (ALTER ROLE … CREATEROLE), or name another role.")

    def tend(self) -> None:
        """Do nothing: it is supervised elsewhere."""


@contextmanager
def storage_for(folder: DataFolder, url: str | None, lifeline: Lifeline) -> Iterator[Storage]:
    """Use the server at *url*, or start the embedded one and stop it at the end."""
    if url is not None:
        given = Given(url)
        given.start()
        yield given
        return
    embedded = Embedded(folder, lifeline)
    try:
        embedded.start()
        yield embedded
    finally:
        embedded.stop()
