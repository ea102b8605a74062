"""What the handlers need of a store; each is about one tenant, the one that its transaction names."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from tierline_monitoring.domain.alarms import Trouble
from tierline_monitoring.domain.applications import AlarmTicket, Application, RaisedAt
from tierline_monitoring.domain.checks import Check
from tierline_monitoring.domain.facts import Fact, Wake
from tierline_monitoring.domain.judging import Judgement
from tierline_monitoring.domain.windows import Window


class Facts(Protocol):
    """Keeps what happened and when to look again."""

    def record(self, facts: Sequence[Fact], wakes: Sequence[Wake] = ()) -> None:
        """Append *facts* to the log and set or cancel *wakes*, all with the commit."""
        ...


class Checks(Facts, Protocol):
    """Checks with their trouble."""

    def add_check(self, check: Check) -> None:
        """Store a new check; raises `AlreadyExists` where its name is taken."""
        ...

    def change_check(self, check: Check) -> None:
        """Store what was set of a check; raises `AlreadyExists` where its new name is taken."""
        ...

    def lock_checks(self, check_ids: Sequence[str], *, wait: bool = True) -> Sequence[Check]:
        """Load and lock checks; those that are not there, or without *wait* are locked by another, are left out."""
        ...

    def troubles(self, check_ids: Sequence[str]) -> Mapping[str, Trouble]:
        """Load the trouble that stands, by check."""
        ...

    def windows(self) -> Sequence[Window]:
        """Load the windows that are not cancelled."""
        ...

    def save(self, judgements: Sequence[Judgement]) -> None:
        """Store standings, alarms and outages, and record what happened."""
        ...


class Windows(Facts, Protocol):
    """Maintenance windows."""

    def add_window(self, window: Window) -> None:
        """Store a new window."""
        ...

    def change_window(self, window: Window) -> None:
        """Store what was set of a window."""
        ...

    def muted_checks(self) -> Sequence[str]:
        """Return the checks whose alarm a window mutes."""
        ...


class Applications(Protocol):
    """What monitoring knows of applications."""

    def find_application(self, application_id: str | None) -> Application | None:
        """Load an application; the default one for `None`."""
        ...


class Known(Protocol):
    """What monitoring learns from others' events."""

    def save_applications(self, applications: Sequence[Application]) -> None:
        """Store applications as they are now."""
        ...

    def place_alarms(self, alarms: Sequence[RaisedAt]) -> None:
        """Note where in the log alarms were raised."""
        ...

    def link_tickets(self, tickets: Sequence[AlarmTicket]) -> None:
        """Note which tickets alarms opened."""
        ...
