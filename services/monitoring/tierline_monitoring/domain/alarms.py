"""Alarms and outages."""

from dataclasses import dataclass
from datetime import datetime

from tierline_sdk.values import Environment, Impact


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A check has failed often enough; while *muted*, no ticket is opened for it."""

    id: str
    tenant_id: str
    check_id: str
    check_name: str
    application_id: str | None
    environment: Environment
    summary: str
    impact: Impact
    start_time: datetime
    end_time: datetime | None = None
    muted: bool = False
    ticket_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A time in which production was not available (D3); *planned* where a maintenance window covered it."""

    id: str
    tenant_id: str
    check_id: str
    alarm_id: str
    application_id: str | None
    environment: Environment
    start_time: datetime
    end_time: datetime | None = None
    planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An alarm that stands, with its outage where production is concerned."""

    alarm: Alarm
    outage: Outage | None
