"""One PostgreSQL for a test session: the one that the environment names, else an embedded one, else a skip that says why."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tierline_chassis.embedded_postgres import EmbeddedPostgres, PostgresNotInstalled


@contextmanager
def running_postgres() -> Iterator[str]:
    """
    Yield a superuser's URL of a PostgreSQL for tests.

    `TIERLINE_TEST_DATABASE_URL` names one that runs; otherwise an embedded one is made in a private temporary folder and removed at the end.
    Without either the test is skipped, or fails where `TIERLINE_REQUIRE` lists `postgres`.
    """
    given = os.environ.get("TIERLINE_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="tierline-test-"))
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder / "pg", durable=False)
    try:
        yield _started(server)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _started(server: EmbeddedPostgres) -> str:
    try:
        return server.start()
    except PostgresNotInstalled as error:
        return missing_backend("postgres", error.message)


def missing_backend(name: str, why: str) -> str:
    """Skip the test because the backend *name* is missing, or fail it where `TIERLINE_REQUIRE` (comma-separated) lists that backend."""
    if name in os.environ.get("TIERLINE_REQUIRE", "").split(","):
        pytest.fail(f"TIERLINE_REQUIRE lists {name!r}: {why}")
    pytest.skip(why)
