"""The pytest plugin; the root `conftest.py` loads it."""

from collections.abc import Iterator

import pytest

from tierline_chassis.testing.postgres import running_postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Yield a superuser's URL of the session's PostgreSQL."""
    with running_postgres() as url:
        yield url
