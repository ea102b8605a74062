"""
Effects: functions that reach the world, run by a consumer with retries, never in a request or a transaction.

An effect may run more than once for the same cause and says so to the other side by the identity that it is given. `None` means "not mine";
`Unavailable` means "try the same again later"; any other `TierlineError` means "do not try again until somebody has corrected it".
"""

from datetime import datetime

from tierline_sdk.hooks.markers import hookspec
from tierline_sdk.plugin import Settings
from tierline_sdk.tickets import Ticket
from tierline_sdk.vendors import HandOff, Receipt


@hookspec
def push_ticket(ticket: Ticket, hand_off: HandOff, now: datetime, settings: Settings) -> Receipt | None:
    """
    Hand a ticket to the desk of the party that it was assigned to.

    Called by routing after an assignment to a party for whose tenant this plugin is enabled.

    Args:
        ticket: The ticket as it stood when it was assigned.
        hand_off: The assignment; its `id` is the same for every attempt.
        now: Aware UTC instant of this attempt.
        settings: The tenant's settings for this plugin.
    """
