"""Questions that may span tenants."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from tierline_chassis.database import Row, Transaction

from tierline_monitoring.domain.alarms import Alarm, Outage
from tierline_monitoring.domain.checks import Check
from tierline_monitoring.domain.windows import Window
from tierline_monitoring.store.rows import to_alarm, to_check, to_outage, to_window

T = TypeVar("T")


class Lists(Generic[T]):
    """One kind of resource: found by its id, or listed by pages, the newest first; ids are made in the order of time."""

    def __init__(self, table: str, make: Callable[[Row], T]) -> None:
        self._table = table
        self._make = make

    def find(self, tx: Transaction, tenants: Sequence[str], resource_id: str) -> T | None:
        """Load one, whichever of *tenants* has it."""
        row = tx.execute(f"SELECT * FROM {self._table} WHERE tenant_id = ANY (%s::uuid[]) AND id = %s", [list(tenants), resource_id]).fetchone()
        return None if row is None else self._make(row)

    def page(self, tx: Transaction, tenants: Sequence[str], *, before: str | None, size: int) -> Sequence[T]:
        """Load *size* of them and one more, where there is one, from those older than *before*; each tenant by its own index."""
        rows = tx.execute(
            f"SELECT r.* FROM unnest(%s::uuid[]) AS t(id) CROSS JOIN LATERAL (SELECT * FROM {self._table} WHERE tenant_id = t.id "
            "AND (%s::uuid IS NULL OR id < %s::uuid) ORDER BY id DESC LIMIT %s) AS r ORDER BY r.id DESC LIMIT %s",
            [list(tenants), before, before, size + 1, size + 1],
        )
        return [self._make(row) for row in rows]


CHECKS: Lists[Check] = Lists("health_check", to_check)
ALARMS: Lists[Alarm] = Lists("alarm", to_alarm)
OUTAGES: Lists[Outage] = Lists("outage", to_outage)
WINDOWS: Lists[Window] = Lists("maintenance_window", to_window)
