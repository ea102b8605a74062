"""Which plugins are left out for a while, because they did harm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

BUGS_IN_A_ROW = 5
"""So many unexpected exceptions without an answer between them count as harm."""

SCOPES_HARMED = 3
"""A plugin that is left out for so many scopes at once is left out for all."""


@dataclass(slots=True)
class _State:
    bugs: int = 0
    open_until: float = 0.0
    """Monotonic seconds; 0 when the circuit has not been open since the last answer."""


class Circuits:
    """
    One circuit for each plugin and scope.

    An open circuit lets questions through again after the cooling time (half-open): an answer closes it, the first harm or bug opens it again. Not
    thread-safe: the host's lock guards it.
    """

    def __init__(self, cooling: timedelta, clock: Callable[[], float]) -> None:
        self._cooling, self._clock = cooling.total_seconds(), clock
        self._states: dict[tuple[str, str], _State] = {}

    def admits(self, plugin: str, scope: str) -> bool:
        """Tell whether the plugin may be asked now."""
        now = self._clock()
        harmed = [key for key, state in self._states.items() if key[0] == plugin and state.open_until > now]
        return len(harmed) < SCOPES_HARMED and (plugin, scope) not in harmed

    def harmed(self, plugin: str, scope: str) -> None:
        """Open the circuit: the plugin had to be ended."""
        state = self._states.setdefault((plugin, scope), _State())
        state.bugs, state.open_until = 0, self._clock() + self._cooling

    def erred(self, plugin: str, scope: str) -> None:
        """Count an unexpected exception; too many in a row open the circuit, and so does the first after a cooling time."""
        state = self._states.setdefault((plugin, scope), _State())
        state.bugs += 1
        if state.bugs >= BUGS_IN_A_ROW or state.open_until:
            self.harmed(plugin, scope)

    def answered(self, plugin: str, scope: str) -> None:
        """Close the circuit."""
        self._states.pop((plugin, scope), None)

    def left_out(self) -> int:
        """Count the circuits that are open."""
        now = self._clock()
        return sum(1 for state in self._states.values() if state.open_until > now)
