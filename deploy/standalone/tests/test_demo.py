"""What the demo prints: nothing made up, everything assumed labelled, nothing made twice."""

from tierline_standalone.demo import histories
from tierline_standalone.demo.cast import ACTORS
from tierline_standalone.demo.figures import figures
from tierline_standalone.history.mapping import load

TENANT = {"id": "t"}


class Gateway:
    """Answers the questions of the figures."""

    def __init__(self, **answers):
        self.answers = answers

    def within(self, _scope):
        """Work in one tenant."""
        return self

    def get(self, path, **_parameters):
        """Answer one question."""
        return self.answers.get(path.removeprefix("/v1/"), {})


def told(**answers):
    """Print the figures of these answers."""
    return "\n".join(figures(Gateway(**answers), TENANT))


def test_a_figure_without_a_source_says_what_it_needs():
    """A zero would be a lie."""
    text = told(kpis={"kpis": [{"displayName": "Satisfaction", "unit": "score", "needs": "ratings of requesters", "sample": "0"},
                               {"displayName": "Tickets", "unit": "count", "value": 890.0, "sample": "890"}]})
    assert "no data: needs ratings of requesters" in text
    assert "890.0" in text


def test_the_disagreement_with_the_desk_is_printed():
    """Who hides it would sell assumed targets as agreed ones."""
    row = {"metric": "resolution", "priority": "PRIORITY_P3", "met": "9", "breached": "1", "attainmentPercent": 90.0, "agreementName": "Demo", "assumed": True,
           "sourceAgrees": "7", "sourceDisagrees": "3"}
    text = told(attainment={"rows": [row]})
    assert "the same for 7 tickets, another for 3 (30.0 %)" in text
    assert "Demo, targets assumed" in text


def test_without_a_verdict_the_data_is_said_to_have_none():
    """Silence would look like agreement."""
    assert "The desk's own verdict: the data has none." in told()


def test_time_is_split_by_party_and_by_what_was_awaited():
    """Whose minutes they were is the question of every review."""
    text = told(usedTime={"rows": [
        {"use": "LEDGER_USE_WORKED", "partyName": "Desk", "level": "LEVEL_L2", "time": "7200s", "tickets": "3"},
        {"use": "LEDGER_USE_WAITED", "awaiting": "AWAITING_VENDOR", "time": "60s", "tickets": "1"},
        {"use": "LEDGER_USE_OUTSIDE_HOURS", "time": "600s", "tickets": "3"},
    ]})
    by_party, by_awaited = text.split("Minutes by what was awaited")
    assert ["Desk", "L2", "120", "3"] == by_party.split("tickets\n")[-1].splitlines()[0].split()
    assert "outside hours" in by_party
    assert "vendor" in by_awaited


def test_every_party_of_the_mappings_plays():
    """A party that nobody made would be a label without levels."""
    for actor in ACTORS:
        mapping = load(histories.folder() / f"{actor.history}.yaml")
        party = mapping.row["party"]
        named = {party.constant, party.otherwise, *(pattern.becomes for pattern in party.patterns)} - {None}
        assert {place.party for place in actor.places} == named
