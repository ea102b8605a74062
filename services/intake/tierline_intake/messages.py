"""From requests to commands."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from tierline.common.v1 import values_pb2 as v
from tierline.intake.v1 import history_pb2, intake_service_pb2, ticket_pb2
from tierline_chassis.codec import to_datetime, to_enum
from tierline_sdk.errors import FieldViolation, InvalidFields
from tierline_sdk.values import Channel, Environment, Level

from tierline_intake.codec import link_of, value_of
from tierline_intake.domain import commands
from tierline_intake.domain.classification import Given
from tierline_intake.domain.histories import Row, Story
from tierline_intake.domain.opening import OpenTicket
from tierline_intake.domain.tickets import ReplyAuthor

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Instants outside of these are mistakes."""


def instant(timestamp: Timestamp, field: str) -> datetime:
    """Read an instant; raises `InvalidFields` where it is absurd."""
    if EARLIEST.timestamp() <= timestamp.seconds < LATEST.timestamp():
        return to_datetime(timestamp)
    raise InvalidFields([FieldViolation(field=field, description="must lie between the years 1970 and 2200")])


def opening(ticket: ticket_pb2.Ticket) -> OpenTicket:
    """Read what is asked when a ticket is created."""
    breach = ticket.personal_data_breach
    given = Given(**{name: value_of(name, ticket) for name in ("kind", "nature", "approach", "mode", "impact", "urgency", "priority")})
    return OpenTicket(
        title=ticket.title, description=ticket.description, application_id=ticket.application_id or None, requester_id=ticket.requester_id or None,
        channel=value_of("channel", ticket) or Channel.API, environment=value_of("environment", ticket) or Environment.PRODUCTION, given=given,
        urgent_change=ticket.urgent_change, breach=ticket.HasField("personal_data_breach"),
        breach_aware_time=instant(breach.aware_time, "ticket.personal_data_breach.aware_time") if breach.HasField("aware_time") else None,
    )


def _level(message: Any) -> Level | None:
    return to_enum(Level, v.Level, message.level)


def _reclassify(request: intake_service_pb2.ReclassifyTicketRequest, person: str) -> commands.Reclassify:
    breach = request.personal_data_breach
    return commands.Reclassify(
        reason=request.reason, person=person, breach=request.HasField("personal_data_breach"),
        breach_aware_time=instant(breach.aware_time, "personal_data_breach.aware_time") if breach.HasField("aware_time") else None,
        **{name: value_of(name, request) for name in ("kind", "nature", "approach", "impact", "urgency", "priority")},
    )


def _author(request: intake_service_pb2.ReplyToTicketRequest) -> ReplyAuthor:
    return to_enum(ReplyAuthor, ticket_pb2.ReplyAuthor, request.author) or ReplyAuthor.SUPPORT


COMMANDS: Mapping[str, Callable[[Any, str], commands.Command]] = {
    "ReplyToTicket": lambda request, _: commands.Reply(body=request.body, author=_author(request)),
    "LogWork": lambda request, _: commands.LogWork(minutes=request.minutes, note=request.note),
    "HoldTicket": lambda request, _: commands.Hold(awaiting=value_of("awaiting", request), note=request.note),
    "ResumeTicket": lambda request, _: commands.Resume(note=request.note),
    "EscalateTicket": lambda request, _: commands.Escalate(level=_level(request), reason=request.reason),
    "ResolveTicket": lambda request, _: commands.Resolve(resolution=request.resolution),
    "ReopenTicket": lambda request, _: commands.Reopen(reason=request.reason),
    "CloseTicket": lambda request, _: commands.Close(note=request.note),
    "ReclassifyTicket": _reclassify,
    "LinkTicket": lambda request, _: commands.LinkTo(link=link_of(request.link), reason="Tied by a person."),
    "RateTicket": lambda request, _: commands.Rate(score=request.score, comment=request.comment),
}
"""How the command of an RPC is read from its request and the identifier of the person who asks."""


def row_of(message: history_pb2.HistoryRow) -> Row:
    """Read a row of a history."""
    return Row(
        number=message.row_number, time=instant(message.time, "time"), state=value_of("state", message), awaiting=value_of("awaiting", message),
        level=_level(message), party=message.party, team=message.team, member=message.member, impact=value_of("impact", message),
        urgency=value_of("urgency", message), priority=value_of("priority", message),
    )


def story_of(message: history_pb2.HistoryTicket, rows: list[Row]) -> Story:
    """Read a ticket of a history, with those of its rows that are right."""
    return Story(
        external_id=message.external_id, title=message.title, application=message.application, requester=message.requester,
        kind=value_of("kind", message), nature=value_of("nature", message), channel=value_of("channel", message),
        environment=value_of("environment", message), open_time=instant(message.open_time, "open_time") if message.HasField("open_time") else None,
        source_met_agreement=message.source_met_agreement if message.HasField("source_met_agreement") else None, has_change=message.has_change,
        more=message.more, rows=rows,
    )
