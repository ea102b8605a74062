"""What is handed to the pool, and what comes back."""

from dataclasses import dataclass
from datetime import datetime

from tierline_monitoring.domain.checks import HttpProbe, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A page to ask for, and the due instant that the answer is for."""

    tenant_id: str
    check_id: str
    probe: HttpProbe
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was seen."""

    tenant_id: str
    observation: Observation
