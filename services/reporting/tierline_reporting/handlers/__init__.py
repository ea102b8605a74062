"""One function per command of reporting: load, decide, save."""

from tierline_reporting.handlers.asking import compute_kpis, kpi_tickets
from tierline_reporting.handlers.folding import Heard, fold_events

__all__ = ["Heard", "compute_kpis", "fold_events", "kpi_tickets"]
