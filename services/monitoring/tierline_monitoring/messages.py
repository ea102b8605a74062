"""Between the contract's messages and our values."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from google.protobuf.timestamp_pb2 import Timestamp
from tierline.common.v1 import values_pb2
from tierline.monitoring.v1 import monitoring_pb2
from tierline_chassis.codec import from_datetime, from_enum, from_timedelta, to_datetime, to_enum, to_timedelta
from tierline_sdk.errors import FieldViolation, InvalidFields
from tierline_sdk.values import Environment, Impact

from tierline_monitoring.domain.alarms import Alarm, Outage
from tierline_monitoring.domain.checks import Check, CheckSpec, HeartbeatProbe, HttpProbe, Probe
from tierline_monitoring.domain.windows import Recurrence, Window, WindowSpec

INTERVAL = timedelta(minutes=1)
TIMEOUT = timedelta(seconds=10)
FAILURES = 2
"""Defaults of the contract; a heartbeat that stays away needs no second opinion."""
_YEARS = (1970, 2200)
_RECURRENCES: Mapping[monitoring_pb2.Recurrence, Recurrence] = {
    monitoring_pb2.RECURRENCE_UNSPECIFIED: Recurrence.ONCE, monitoring_pb2.RECURRENCE_DAILY: Recurrence.DAILY,
    monitoring_pb2.RECURRENCE_WEEKLY: Recurrence.WEEKLY,
}
_RECURRENCE_NUMBERS = {recurrence: number for number, recurrence in _RECURRENCES.items()}


def to_check_spec(message: monitoring_pb2.Check) -> CheckSpec:
    """
    Read what is set of a check, with the contract's defaults.

    Raises:
        InvalidFields: The page's address has no host.

    """
    heartbeat = message.WhichOneof("probe") == "heartbeat"
    return CheckSpec(
        display_name=message.display_name, application_id=message.application_id or None,
        environment=to_enum(Environment, values_pb2.Environment, message.environment) or Environment.PRODUCTION,
        probe=HeartbeatProbe(grace=to_timedelta(message.heartbeat.grace)) if heartbeat else _to_http(message.http),
        interval=to_timedelta(message.interval) or INTERVAL, failures_to_alarm=message.failures_to_alarm or (1 if heartbeat else FAILURES),
        paused=message.paused, impact=to_enum(Impact, values_pb2.Impact, message.impact) or Impact.MEDIUM,
    )


def _to_http(message: monitoring_pb2.HttpProbe) -> HttpProbe:
    if not _is_address(message.url):
        raise _wrong("check.http.url", "is no address such as https://shop.example/health")
    return HttpProbe(
        url=message.url, timeout=to_timedelta(message.timeout) or TIMEOUT, expected_status=message.expected_status, expected_text=message.expected_text,
        allow_private=message.allow_private,
    )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0 and parts.username is None and url.isprintable() and " " not in url
    except ValueError:
        return False


def from_check(check: Check) -> monitoring_pb2.Check:
    """Write a check."""
    spec, standing = check.spec, check.standing
    message = monitoring_pb2.Check(
        id=check.id, tenant_id=check.tenant_id, display_name=spec.display_name, application_id=spec.application_id or "",
        environment=from_enum(values_pb2.Environment, spec.environment), interval=from_timedelta(spec.interval), failures_to_alarm=spec.failures_to_alarm,
        paused=spec.paused, impact=from_enum(values_pb2.Impact, spec.impact), state=from_enum(monitoring_pb2.CheckState, standing.state),
        last_result=standing.last_result, last_probe_time=_instant(standing.last_probe_time), create_time=from_datetime(check.create_time),
        update_time=from_datetime(check.update_time), etag=str(check.version),
    )
    _set_probe(message, spec.probe)
    return message


def _set_probe(message: monitoring_pb2.Check, probe: Probe) -> None:
    match probe:
        case HttpProbe():
            message.http.CopyFrom(monitoring_pb2.HttpProbe(
                url=probe.url, timeout=from_timedelta(probe.timeout), expected_status=probe.expected_status, expected_text=probe.expected_text,
                allow_private=probe.allow_private,
            ))
        case HeartbeatProbe():
            message.heartbeat.CopyFrom(monitoring_pb2.HeartbeatProbe(grace=from_timedelta(probe.grace)))


def from_alarm(alarm: Alarm) -> monitoring_pb2.Alarm:
    """Write an alarm."""
    return monitoring_pb2.Alarm(
        id=alarm.id, tenant_id=alarm.tenant_id, check_id=alarm.check_id, check_name=alarm.check_name, application_id=alarm.application_id or "",
        environment=from_enum(values_pb2.Environment, alarm.environment), summary=alarm.summary, impact=from_enum(values_pb2.Impact, alarm.impact),
        start_time=from_datetime(alarm.start_time), end_time=_instant(alarm.end_time), muted=alarm.muted, ticket_id=alarm.ticket_id or "",
    )


def from_outage(outage: Outage) -> monitoring_pb2.Outage:
    """Write an outage."""
    return monitoring_pb2.Outage(
        id=outage.id, tenant_id=outage.tenant_id, application_id=outage.application_id or "",
        environment=from_enum(values_pb2.Environment, outage.environment), alarm_id=outage.alarm_id, start_time=from_datetime(outage.start_time),
        end_time=_instant(outage.end_time), planned=outage.planned,
    )


def to_window_spec(message: monitoring_pb2.MaintenanceWindow) -> WindowSpec:
    """
    Read what is set of a window, with the contract's defaults.

    Raises:
        InvalidFields: The zone is none of IANA's, or an instant is absurd.

    """
    return WindowSpec(
        display_name=message.display_name, application_id=message.application_id or None,
        environment=to_enum(Environment, values_pb2.Environment, message.environment) or Environment.PRODUCTION,
        start_time=sensible(message.start_time, "maintenance_window.start_time"), end_time=sensible(message.end_time, "maintenance_window.end_time"),
        recurrence=_RECURRENCES[message.recurrence], zone=_zone(message.zone or "UTC"), cancelled=message.cancelled,
    )


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise _wrong("maintenance_window.zone", "is no IANA time zone such as Europe/Berlin") from None
    return name


def from_window(window: Window) -> monitoring_pb2.MaintenanceWindow:
    """Write a window."""
    spec = window.spec
    return monitoring_pb2.MaintenanceWindow(
        id=window.id, tenant_id=window.tenant_id, display_name=spec.display_name, application_id=spec.application_id or "",
        environment=from_enum(values_pb2.Environment, spec.environment), start_time=from_datetime(spec.start_time), end_time=from_datetime(spec.end_time),
        recurrence=_RECURRENCE_NUMBERS[spec.recurrence], zone=spec.zone, cancelled=spec.cancelled, create_time=from_datetime(window.create_time),
        update_time=from_datetime(window.update_time), etag=str(window.version),
    )


def sensible(timestamp: Timestamp, field: str) -> datetime:
    """
    Read an instant.

    Raises:
        InvalidFields: It is before 1970 or after 2200.

    """
    try:
        instant = to_datetime(timestamp)
    except OverflowError:
        instant = None
    if instant is None or not _YEARS[0] <= instant.year <= _YEARS[1]:
        raise _wrong(field, f"must be from {_YEARS[0]} to {_YEARS[1]}")
    return instant


def _instant(instant: datetime | None) -> Timestamp | None:
    return None if instant is None else from_datetime(instant)


def _wrong(field: str, description: str) -> InvalidFields:
    return InvalidFields([FieldViolation(field=field, description=description)])
