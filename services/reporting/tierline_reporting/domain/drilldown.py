"""The tickets behind a figure."""

from dataclasses import dataclass
from datetime import datetime

After = tuple[datetime, str]
"""Where a page ended: the instant and id of its last ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiTicket:
    """
    A ticket's share in a KPI.

    Attributes:
        at: When the counted thing happened; for outages, when the outage began.
        value: In the unit of the KPI.
        row_id: What orders rows of one instant.

    """

    ticket_id: str
    key: str
    at: datetime
    value: float
    row_id: str
