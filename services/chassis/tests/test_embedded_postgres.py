"""The embedded PostgreSQL is what the default installation stands on: it must come back after any kind of end."""

import shutil
import signal
import tempfile
from pathlib import Path

import psycopg
import pytest
from tierline_chassis.embedded_postgres import EmbeddedPostgres


@pytest.fixture
def folder():
    top = Path(tempfile.mkdtemp(prefix="tierline-test-"))
    top.chmod(0o711)
    yield top / "pg"
    shutil.rmtree(top, ignore_errors=True)


def test_data_is_still_there_after_a_stop_and_after_a_kill(folder):
    """A cluster whose owner was killed leaves a lock file and running processes; the next start must not need a person."""
    first = EmbeddedPostgres(folder, durable=False)
    _execute(first.start(), "CREATE TABLE kept (n int)")
    first.stop()

    killed = EmbeddedPostgres(folder, durable=False)
    _execute(killed.start(), "INSERT INTO kept VALUES (1)")
    killed.process.send_signal(signal.SIGKILL)
    killed.process.wait()

    again = EmbeddedPostgres(folder, durable=False)
    assert _execute(again.start(), "SELECT n FROM kept") == [(1,)]
    again.stop()


def test_server_left_running_by_a_killed_owner_is_taken_over(folder):
    """`kill -9` of the supervisor leaves PostgreSQL running; a second server on the same data would be refused."""
    orphan = EmbeddedPostgres(folder, durable=False)
    orphan.start()
    owner = EmbeddedPostgres(folder, durable=False)
    owner.start()
    assert orphan.process.wait(10) is not None
    owner.stop()


def test_files_are_private_and_passwords_are_asked_for(folder):
    """Other users of the machine must neither read the data nor connect."""
    server = EmbeddedPostgres(folder, durable=False)
    url = server.start()
    try:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert [path.stat().st_mode & 0o777 for path in (folder / "superuser.password", folder / "postgres.log")] == [0o600, 0o600]
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url.replace(":", ":wrong", 2).replace(":wrong", ":", 1))
    finally:
        server.stop()


def _execute(url, statement):
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None
