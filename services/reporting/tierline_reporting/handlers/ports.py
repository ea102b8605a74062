"""What the handlers need of a store; each is about one tenant."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tierline_reporting.domain.drilldown import After, KpiTicket
from tierline_reporting.domain.monitoring import AlarmRaised, Application
from tierline_reporting.domain.outages import Outage, Watched
from tierline_reporting.domain.periods import Period
from tierline_reporting.domain.shares import Difference, Figure, Measure
from tierline_reporting.domain.tickets import Ticket


class Folded(Protocol):
    """The read models, to be folded."""

    def lock_tickets(self, ticket_ids: Sequence[str]) -> Mapping[str, Ticket]:
        """Load and lock tickets, by id."""
        ...

    def save_tickets(self, tickets: Sequence[Ticket], difference: Difference) -> None:
        """Store tickets, their shares, and what changes in the aggregates."""
        ...

    def lasting(self, check_ids: Sequence[str]) -> Mapping[str, Watched]:
        """Load the times in which checks run that last, by check."""
        ...

    def save_watched(self, watched: Sequence[Watched]) -> None:
        """Store times in which checks ran."""
        ...

    def save_outages(self, outages: Sequence[Outage]) -> None:
        """Store outages as they are now."""
        ...

    def save_alarms(self, alarms: Sequence[AlarmRaised]) -> None:
        """Store where alarms were raised."""
        ...

    def save_applications(self, applications: Sequence[Application]) -> None:
        """Store applications as they are now."""
        ...


class Asked(Protocol):
    """The read models, to be asked."""

    def figures(self, measures: Sequence[Measure], period: Period) -> Mapping[Measure, Mapping[str, Figure]]:
        """Sum measures up over *period*, by group: whole days and hours from the aggregates, the edges from the shares."""
        ...

    def watched(self, period: Period) -> Sequence[Watched]:
        """Load the times in which checks of production ran that touch *period*."""
        ...

    def outages(self, period: Period) -> Sequence[Outage]:
        """Load the outages that touch *period*."""
        ...

    def application_names(self) -> Mapping[str, str]:
        """Load the names of applications, by id."""
        ...

    def share_tickets(self, measure: Measure, group: str, period: Period, after: After | None, size: int) -> Sequence[KpiTicket]:
        """Load tickets with a share in *period*, the newest first."""
        ...

    def waiting_tickets(self, end: datetime, after: After | None, size: int) -> Sequence[KpiTicket]:
        """Load the change requests that were open at *end*, the newest first."""
        ...

    def outage_tickets(self, period: Period, after: After | None, size: int) -> Sequence[KpiTicket]:
        """Load the tickets of unplanned outages that touch *period*, the newest first."""
        ...
