"""Tickets with facts, clocks and used time in the database: many at once, in a handful of statements."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from tierline_chassis.database import Row, Transaction
from tierline_chassis.log.events import NewEvent
from tierline_chassis.timers import Timer, cancel_timers, lock_timers, set_timers
from tierline_sdk.statutory import StatutoryDeadline
from tierline_sdk.values import Priority

from tierline_sla.domain.clocks import ClockState
from tierline_sla.domain.ledger import Part
from tierline_sla.domain.lives import ClockRecord, Life, Placed, Statute
from tierline_sla.domain.resources import Terms
from tierline_sla.domain.targets import AgreementKind
from tierline_sla.handlers.ports import Alarms, Told
from tierline_sla.store.documents import fact_document, pause_document, read_agreement, read_calendar, read_fact, read_pause
from tierline_sla.store.writing import insert

TellClock = Callable[[str, Told], NewEvent]
_kept_terms: dict[str, Terms] = {}
_MOST_TERMS = 10_000


class LivesStore:
    """The tickets of one tenant, in one transaction."""

    def __init__(self, tx: Transaction, tenant_id: str, *, tell: TellClock, timers_first: bool = True) -> None:
        """Take the locks of timers before those of tickets, as the timers themselves do; they pass false, since they hold theirs already."""
        self._tx = tx
        self._timers_first = timers_first
        self._tenant_id = tenant_id
        self._tell = tell

    def load(self, ticket_ids: Collection[str]) -> dict[str, Life]:
        """Load tickets with all that is known of them; locks them for the rest of the transaction."""
        if self._timers_first:
            lock_timers(self._tx, self._tenant_id, ticket_ids)
        return load_lives(self._tx, self._tenant_id, ticket_ids, lock=True)

    def current_terms(self) -> Sequence[Terms]:
        """Load the terms under which a ticket that is opened now comes."""
        rows = self._tx.execute("SELECT id, agreement, calendar FROM terms WHERE tenant_id = %s AND is_current ORDER BY agreement_id", [self._tenant_id])
        return [_terms(row) for row in rows]

    def terms(self, ids: Collection[str]) -> Mapping[str, Terms]:
        """Load terms; they never change, so they are kept."""
        return load_terms(self._tx, [self._tenant_id], ids)

    def parties(self) -> Mapping[str, str]:
        """Load the tenant's parties by name."""
        return {row["display_name"]: row["id"] for row in self._tx.execute("SELECT id, display_name FROM party WHERE tenant_id = %s", [self._tenant_id])}

    def save(
        self, lives: Sequence[Life], *, told: Sequence[Told], alarms: Mapping[str, Alarms], used: Mapping[str, Mapping[Part, timedelta] | None]
    ) -> None:
        """Store everything that changed, set the timers, append the events."""
        with self._tx.pipeline():
            self._save_tickets(lives)
            self._save_facts(lives)
            self._save_statutes([life for life in lives if life.statutes_changed])
            self._save_clocks(lives)
            self._save_used(used)
            self._save_alarms(alarms)
        self._tx.append([self._tell(self._tenant_id, item) for item in told])

    def _save_tickets(self, lives: Sequence[Life]) -> None:
        insert(self._tx, "ticket", self._tenant_id, [{
            "id": life.ticket_id, "key": life.key, "opened_at": life.opened_at, "priority": life.priority, "imported_from": life.imported_from,
            "source_met_agreement": life.source_met_agreement, "history_pending": life.history_pending,
            "terms": None if life.terms is None else "{" + ",".join(life.terms) + "}", "read_at": life.read_at, "done": life.done,
        } for life in lives], key=("id",))

    def _save_facts(self, lives: Sequence[Life]) -> None:
        insert(self._tx, "fact", self._tenant_id, [{
            "ticket_id": life.ticket_id, "at": placed.fact.at, "row_number": placed.fact.row, "origin": placed.origin, "position": placed.position,
            "kind": placed.fact.kind, "document": json.dumps(fact_document(placed.fact)),
        } for life in lives for placed in life.new_facts], key=())

    def _save_statutes(self, lives: Sequence[Life]) -> None:
        if not lives:
            return
        self._tx.execute("DELETE FROM statute WHERE tenant_id = %s AND ticket_id = ANY (%s)", [self._tenant_id, [life.ticket_id for life in lives]])
        insert(self._tx, "statute", self._tenant_id, [{
            "ticket_id": life.ticket_id, "plugin": statute.plugin, "name": statute.deadline.name, "title": statute.deadline.title,
            "source": statute.deadline.source, "starts_at": statute.deadline.starts_at, "due_at": statute.deadline.due_at,
        } for life in lives for statute in life.statutes], key=())

    def _save_clocks(self, lives: Sequence[Life]) -> None:
        insert(self._tx, "clock", self._tenant_id, [
            {"ticket_id": life.ticket_id, **_clock_columns(clock)} for life in lives for clock in life.clocks.values()
        ], key=("ticket_id", "agreement_id", "metric", "cycle"))

    def _save_used(self, used: Mapping[str, Mapping[Part, timedelta] | None]) -> None:
        if not used:
            return
        self._tx.execute("DELETE FROM used_time WHERE tenant_id = %s AND ticket_id = ANY (%s)", [self._tenant_id, list(used)])
        insert(self._tx, "used_time", self._tenant_id, [
            {"ticket_id": ticket_id, "use": use, "party_name": party, "level": level, "awaiting": awaiting, "time": time}
            for ticket_id, totals in used.items() for (use, party, level, awaiting), time in used_rows(totals or {}).items()
        ], key=())

    def _save_alarms(self, alarms: Mapping[str, Alarms]) -> None:
        if not alarms:
            return
        cancel_timers(self._tx, self._tenant_id, [ticket_id for ticket_id, change in alarms.items() if change.cancel_others])
        set_timers(self._tx, [
            Timer(tenant_id=self._tenant_id, subject_id=alarm.ticket_id, kind=alarm.kind, name=alarm.clock_id, fire_at=alarm.fire_at,
                  key=f"{self._tenant_id}/{alarm.ticket_id}")
            for change in alarms.values() for alarm in change.wanted
        ])


UsedKey = tuple[str, str, int, str]


def used_rows(totals: Mapping[Part, timedelta]) -> Mapping[UsedKey, timedelta]:
    """Add parts up by what figures are kept for: use, party, level, what was awaited."""
    rows: dict[UsedKey, timedelta] = {}
    for part, time in totals.items():
        worked = part.holder if part.kind == "worked" else None
        key = (str(part.kind), worked.party_name if worked else "", int(worked.level or 0) if worked else 0, str(part.awaiting or ""))
        rows[key] = rows.get(key, timedelta()) + time
    return rows


def load_lives(tx: Transaction, tenant_id: str, ticket_ids: Collection[str], *, lock: bool = False) -> dict[str, Life]:
    """Load tickets with facts, statutes and clocks."""
    wanted = [tenant_id, sorted(ticket_ids)]
    lives = {ticket_id: Life(ticket_id=ticket_id) for ticket_id in sorted(ticket_ids)}
    one = partial(tx.execute, params=wanted)
    where = "WHERE tenant_id = %s AND {} = ANY (%s::uuid[])"
    with tx.pipeline():
        tickets = one(f"SELECT * FROM ticket {where.format('id')} ORDER BY id{' FOR UPDATE' if lock else ''}")
        facts = one(f"SELECT * FROM fact {where.format('ticket_id')}")
        statutes = one(f"SELECT * FROM statute {where.format('ticket_id')} ORDER BY plugin, name")
        clocks = one(f"SELECT * FROM clock {where.format('ticket_id')} ORDER BY agreement_id, metric, cycle")
    for row in tickets:
        _fill(lives[row["id"]], row)
    for row in facts:
        fact = read_fact(row["at"], row["row_number"], row["kind"], row["document"])
        lives[row["ticket_id"]].facts.append(Placed(fact=fact, origin=row["origin"], position=row["position"]))
    for row in statutes:
        lives[row["ticket_id"]].statutes += (_statute(row),)
    for row in clocks:
        clock = read_clock(row)
        lives[row["ticket_id"]].clocks[clock.key] = clock
    return lives


def load_terms(tx: Transaction, tenants: Sequence[str], ids: Collection[str]) -> Mapping[str, Terms]:
    """Load terms by id, from memory where they were loaded before."""
    missing = [name for name in ids if name not in _kept_terms]
    if missing:
        if len(_kept_terms) > _MOST_TERMS:
            _kept_terms.clear()
        rows = tx.execute("SELECT id, agreement, calendar FROM terms WHERE tenant_id = ANY (%s::uuid[]) AND id = ANY (%s::uuid[])", [list(tenants), missing])
        _kept_terms.update((row["id"], _terms(row)) for row in rows)
    return {name: _kept_terms[name] for name in ids if name in _kept_terms and _kept_terms[name].agreement.tenant_id in tenants}


def read_clock(row: Row) -> ClockRecord:
    """Read a clock's row."""
    kind = row["agreement_kind"]
    plain = {name: row[name] for name in _PLAIN}
    return ClockRecord(
        **plain, agreement_kind=AgreementKind(kind) if kind else None, state=ClockState(row["state"]), pauses=tuple(map(read_pause, row["pauses"])),
        priority=Priority(row["priority"]) if row["priority"] else None,
    )


_PLAIN = (
    "id", "agreement_id", "agreement_name", "assumed", "metric", "cycle", "target_id", "duration", "started_at", "due_at", "at_risk_at", "risked_at",
    "breached_at", "stopped_at", "elapsed", "reason",
)


def _clock_columns(clock: ClockRecord) -> Mapping[str, Any]:
    return {name: getattr(clock, name) for name in _PLAIN} | {
        "agreement_kind": clock.agreement_kind, "state": clock.state, "pauses": json.dumps([pause_document(pause) for pause in clock.pauses]),
        "priority": clock.priority,
    }


def _fill(life: Life, row: Row) -> None:
    for name in ("key", "opened_at", "imported_from", "source_met_agreement", "history_pending", "read_at", "done"):
        setattr(life, name, row[name])
    life.priority = Priority(row["priority"]) if row["priority"] else None
    life.terms = None if row["terms"] is None else tuple(map(str, row["terms"]))


def _statute(row: Row) -> Statute:
    deadline = StatutoryDeadline(name=row["name"], title=row["title"], source=row["source"], starts_at=row["starts_at"], due_at=row["due_at"])
    return Statute(plugin=row["plugin"], deadline=deadline)


def _terms(row: Row) -> Terms:
    return Terms(id=row["id"], agreement=read_agreement(row["agreement"]), calendar=read_calendar(row["calendar"]))
