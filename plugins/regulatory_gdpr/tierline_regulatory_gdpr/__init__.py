"""
The General Data Protection Regulation, Regulation (EU) 2016/679: a breach of personal data is marked, and its clock of 72 hours runs.

Art. 33(1) counts from the moment the controller became aware. Regulation (EEC, Euratom) 1182/71 counts periods in hours through holidays and weekends, and
leaves out the hour in which the event fell; the deadline here is the earlier one, 72 hours to the second, so that it errs on the safe side.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tierline_sdk.hooks import hookimpl
from tierline_sdk.plugin import Plugin, PluginKind, Setting, Settings, SettingType
from tierline_sdk.statutory import StatutoryDeadline
from tierline_sdk.tickets import Classification, Ticket, TicketDraft
from tierline_sdk.values import Marking, Priority

from tierline_regulatory_gdpr.words import breach_words

PLUGIN = Plugin(
    name="regulatory_gdpr",
    version="0.1.0",
    sdk=">=0.1,<0.2",
    title="GDPR: marks breaches of personal data and runs the clock of Art. 33",
    kind=PluginKind.REGULATORY,
    settings=(
        Setting(
            name="priority",
            type=SettingType.TEXT,
            title="The priority proposed for a ticket that reads like a breach of personal data.",
            choices=tuple(Priority),
            default=Priority.P1.value,
        ),
    ),
)

NOTIFICATION = timedelta(hours=72)
"""From becoming aware to notifying the supervisory authority: Art. 33(1)."""


@hookimpl
def classify_ticket(draft: TicketDraft, settings: Settings) -> Classification | None:
    """Propose the marking and a priority where the ticket's words speak of personal data and of their loss."""
    found = breach_words(f"{draft.title}\n{draft.description}")
    if found is None:
        return None
    data, loss = found
    return Classification(
        markings=(Marking.PERSONAL_DATA_BREACH,),
        priority=Priority(str(settings["priority"])),
        reason=f"It speaks of {data!r} and {loss!r}, so it may be a breach of personal data (GDPR, Art. 4(12)); a person decides.",
    )


@hookimpl
def statutory_deadlines(ticket: Ticket, aware_at: datetime) -> Sequence[StatutoryDeadline] | None:
    """Set the clock of 72 hours on a ticket that is marked as a breach of personal data."""
    if Marking.PERSONAL_DATA_BREACH not in ticket.markings:
        return None
    return (
        StatutoryDeadline(
            name="notify_authority",
            title="Notify the supervisory authority of the breach of personal data.",
            source="Regulation (EU) 2016/679 (GDPR), Art. 33(1)",
            starts_at=aware_at,
            due_at=aware_at + NOTIFICATION,
        ),
    )
