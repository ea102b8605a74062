"""Every table of every service is sealed by tenant, and the guard that says so is seen to find an open one."""

import psycopg
import pytest
from tierline_chassis import migrate
from tierline_chassis.catalogue import miskeyed_tables, unsealed_tables
from tierline_chassis.testing.database import fresh_database

SERVICES = ("tenancy", "intake", "routing", "sla", "monitoring", "reporting")


@pytest.fixture(scope="module")
def owner(postgres_url):
    """Connect as the owner to a database with the schemas of all services."""
    with fresh_database(postgres_url, SERVICES) as provisioned:
        migrate.run_log(provisioned.owner_url)
        for service in SERVICES:
            migrate.run(provisioned.owner_url, service, f"tierline_{service}")
        with psycopg.connect(provisioned.owner_url, autocommit=True) as connection:
            yield connection


def test_every_table_is_sealed_by_tenant(owner):
    """One table that was forgotten is the leak that ends a support company."""
    assert [] == list(unsealed_tables(owner, SERVICES))


def test_every_sealed_tables_key_begins_with_the_tenant(owner):
    """A policy is no index plan: queries that name their tenants need the key to begin with it."""
    assert [] == list(miskeyed_tables(owner, SERVICES))


def test_the_guard_finds_an_open_table(owner):
    """A guard that nobody has seen refuse may refuse nothing."""
    owner.execute("CREATE TABLE sla.forgotten (tenant_id uuid PRIMARY KEY)")
    try:
        assert ["sla.forgotten"] == list(unsealed_tables(owner, SERVICES))
    finally:
        owner.execute("DROP TABLE sla.forgotten")


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_can_read_anothers_schema(owner, service):
    """Events carry facts between services; a look into a neighbour's tables would bind them for ever."""
    others = [name for name in SERVICES if name != service]
    role = owner.execute("SELECT current_database() || '_' || %s", [service]).fetchone()[0]
    readable = owner.execute("SELECT s FROM unnest(%s::text[]) s WHERE has_schema_privilege(%s, s, 'USAGE')", [others, role]).fetchall()
    assert [] == readable


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_role_cannot_step_over_the_policies(owner, service):
    """Superusers and roles with BYPASSRLS ignore every policy."""
    role = owner.execute("SELECT current_database() || '_' || %s", [service]).fetchone()[0]
    assert (False, False) == owner.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [role]).fetchone()
