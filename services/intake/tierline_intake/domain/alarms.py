"""Alarms of the monitoring become proactive tickets (D3)."""

from dataclasses import dataclass
from datetime import datetime

from tierline_sdk.values import Channel, Environment, Impact, Mode, TicketKind

from tierline_intake.domain.classification import RULE, Given
from tierline_intake.domain.facts import Cause
from tierline_intake.domain.opening import OpenTicket

_MOST_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A check has failed often enough, or is well again."""

    id: str
    check_name: str
    application_id: str | None
    environment: Environment
    summary: str
    impact: Impact
    time: datetime
    """When it was raised or cleared."""
    cause: Cause


def ticket_of(alarm: Alarm) -> OpenTicket:
    """Ask for the ticket of an alarm; an alarm is a matter of infrastructure, found before a user asked."""
    return OpenTicket(
        title=f"{alarm.check_name}: {alarm.summary}"[:_MOST_TITLE], description=alarm.summary, application_id=alarm.application_id,
        channel=Channel.MONITORING_ALERT, environment=alarm.environment,
        given=Given(kind=TicketKind.INFRASTRUCTURE, mode=Mode.PROACTIVE, impact=alarm.impact), given_by=RULE,
    )


def resolution_of(alarm: Alarm) -> str:
    """Say why the ticket of a cleared alarm is resolved."""
    return f"The alarm of {alarm.check_name} cleared at {alarm.time.isoformat(timespec='seconds')}: the check is well again."
