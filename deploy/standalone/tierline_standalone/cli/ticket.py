"""`tierline ticket`: the life of a ticket from the command line."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import islice
from typing import Any

import click
from tierline_sdk import values as vocabulary

from tierline_standalone.cards import card, settled, tickets_table
from tierline_standalone.cli.output import emit, emit_json, instant, table
from tierline_standalone.cli.session import Session, connected


def one_of(words: type[StrEnum]) -> click.Choice[str]:
    """Offer the values of a vocabulary."""
    return click.Choice([word.value for word in words], case_sensitive=False)


def upper(prefix: str, word: str | None) -> str | None:
    """Write *word* as the contract has it."""
    return f"{prefix}_{word.upper()}" if word else None


TENANT = click.option("--tenant", metavar="TENANT", help="Prefix, name or id; needed where the key has several and none follows from the ticket's key.")


@click.group()
def ticket() -> None:
    """Create, find and work on tickets. ID is an id, or a key such as ACME-1042."""


@ticket.command()
@click.argument("title")
@click.option("--description", metavar="TEXT", help="The request in full.")
@click.option("--application", metavar="NAME", help="The application it is about, by name or id.")
@click.option("--impact", type=one_of(vocabulary.Impact), help="How much is affected.")
@click.option("--urgency", type=one_of(vocabulary.Urgency), help="How soon it hurts.")
@click.option("--kind", type=one_of(vocabulary.TicketKind), help="What it is about.")
@click.option("--nature", type=one_of(vocabulary.Nature), help="Why the software is touched.")
@click.option("--environment", type=one_of(vocabulary.Environment), help="Production where absent.")
@click.option("--personal-data-breach", "breach", is_flag=True, help="Personal data may have been breached: the statutory clock starts.")
@click.option("--request-id", metavar="ID", help="The same id again gives the same ticket.")
@TENANT
@connected
def create(session: Session, title: str, tenant: str | None, application: str | None, request_id: str | None, *, breach: bool, **given: str | None) -> None:
    """
    Open a ticket about TITLE.

    What is left out is proposed by the tenant's rules, each with its reason.
    """
    description = given.pop("description")
    prefixes = {"impact": "IMPACT", "urgency": "URGENCY", "kind": "TICKET_KIND", "nature": "NATURE", "environment": "ENVIRONMENT"}
    body: dict[str, Any] = {"title": title, "description": description, **{name: upper(prefixes[name], word) for name, word in given.items()}}
    with session.within(tenant) as (client, tenant_id):
        body["tenantId"] = tenant_id
        if application:
            body["applicationId"] = _application(client, body["tenantId"], application)
        if breach:
            body["personalDataBreach"] = {}
        made = client.post("/v1/tickets", {name: value for name, value in body.items() if value is not None}, request_id=request_id)
        _show(session, made if session.as_json else settled(client, made["id"]))


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@TENANT
@connected
def show(session: Session, ticket_id: str, tenant: str | None) -> None:
    """Show the card of the ticket ID: classification, assignment and clocks, each with its reason."""
    with session.within(tenant, ticket_id) as (client, _):
        _show(session, client.get(f"/v1/tickets/{ticket_id}"))


@ticket.command(name="list")
@click.option("--filter", "narrowed", metavar="FILTER", help="Such as: state = TICKET_STATE_NEW AND priority = PRIORITY_P1")
@click.option("--order-by", metavar="ORDER", help="Such as: open_time desc")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="At most so many.")
@TENANT
@connected
def list_(session: Session, tenant: str | None, narrowed: str | None, order_by: str | None, limit: int) -> None:
    """List tickets."""
    with session.within(tenant) as (client, tenant_id):
        wanted = {"tenantId": tenant_id, "filter": narrowed, "orderBy": order_by, "pageSize": min(limit, 1000)}
        tickets = list(islice(client.pages("/v1/tickets", "tickets", **wanted), limit))
    if session.as_json:
        for entry in tickets:
            emit_json(entry)
    else:
        emit(tickets_table(tickets) if tickets else "No tickets.")


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@TENANT
@connected
def history(session: Session, ticket_id: str, tenant: str | None) -> None:
    """List what happened to the ticket ID, the oldest first."""
    with session.within(tenant, ticket_id) as (client, _):
        entries = list(client.pages(f"/v1/tickets/{ticket_id}/history", "entries"))
    if session.as_json:
        for entry in entries:
            emit_json(entry)
    else:
        emit(table(("time (UTC)", "what", "by", "summary"), [
            (instant(entry.get("time")), entry.get("type"), entry.get("actor"), entry.get("summary")) for entry in entries
        ]))


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@click.argument("body")
@TENANT
@connected
def reply(session: Session, ticket_id: str, tenant: str | None, body: str) -> None:
    """Reply BODY to the requester of the ticket ID."""
    _act(session, tenant, ticket_id, "reply", {"body": body})


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@click.argument("minutes", type=click.IntRange(1, 1440))
@click.option("--note", metavar="TEXT", help="What was done.")
@TENANT
@connected
def work(session: Session, ticket_id: str, tenant: str | None, minutes: int, note: str | None) -> None:
    """Log MINUTES of work on the ticket ID."""
    _act(session, tenant, ticket_id, "logWork", {"minutes": minutes, "note": note})


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@click.argument("awaiting", type=one_of(vocabulary.Awaiting))
@click.option("--note", metavar="TEXT", help="Why.")
@TENANT
@connected
def hold(session: Session, ticket_id: str, tenant: str | None, awaiting: str, note: str | None) -> None:
    """Put the ticket ID on hold for what it is AWAITING."""
    _act(session, tenant, ticket_id, "hold", {"awaiting": upper("AWAITING", awaiting), "note": note})


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@click.option("--note", metavar="TEXT", help="Why.")
@TENANT
@connected
def resume(session: Session, ticket_id: str, tenant: str | None, note: str | None) -> None:
    """Take the ticket ID off hold."""
    _act(session, tenant, ticket_id, "resume", {"note": note})


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@click.argument("reason")
@click.option("--level", type=click.IntRange(1, 4), help="The level asked for; the next one where absent.")
@TENANT
@connected
def escalate(session: Session, ticket_id: str, tenant: str | None, reason: str, level: int | None) -> None:
    """Ask for a higher level for the ticket ID, for a REASON that travels with it."""
    _act(session, tenant, ticket_id, "escalate", {"reason": reason, "level": f"LEVEL_L{level}" if level else None})


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@click.argument("resolution")
@TENANT
@connected
def resolve(session: Session, ticket_id: str, tenant: str | None, resolution: str) -> None:
    """Resolve the ticket ID, saying how."""
    _act(session, tenant, ticket_id, "resolve", {"resolution": resolution})


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@click.argument("reason")
@TENANT
@connected
def reopen(session: Session, ticket_id: str, tenant: str | None, reason: str) -> None:
    """Reopen the resolved ticket ID, saying why."""
    _act(session, tenant, ticket_id, "reopen", {"reason": reason})


@ticket.command()
@click.argument("ticket_id", metavar="ID")
@click.option("--note", metavar="TEXT", help="Why.")
@TENANT
@connected
def close(session: Session, ticket_id: str, tenant: str | None, note: str | None) -> None:
    """Close the resolved ticket ID for good."""
    _act(session, tenant, ticket_id, "close", {"note": note})


def _act(session: Session, tenant: str | None, ticket_id: str, verb: str, body: Mapping[str, object]) -> None:
    with session.within(tenant, ticket_id) as (client, _):
        _show(session, client.post(f"/v1/tickets/{ticket_id}:{verb}", {name: value for name, value in body.items() if value is not None}))


def _show(session: Session, content: dict[str, Any]) -> None:
    if session.as_json:
        emit_json(content)
    else:
        emit(card(content))


def _application(client: Any, tenant_id: str, wanted: str) -> str:
    for application in client.pages("/v1/applications", "applications", tenantId=tenant_id):
        if wanted.casefold() in {application["displayName"].casefold(), application["id"]}:
            return str(application["id"])
    raise click.BadParameter(f"there is no application {wanted!r}", param_hint="--application")
