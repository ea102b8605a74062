"""The pytest plugin; the root `conftest.py` loads it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tierline_chassis.testing.database import ServiceDatabase, service_database
from tierline_chassis.testing.postgres import running_postgres

MakeServiceDatabase = Callable[..., ServiceDatabase]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Yield a superuser's URL of the session's PostgreSQL."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="module")
def make_service_database(postgres_url: str) -> Iterator[MakeServiceDatabase]:
    """Yield a function that makes a fresh database with the log and a service's schema: `make_service_database("intake", "tierline_intake")`."""
    with ExitStack() as stack:
        yield lambda service, package, **more: stack.enter_context(service_database(postgres_url, service, package, **more))
