"""Who plays in the demo: two tenants, the organisations that serve them, and the agreements that are assumed for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A provider's place in a tenant: the party's name, what the provider is, and the levels that it serves."""

    party: str
    provider: str
    kind: str
    levels: Sequence[int]
    members: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """
    A tenant of the demo.

    Attributes:
        history: Name of the history that it brings: a CSV file with a mapping of the same name.
        calendar: The coverage of its agreement.
        targets: Priority to seconds of first response and of resolution; assumed, for neither desk publishes its terms.
        pauses: What pauses its clocks.
        why: On what the targets stand.
    """

    name: str
    prefix: str
    model: str
    coverage: str
    history: str
    places: Sequence[Place]
    calendar: str
    targets: Mapping[int, tuple[int, int]]
    pauses: Sequence[str]
    why: str
    live: Mapping[str, str]


IN_HOUSE = Actor(
    name="Demo Harbour (in-house, 8/5)", prefix="HARBOUR", model="IN_HOUSE", coverage="8_5", history="servicenow_incidents",
    places=(Place(party="Own IT department", provider="Demo Harbour IT", kind="IN_HOUSE", levels=(1, 2, 3, 4), members=("Hanna Holt", "Henry Hart")),),
    calendar="8/5", targets={1: (HOUR // 4, 2 * HOUR), 2: (HOUR, 4 * HOUR), 3: (4 * HOUR, 24 * HOUR), 4: (8 * HOUR, 24 * HOUR)}, pauses=("WINDOW",),
    why="working hours of 8/5, running while the requester is awaited: so the desk's own verdicts on priority 3 are met best",
    live={"title": "Password reset does not arrive by mail", "description": "A colleague cannot sign in since this morning; the reset mail does not come."},
)

OUTSOURCED = Actor(
    name="Demo Motors (outsourced, 24/7)", prefix="MOTORS", model="OUTSOURCED", coverage="24_7", history="volvo_problems_2013",
    places=(
        Place(party="Service desk vendor", provider="Demo Desk Services", kind="OUTSOURCER", levels=(1, 2), members=("Dora Dale", "Dirk Dorn")),
        Place(party="Third-line vendor", provider="Demo Code Works", kind="VENDOR", levels=(3, 4), members=("Cara Cole",)),
    ),
    calendar="24/7", targets={1: (HOUR // 4, DAY), 2: (HOUR, 7 * DAY), 3: (4 * HOUR, 30 * DAY), 4: (8 * HOUR, 60 * DAY)}, pauses=("REQUESTER", "WINDOW"),
    why="round figures for problems that are worked on for weeks; the log has no verdict to compare with",
    live={"title": "Orders fail with an error 500 after the update", "description": "Every order with a discount ends in an exception since version 4.2."},
)

ACTORS = (IN_HOUSE, OUTSOURCED)
