"""The GDPR's clock, and the words that make somebody look."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import tierline_regulatory_gdpr as plugin
from tierline_regulatory_gdpr.words import breach_words
from tierline_sdk.testing import check_plugin
from tierline_sdk.testing.examples import examples, ticket
from tierline_sdk.values import Marking, Priority

AWARE = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)


def test_plugin_conforms():
    """It takes the path of everybody's plugins."""
    assert check_plugin("regulatory_gdpr", "tierline_regulatory_gdpr") == []


def test_authority_is_notified_within_72_hours_of_awareness_across_a_change_of_clocks():
    """Art. 33(1): hours are counted, whatever the wall clock does on that weekend."""
    (deadline,) = plugin.statutory_deadlines(replace(ticket(), markings=(Marking.PERSONAL_DATA_BREACH,)), AWARE)
    assert (AWARE + timedelta(hours=72), AWARE, True) == (deadline.due_at, deadline.starts_at, "Art. 33(1)" in deadline.source)


def test_ticket_without_the_marking_has_no_statutory_deadline():
    """None means: not mine."""
    assert plugin.statutory_deadlines(ticket(), AWARE) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A data breach: passports are publicly accessible", ("passports", "data breach")),
        ("Memory leak in the worker", None),
        ("Customer data are shown twice", None),
        ("BANK DETAILS were sent to the wrong recipient", ("bank details", "sent to the wrong")),
        ("iban-breaching", None),
        ("", None),
    ],
)
def test_both_kinds_of_words_are_needed(text, expected):
    """A memory leak is no breach of personal data."""
    assert expected == breach_words(text)


def test_proposal_marks_the_ticket_and_leaves_the_decision_to_a_person():
    """A word is a suspicion (A11)."""
    draft = replace(examples("classify_ticket")[0]["draft"], description="The leaked file holds home addresses.")
    proposal = plugin.classify_ticket(draft, {"priority": "p2"})
    assert ((Marking.PERSONAL_DATA_BREACH,), Priority.P2, True) == (tuple(proposal.markings), proposal.priority, "a person decides" in proposal.reason)
