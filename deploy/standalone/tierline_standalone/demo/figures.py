"""Prints what Tierline makes of a tenant's history: attainment, used time, KPIs, and how far the desk's own verdict agrees."""

from collections.abc import Iterable, Iterator

from tierline_standalone.cli.output import table, words
from tierline_standalone.client import Client, Json


def figures(client: Client, tenant: Json) -> Iterator[str]:
    """Give the tables of *tenant*, one text each."""
    client = client.within(tenant["id"])
    begin, end = period(client, tenant)
    yield from _attainment(client.get("/v1/attainment", tenantId=tenant["id"]).get("rows", []))
    yield from _used_time(client.get("/v1/usedTime", tenantId=tenant["id"]).get("rows", []))
    kpis = client.get("/v1/kpis", tenantId=tenant["id"], startTime=begin, endTime=end).get("kpis", [])
    yield f"KPIs from {begin[:10]} to {end[:10]}, the period of the data\n" + table(("kpi", "value", "unit", "of", ""), [_kpi(kpi) for kpi in kpis])


def period(client: Client, tenant: Json) -> tuple[str, str]:
    """Return when the tenant's imported tickets begin, and a day after the last of them opened: the whole of the data's own period."""
    def edge(order: str) -> str:
        page = client.get("/v1/tickets", tenantId=tenant["id"], pageSize=20, orderBy=order).get("tickets", [])
        return next((ticket["openTime"] for ticket in page if ticket.get("importedFrom")), "")

    begin, end = edge("open_time"), edge("open_time desc")
    return begin or "1970-01-01T00:00:00Z", f"{int(end[:4] or 2100) + 1}-01-01T00:00:00Z"


def _attainment(rows: list[Json]) -> Iterator[str]:
    heads = ("promise", "priority", "kept", "broken", "open", "attainment %", "agreement")
    body = [(
        words(row.get("metric")), words(row.get("priority")).upper(), int(row.get("met", 0)), int(row.get("breached", 0)), int(row.get("running", 0)),
        f"{row['attainmentPercent']:.1f}" if "attainmentPercent" in row else "none decided", _named(row),
    ) for row in rows]
    yield "SLA attainment by priority\n" + table(heads, body)
    yield _verdicts(rows)


def _named(row: Json) -> str:
    name = str(row.get("agreementName", ""))
    return f"{name}, targets assumed" if row.get("assumed") and "assumed" not in name else name


def _verdicts(rows: Iterable[Json]) -> str:
    """Compare with the desk's own verdict, priority by priority."""
    compared = [row for row in rows if int(row.get("sourceAgrees", 0)) + int(row.get("sourceDisagrees", 0))]
    if not compared:
        return "The desk's own verdict: the data has none."
    agrees, disagrees = (sum(int(row.get(name, 0)) for row in compared) for name in ("sourceAgrees", "sourceDisagrees"))
    body = [(words(row.get("priority")).upper(), int(row.get("sourceAgrees", 0)), int(row.get("sourceDisagrees", 0))) for row in compared]
    return (
        f"The desk's own verdict (made_sla) against ours: the same for {agrees:,} tickets, another for {disagrees:,} "
        f"({100 * disagrees / (agrees + disagrees):.1f} %); its terms are not published, ours are assumed\n" + table(("priority", "same", "other"), body)
    )


def _used_time(rows: list[Json]) -> Iterator[str]:
    held = [row for row in rows if row.get("partyName")]
    waited = [row for row in rows if row.get("awaiting")]
    rest = [row for row in rows if row not in held and row not in waited]
    heads = ("", "level", "minutes", "tickets")
    yield "Minutes by party (who did what is assumed by the mapping)\n" + table(heads, [
        *((row["partyName"], words(row.get("level")).upper(), _minutes(row), int(row.get("tickets", 0))) for row in held),
        *((words(row.get("use")), "", _minutes(row), int(row.get("tickets", 0))) for row in rest),
    ])
    yield "Minutes by what was awaited\n" + (table(("awaited", "minutes", "tickets"), [
        (words(row["awaiting"]), _minutes(row), int(row.get("tickets", 0))) for row in waited
    ]) if waited else "Nothing was awaited.")


def _minutes(row: Json) -> str:
    return f"{float(str(row.get('time', '0s')).removesuffix('s')) / 60:,.0f}"


def _kpi(kpi: Json) -> tuple[object, ...]:
    if "value" not in kpi:
        return (kpi.get("displayName"), "", "", "", f"no data: needs {kpi.get('needs', 'a source')}")
    return (kpi.get("displayName"), f"{kpi['value']:,.1f}", kpi.get("unit"), f"{int(kpi.get('sample', 0)):,}", "")
