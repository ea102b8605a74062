"""What the parts of the store share: the transaction, and the codec that it is handed."""

from collections.abc import Callable, Sequence

from tierline_chassis.database import Transaction
from tierline_chassis.log.events import NewEvent

from tierline_routing.domain.facts import Fact

Encode = Callable[[Fact], NewEvent]


class Base:
    """A transaction and its codec."""

    def __init__(self, tx: Transaction, encode: Encode) -> None:
        self.tx = tx
        self._encode = encode

    def record(self, facts: Sequence[Fact]) -> None:
        """Append *facts* with the commit."""
        self.tx.append([self._encode(fact) for fact in facts])
