"""
Rules: pure functions of their arguments, with 50 ms of the host's CPU (2 s by the wall) a call.

No clock, no chance, no input or output: what a rule needs stands in its arguments. A plugin's function takes the arguments that it wants, by name.
`None` means "not mine"; a `TierlineError` means "mine, and wrong", and its sentence is recorded.
"""

from collections.abc import Sequence
from datetime import datetime

from tierline_sdk.hooks.markers import hookspec
from tierline_sdk.plugin import Settings
from tierline_sdk.sourcing import Party, Proposal, SourcingPlan
from tierline_sdk.statutory import StatutoryDeadline
from tierline_sdk.tickets import Classification, Ticket, TicketDraft
from tierline_sdk.values import Level


@hookspec
def classify_ticket(draft: TicketDraft, settings: Settings) -> Classification | None:
    """
    Propose how a ticket that is about to be registered is classified.

    Called by intake for each creation, after the tenant's own rules. Proposals are applied in the order of plugin names; the most urgent priority wins,
    markings add up, and a person may overrule all of it later (A11).

    Args:
        draft: What the requester said, and what the tenant's rules made of it.
        settings: The tenant's settings for this plugin.
    """


@hookspec
def propose_assignment(ticket: Ticket, plan: SourcingPlan, parties: Sequence[Party], floor: Level, settings: Settings) -> Proposal | None:
    """
    Propose the party and level that should have a ticket.

    Called by routing when a ticket is opened, escalated or handed back. Of several proposals the first by plugin name is taken; a proposal of a party that
    the tenant does not have, or of a level that it does not serve, is refused and recorded.

    Args:
        ticket: The ticket as it stands.
        plan: The tenant's sourcing plan.
        parties: The tenant's active parties, in no particular order.
        floor: The lowest level that may have the ticket; L1 for a new one, higher after an escalation.
        settings: The tenant's settings for this plugin.
    """


@hookspec
def statutory_deadlines(ticket: Ticket, aware_at: datetime, settings: Settings) -> Sequence[StatutoryDeadline] | None:
    """
    Name the deadlines that a law sets for a ticket.

    Called by sla when a ticket is opened and when its markings change; each deadline becomes a clock that never pauses.

    Args:
        ticket: The ticket with its markings.
        aware_at: When the tenant became aware: aware UTC instant of the opening, or of the marking where a person corrected it.
        settings: The tenant's settings for this plugin.
    """
