"""One function per command of monitoring: load, decide, save."""

from tierline_monitoring.handlers.checks import beat_check, create_check, update_check
from tierline_monitoring.handlers.known import learn_tickets, save_applications
from tierline_monitoring.handlers.observations import end_windows, take_observations, take_overdue
from tierline_monitoring.handlers.windows import create_window, update_window

__all__ = [
    "beat_check", "create_check", "create_window", "end_windows", "learn_tickets", "save_applications", "take_observations", "take_overdue",
    "update_check", "update_window",
]
