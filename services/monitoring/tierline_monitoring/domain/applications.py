"""What monitoring knows of applications and tickets."""

from dataclasses import dataclass

DEFAULT_APPLICATION = "General"
"""Name of the application that intake gives every tenant, for what names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A piece of software of a tenant."""

    id: str
    tenant_id: str
    display_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmTicket:
    """A ticket that was opened because of the alarm whose event stands at *cause* in the log."""

    tenant_id: str
    ticket_id: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedAt:
    """Where in the log an alarm was raised, loud."""

    alarm_id: str
    position: str
