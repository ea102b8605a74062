"""`ClockService`: the clocks of a ticket, its ledger, and what they add up to."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from tierline.common.v1 import values_pb2 as common
from tierline.sla.v1 import sla_pb2, sla_service_pb2
from tierline_chassis import codec
from tierline_chassis.call import Call
from tierline_chassis.database import Database, Transaction
from tierline_sdk.errors import NotFound, PermissionDenied
from tierline_sdk.values import Awaiting, Level, Priority

from tierline_sla.codec import clock_message
from tierline_sla.domain.ledger import PartKind, keep_ledger
from tierline_sla.domain.lives import Life, record_of, reference_hours
from tierline_sla.handlers.lives import read_life
from tierline_sla.store.figures import attainment_rows, find_ticket, open_tickets, used_time_rows
from tierline_sla.store.lives import load_lives, load_terms, used_rows

_LATEST = datetime.max.replace(tzinfo=UTC)


class ClockServicer:
    """Answers questions about time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ListClocks(self, request: sla_service_pb2.ListClocksRequest, call: Call) -> sla_service_pb2.ListClocksResponse:  # noqa: N802 - the contract's name
        """List the clocks of a ticket as they stand now, the earliest due first."""
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            tenant_id, life = _life(tx, call, request.id)
            terms = load_terms(tx, [tenant_id], life.terms or ())
        agreements, _, readings = read_life(life, terms, as_of=call.now)
        by_id = {agreement.id: agreement for agreement in agreements}
        clocks = {
            reading.key: record_of(reading, by_id[reading.agreement_id], life, life.clocks[reading.key].id)
            for reading in readings if reading.key in life.clocks
        }
        ordered = sorted((life.clocks | clocks).values(), key=lambda clock: (clock.stopped_at is not None, clock.due_at or _LATEST, clock.key))
        return sla_service_pb2.ListClocksResponse(clocks=[clock_message(clock, tenant_id=tenant_id, ticket_id=life.ticket_id) for clock in ordered])

    def GetLedger(self, request: sla_service_pb2.GetLedgerRequest, call: Call) -> sla_pb2.Ledger:  # noqa: N802 - the contract's name
        """Split a ticket's time."""
        with self._database.transaction(call.tenants, timeout=call.remaining) as tx:
            tenant_id, life = _life(tx, call, request.id)
            terms = load_terms(tx, [tenant_id], life.terms or ())
        agreements, facts, _ = read_life(life, terms, as_of=call.now)
        timetable = reference_hours(agreements)
        ledger = keep_ledger(facts, timetable, until=call.now)
        message = sla_pb2.Ledger(ticket_id=life.ticket_id, total=codec.from_timedelta(ledger.whole))
        for stretch, part in ledger.split(timetable):
            holder = part.holder
            message.entries.add(
                start_time=codec.from_datetime(stretch.start), end_time=codec.from_datetime(stretch.end), use=_USES[part.kind],
                party_id=(holder.party_id if holder else "") or "", party_name=holder.party_name if holder else "",
                team_name=holder.team_name if holder else "", level=codec.from_enum(common.Level, holder.level if holder else None),
                awaiting=codec.from_enum(common.Awaiting, part.awaiting),
            )
        if ledger.entries:
            message.start_time.CopyFrom(codec.from_datetime(ledger.entries[0].stretch.start))
            message.end_time.CopyFrom(codec.from_datetime(ledger.entries[-1].stretch.end))
        return message

    def GetAttainment(self, request: sla_service_pb2.GetAttainmentRequest, call: Call) -> sla_service_pb2.GetAttainmentResponse:  # noqa: N802 - as above
        """Tell how well promises were kept."""
        tenants = _whole(call)
        with self._database.transaction(tenants, timeout=call.remaining) as tx:
            rows = attainment_rows(tx, tenants, *_period(request))
        return sla_service_pb2.GetAttainmentResponse(rows=[_attainment(row) for row in rows])

    def GetUsedTime(self, request: sla_service_pb2.GetUsedTimeRequest, call: Call) -> sla_service_pb2.GetUsedTimeResponse:  # noqa: N802 - as above
        """Add up time by what it was used for: what is stored of tickets that are done, and the ledgers of the others as they stand."""
        tenants = _whole(call)
        with self._database.transaction(tenants, timeout=call.remaining) as tx:
            stored = used_time_rows(tx, tenants, *_period(request))
            sums = {(row["use"], row["party_name"], row["level"], row["awaiting"]): [row["time"], row["tickets"]] for row in stored}
            for tenant_id, ticket_ids in open_tickets(tx, tenants, *_period(request)).items():
                for life in load_lives(tx, tenant_id, ticket_ids).values():
                    agreements, facts, _ = read_life(life, load_terms(tx, [tenant_id], life.terms or ()), as_of=call.now)
                    for key, time in used_rows(keep_ledger(facts, reference_hours(agreements), until=call.now).totals()).items():
                        known = sums.setdefault(key, [time - time, 0])
                        known[0] += time
                        known[1] += 1
        return sla_service_pb2.GetUsedTimeResponse(rows=[
            sla_pb2.UsedTimeRow(
                use=_USES[PartKind(use)], party_name=party, level=codec.from_enum(common.Level, Level(level) if level else None),
                awaiting=codec.from_enum(common.Awaiting, Awaiting(awaiting) if awaiting else None), time=codec.from_timedelta(time), tickets=tickets,
            ) for (use, party, level, awaiting), (time, tickets) in sorted(sums.items())
        ])


_USES: Mapping[PartKind, sla_pb2.LedgerUse] = {
    PartKind.WORKED: sla_pb2.LEDGER_USE_WORKED,
    PartKind.WAITING: sla_pb2.LEDGER_USE_WAITED,
    PartKind.QUEUED: sla_pb2.LEDGER_USE_UNASSIGNED,
    PartKind.RESOLVED: sla_pb2.LEDGER_USE_RESOLVED,
    PartKind.OUTSIDE_HOURS: sla_pb2.LEDGER_USE_OUTSIDE_HOURS,
}


def _life(tx: Transaction, call: Call, name: str) -> tuple[str, Life]:
    """Find a ticket by id or key. A caller that is confined to parties sees the tickets that one of them has or had."""
    found = find_ticket(tx, call.tenants, name)
    if found is None:
        raise NotFound("ticket", name)
    tenant_id, ticket_id = found
    life = load_lives(tx, tenant_id, [ticket_id])[ticket_id]
    parties = call.parties(tenant_id)
    if parties is not None and not any(fact.holder and fact.holder.party_id in parties for fact in life.ordered()):
        raise NotFound("ticket", name)
    return tenant_id, life


def _whole(call: Call) -> Sequence[str]:
    """Give the tenants; figures of a whole tenant are not for callers that are confined to parties."""
    tenants = [tenant for tenant in call.tenants if call.parties(tenant) is None]
    if not tenants:
        raise PermissionDenied(call.permission)
    return tenants


def _period(request: sla_service_pb2.GetAttainmentRequest | sla_service_pb2.GetUsedTimeRequest) -> tuple[datetime | None, datetime | None]:
    return (
        codec.to_datetime(request.start_time) if request.HasField("start_time") else None,
        codec.to_datetime(request.end_time) if request.HasField("end_time") else None,
    )


def _attainment(row: Mapping[str, object]) -> sla_pb2.AttainmentRow:
    met, breached, running = (int(str(row[name])) for name in ("met", "breached", "running"))
    message = sla_pb2.AttainmentRow(
        metric=str(row["metric"]), agreement_name=str(row["agreement_name"]), met=met, breached=breached, running=running, assumed=bool(row["assumed"]),
        priority=codec.from_enum(common.Priority, Priority(str(row["priority"])) if row["priority"] else None),
        source_agrees=int(str(row["source_agrees"])), source_disagrees=int(str(row["source_disagrees"])),
    )
    if met + breached:
        message.attainment_percent = 100 * met / (met + breached)
    return message
