"""`tierline tenant`: creates and lists tenants."""

import click

from tierline_standalone.cli.output import emit, emit_json, instant, table
from tierline_standalone.cli.session import Session, connected
from tierline_standalone.tenants import create_tenant


@click.group()
def tenant() -> None:
    """Create and list tenants: the clients whose software is kept alive."""


@tenant.command()
@click.argument("name")
@click.option("--prefix", metavar="TEXT", help="What its ticket keys begin with, such as ACME; made from the name where absent.")
@click.option("--zone", metavar="ZONE", help="Its time zone, such as Europe/Paris; UTC where absent.")
@click.option("--bare", is_flag=True, help="Leave out the provider, party and team that let it run at once.")
@connected
def create(session: Session, name: str, prefix: str | None, zone: str | None, *, bare: bool) -> None:
    """
    Create the tenant NAME and a key of its administrator.

    The tenant works at once: it has a provider of its own that serves every level. The key is shown this once and stored nowhere.
    """
    with session.client() as client:
        made = create_tenant(client, name, prefix=prefix, zone=zone, bare=bare)
    if session.as_json:
        emit_json({"tenant": made.tenant["id"], "key": made.key, "prefix": made.tenant["prefix"], "name": made.tenant["displayName"]})
    else:
        emit(f"Tenant {made.tenant['displayName']} ({made.tenant['prefix']}), id {made.tenant['id']}\nIts administrator's key, shown this once: {made.key}")


@tenant.command(name="list")
@connected
def list_(session: Session) -> None:
    """List the tenants that the key can see."""
    with session.client() as client:
        tenants = list(client.pages("/v1/tenants", "tenants"))
    if session.as_json:
        for entry in tenants:
            emit_json(entry)
    else:
        emit(table(("prefix", "name", "zone", "created", "id"), [
            (entry["prefix"], entry["displayName"], entry.get("zone"), instant(entry.get("createTime")), entry["id"]) for entry in tenants
        ]))
