"""Deadlines that a law sets."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryDeadline:
    """One deadline: what must be done until when, and which clause says so."""

    name: str
    """Lower case with underscores, unique in its plugin: the name of the clock."""
    title: str
    """What must be done, in one sentence."""
    source: str
    """The clause, such as `Regulation (EU) 2016/679, Art. 33(1)`."""
    starts_at: datetime
    due_at: datetime
    """Aware UTC instant; statutory clocks have no pauses."""
