"""Maintenance windows."""

from collections.abc import Sequence

from tierline_monitoring.domain.windows import Window
from tierline_monitoring.store.base import BaseStore
from tierline_monitoring.store.rows import to_window


class WindowsStore(BaseStore):
    """A tenant's windows."""

    def windows(self) -> Sequence[Window]:
        """Load the windows that are not cancelled and not over; those that come again never are."""
        rows = self._tx.execute(
            "SELECT * FROM maintenance_window WHERE tenant_id = %s AND NOT cancelled AND (recurrence <> 'once' OR end_time > now() - interval '1 day')",
            [self._tenant_id],
        )
        return [to_window(row) for row in rows]

    def lock_window(self, window_id: str) -> Window | None:
        """Load and lock a window."""
        row = self._tx.execute("SELECT * FROM maintenance_window WHERE tenant_id = %s AND id = %s FOR UPDATE", [self._tenant_id, window_id]).fetchone()
        return None if row is None else to_window(row)

    def add_window(self, window: Window) -> None:
        """Store a new window."""
        self._tx.execute(
            "INSERT INTO maintenance_window (display_name, application_id, environment, start_time, end_time, recurrence, zone, cancelled, update_time, "
            "version, create_time, tenant_id, id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [*_values(window), window.create_time, self._tenant_id, window.id],
        )

    def change_window(self, window: Window) -> None:
        """Store what was set of a window."""
        self._tx.execute(
            "UPDATE maintenance_window SET display_name = %s, application_id = %s, environment = %s, start_time = %s, end_time = %s, recurrence = %s, "
            "zone = %s, cancelled = %s, update_time = %s, version = %s WHERE tenant_id = %s AND id = %s",
            [*_values(window), self._tenant_id, window.id],
        )

    def muted_checks(self) -> Sequence[str]:
        """Return the checks whose alarm a window mutes."""
        rows = self._tx.execute("SELECT check_id FROM alarm WHERE tenant_id = %s AND end_time IS NULL AND muted", [self._tenant_id])
        return [row["check_id"] for row in rows]


def _values(window: Window) -> list[object]:
    spec = window.spec
    return [
        spec.display_name, spec.application_id, spec.environment.value, spec.start_time, spec.end_time, spec.recurrence.value, spec.zone, spec.cancelled,
        window.update_time, window.version,
    ]
