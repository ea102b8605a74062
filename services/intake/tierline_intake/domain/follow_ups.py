"""A quick fix builds technical debt unless its cause is dealt with: each one owes a linked root-cause follow-up (A6)."""

from tierline_sdk.values import Approach, Mode, Nature, TicketState, Urgency

from tierline_intake.domain.classification import RULE, Given
from tierline_intake.domain.opening import OpenTicket
from tierline_intake.domain.tickets import LinkKind, Ticket

WHY = "A quick fix owes a root-cause follow-up (A6)."
"""The reason on both tickets."""

_MOST_TITLE = 300


def owes_follow_up(ticket: Ticket) -> bool:
    """Tell whether a resolved ticket was a quick fix that has no follow-up yet."""
    resolved = ticket.state is TicketState.RESOLVED and ticket.approach is Approach.QUICK_FIX
    return resolved and not any(link.kind is LinkKind.ROOT_CAUSE_FOLLOW_UP for link in ticket.links)


def follow_up(ticket: Ticket) -> OpenTicket:
    """Ask for the follow-up of *ticket*: preventive work that re-uses what is proven (A5), as grave as the quick fix and in no hurry."""
    return OpenTicket(
        title=f"Root cause of {ticket.key}: {ticket.title}"[:_MOST_TITLE],
        description=f"{ticket.key} was resolved by a quick fix: {ticket.resolution}\nFind and remove its cause.",
        application_id=ticket.application_id, requester_id=ticket.requester_id, channel=ticket.channel, environment=ticket.environment,
        given=Given(
            kind=ticket.kind, nature=Nature.PREVENTIVE, approach=Approach.REUSE_ORIENTED, mode=Mode.PROACTIVE, impact=ticket.impact, urgency=Urgency.LOW,
        ),
        given_by=RULE,
    )
