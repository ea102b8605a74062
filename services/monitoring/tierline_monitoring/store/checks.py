"""Checks, alarms and outages."""

import json
from collections.abc import Mapping, Sequence

from psycopg.errors import UniqueViolation
from tierline_sdk.errors import AlreadyExists

from tierline_monitoring.domain.alarms import Alarm, Outage, Trouble
from tierline_monitoring.domain.checks import Check
from tierline_monitoring.domain.facts import AlarmCleared, AlarmRaised, Fact, OutageEnded, OutageStarted
from tierline_monitoring.domain.judging import Judgement
from tierline_monitoring.store.base import BaseStore
from tierline_monitoring.store.rows import from_probe, to_alarm, to_check, to_outage


class ChecksStore(BaseStore):
    """Checks with their trouble."""

    def add_check(self, check: Check) -> None:
        """Store a new check; raises `AlreadyExists` where its name is taken."""
        self._write(
            check,
            "INSERT INTO health_check (display_name, application_id, environment, probe, probe_interval, failures_to_alarm, paused, impact, state, failures, "
            "failing_since, last_result, last_probe_time, due_at, update_time, version, create_time, tenant_id, id) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [check.create_time, self._tenant_id, check.id],
        )

    def change_check(self, check: Check) -> None:
        """Store what was set of a check, and how it stands; raises `AlreadyExists` where its new name is taken."""
        self._write(
            check,
            "UPDATE health_check SET display_name = %s, application_id = %s, environment = %s, probe = %s, probe_interval = %s, failures_to_alarm = %s, "
            "paused = %s, impact = %s, state = %s, failures = %s, failing_since = %s, last_result = %s, last_probe_time = %s, due_at = %s, update_time = %s, "
            "version = %s WHERE tenant_id = %s AND id = %s",
            [self._tenant_id, check.id],
        )

    def _write(self, check: Check, query: str, more: Sequence[object]) -> None:
        spec, standing = check.spec, check.standing
        values = [
            spec.display_name, spec.application_id, spec.environment.value, json.dumps(from_probe(spec.probe)), spec.interval, spec.failures_to_alarm,
            spec.paused, spec.impact.value, standing.state.value, standing.failures, standing.failing_since, standing.last_result,
            standing.last_probe_time, standing.due_at, check.update_time, check.version,
        ]
        try:
            self._tx.execute(query, [*values, *more])
        except UniqueViolation:
            raise AlreadyExists("check", spec.display_name) from None

    def lock_checks(self, check_ids: Sequence[str], *, wait: bool = True) -> Sequence[Check]:
        """Load and lock checks in one order for all; those that are not there, or without *wait* are locked by another, are left out."""
        locked = self._tx.execute(
            f"SELECT * FROM health_check WHERE tenant_id = %s AND id = ANY (%s::uuid[]) ORDER BY id FOR NO KEY UPDATE{'' if wait else ' SKIP LOCKED'}",
            [self._tenant_id, list(check_ids)],
        )
        return [to_check(row) for row in locked]

    def read_checks(self, check_ids: Sequence[str]) -> Sequence[Check]:
        """Load checks without locking them."""
        rows = self._tx.execute("SELECT * FROM health_check WHERE tenant_id = %s AND id = ANY (%s::uuid[])", [self._tenant_id, list(check_ids)])
        return [to_check(row) for row in rows]

    def troubles(self, check_ids: Sequence[str]) -> Mapping[str, Trouble]:
        """Load the trouble that stands, by check."""
        if not check_ids:
            return {}
        with self._tx.pipeline():
            alarms = self._tx.execute(
                "SELECT * FROM alarm WHERE tenant_id = %s AND check_id = ANY (%s::uuid[]) AND end_time IS NULL", [self._tenant_id, list(check_ids)],
            )
            outages = self._tx.execute(
                "SELECT o.* FROM alarm a JOIN outage o ON o.tenant_id = a.tenant_id AND o.alarm_id = a.id "
                "WHERE a.tenant_id = %s AND a.check_id = ANY (%s::uuid[]) AND a.end_time IS NULL AND o.end_time IS NULL", [self._tenant_id, list(check_ids)],
            )
        by_alarm = {row["alarm_id"]: to_outage(row) for row in outages}
        return {row["check_id"]: Trouble(alarm=to_alarm(row), outage=by_alarm.get(row["id"])) for row in alarms}

    def save(self, judgements: Sequence[Judgement]) -> None:
        """Store standings, alarms and outages, and record what happened."""
        if not judgements:
            return
        facts = [fact for judgement in judgements for fact in judgement.facts]
        self._save_standings(list({judgement.check.id: judgement.check for judgement in judgements}.values()))
        self._save_alarms(list({alarm.id: alarm for alarm in _alarms(facts)}.values()))
        self._save_outages(list({outage.id: outage for outage in _outages(facts)}.values()))
        wakes = {(wake.check_id, wake.kind): wake for judgement in judgements for wake in judgement.wakes}
        self.record(facts, list(wakes.values()))

    def _save_standings(self, checks: Sequence[Check]) -> None:
        standings = [check.standing for check in checks]
        self._tx.execute(
            "UPDATE health_check c SET state = u.state, failures = u.failures, failing_since = u.failing_since, last_result = u.last_result, "
            "last_probe_time = u.last_probe_time, due_at = u.due_at FROM unnest(%s::uuid[], %s::text[], %s::int[], %s::timestamptz[], %s::text[], "
            "%s::timestamptz[], %s::timestamptz[]) AS u(id, state, failures, failing_since, last_result, last_probe_time, due_at) "
            "WHERE c.tenant_id = %s AND c.id = u.id",
            [
                [check.id for check in checks], [item.state.value for item in standings], [item.failures for item in standings],
                [item.failing_since for item in standings], [item.last_result for item in standings], [item.last_probe_time for item in standings],
                [item.due_at for item in standings], self._tenant_id,
            ],
        )

    def _save_alarms(self, alarms: Sequence[Alarm]) -> None:
        if not alarms:
            return
        self._tx.execute(
            "INSERT INTO alarm (tenant_id, id, check_id, check_name, application_id, environment, summary, impact, start_time, end_time, muted) "
            "SELECT %s, u.* FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], "
            "%s::timestamptz[], %s::bool[]) AS u ON CONFLICT (tenant_id, id) DO UPDATE SET end_time = excluded.end_time, muted = excluded.muted",
            [
                self._tenant_id, [alarm.id for alarm in alarms], [alarm.check_id for alarm in alarms], [alarm.check_name for alarm in alarms],
                [alarm.application_id for alarm in alarms], [alarm.environment.value for alarm in alarms], [alarm.summary for alarm in alarms],
                [alarm.impact.value for alarm in alarms], [alarm.start_time for alarm in alarms], [alarm.end_time for alarm in alarms],
                [alarm.muted for alarm in alarms],
            ],
        )

    def _save_outages(self, outages: Sequence[Outage]) -> None:
        """Store what ended before what began, since an alarm has one outage at a time."""
        if not outages:
            return
        ordered = sorted(outages, key=lambda outage: outage.end_time is None)
        self._tx.execute(
            "INSERT INTO outage (tenant_id, id, check_id, alarm_id, application_id, environment, start_time, end_time, planned) "
            "SELECT %s, u.* FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::bool[]) AS u "
            "ON CONFLICT (tenant_id, id) DO UPDATE SET end_time = excluded.end_time",
            [
                self._tenant_id, [outage.id for outage in ordered], [outage.check_id for outage in ordered], [outage.alarm_id for outage in ordered],
                [outage.application_id for outage in ordered], [outage.environment.value for outage in ordered],
                [outage.start_time for outage in ordered], [outage.end_time for outage in ordered], [outage.planned for outage in ordered],
            ],
        )


def _alarms(facts: Sequence[Fact]) -> Sequence[Alarm]:
    return [fact.alarm for fact in facts if isinstance(fact, AlarmRaised | AlarmCleared)]


def _outages(facts: Sequence[Fact]) -> Sequence[Outage]:
    return [fact.outage for fact in facts if isinstance(fact, OutageStarted | OutageEnded)]
