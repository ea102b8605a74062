"""Rows and values."""

from datetime import timedelta
from typing import Any

from tierline_chassis.database import Row
from tierline_sdk.values import Environment, Impact

from tierline_monitoring.domain.alarms import Alarm, Outage
from tierline_monitoring.domain.checks import Check, CheckSpec, CheckState, HeartbeatProbe, HttpProbe, Probe, Standing
from tierline_monitoring.domain.windows import Recurrence, Window, WindowSpec


def to_check(row: Row) -> Check:
    """Make a check of its row."""
    spec = CheckSpec(
        display_name=row["display_name"], application_id=row["application_id"], environment=Environment(row["environment"]), probe=to_probe(row["probe"]),
        interval=row["probe_interval"], failures_to_alarm=row["failures_to_alarm"], paused=row["paused"], impact=Impact(row["impact"]),
    )
    standing = Standing(
        state=CheckState(row["state"]), failures=row["failures"], failing_since=row["failing_since"], last_result=row["last_result"],
        last_probe_time=row["last_probe_time"], due_at=row["due_at"],
    )
    return Check(
        id=row["id"], tenant_id=row["tenant_id"], spec=spec, standing=standing, create_time=row["create_time"], update_time=row["update_time"],
        version=row["version"],
    )


def from_probe(probe: Probe) -> dict[str, Any]:
    """Write a probe as JSON."""
    match probe:
        case HttpProbe():
            return {
                "kind": "http", "url": probe.url, "timeout_us": probe.timeout // timedelta.resolution, "expected_status": probe.expected_status,
                "expected_text": probe.expected_text, "allow_private": probe.allow_private,
            }
        case HeartbeatProbe():
            return {"kind": "heartbeat", "grace_us": probe.grace // timedelta.resolution}


def to_probe(stored: dict[str, Any]) -> Probe:
    """Read a probe from JSON."""
    if stored["kind"] == "heartbeat":
        return HeartbeatProbe(grace=stored["grace_us"] * timedelta.resolution)
    return HttpProbe(
        url=stored["url"], timeout=stored["timeout_us"] * timedelta.resolution, expected_status=stored["expected_status"],
        expected_text=stored["expected_text"], allow_private=stored["allow_private"],
    )


def to_alarm(row: Row) -> Alarm:
    """Make an alarm of its row."""
    return Alarm(
        id=row["id"], tenant_id=row["tenant_id"], check_id=row["check_id"], check_name=row["check_name"], application_id=row["application_id"],
        environment=Environment(row["environment"]), summary=row["summary"], impact=Impact(row["impact"]), start_time=row["start_time"],
        end_time=row["end_time"], muted=row["muted"], ticket_id=row["ticket_id"],
    )


def to_outage(row: Row) -> Outage:
    """Make an outage of its row."""
    return Outage(
        id=row["id"], tenant_id=row["tenant_id"], check_id=row["check_id"], alarm_id=row["alarm_id"], application_id=row["application_id"],
        environment=Environment(row["environment"]), start_time=row["start_time"], end_time=row["end_time"], planned=row["planned"],
    )


def to_window(row: Row) -> Window:
    """Make a window of its row."""
    spec = WindowSpec(
        display_name=row["display_name"], application_id=row["application_id"], environment=Environment(row["environment"]), start_time=row["start_time"],
        end_time=row["end_time"], recurrence=Recurrence(row["recurrence"]), zone=row["zone"], cancelled=row["cancelled"],
    )
    return Window(
        id=row["id"], tenant_id=row["tenant_id"], spec=spec, create_time=row["create_time"], update_time=row["update_time"], version=row["version"],
    )
