"""The demo's story, told on a running house through its public interfaces."""

import time
from collections.abc import Callable

from tierline_standalone.cards import card, settled
from tierline_standalone.cli.output import emit
from tierline_standalone.cli.progress import progress
from tierline_standalone.client import Client, Json
from tierline_standalone.demo import histories
from tierline_standalone.demo.cast import ACTORS, Actor
from tierline_standalone.demo.figures import figures
from tierline_standalone.demo.stage import set_up
from tierline_standalone.errors import PartFailed
from tierline_standalone.history.importer import bring_in
from tierline_standalone.history.mapping import load

CATCH_UP_SECONDS = 300.0


def tell(client: Client, *, behind: Callable[[], int | None]) -> None:
    """
    Tell the story.

    Args:
        client: As the operator.
        behind: Counts the events that are still to be handled; None where a service does not answer.
    """
    tenants = [_act(client, actor) for actor in ACTORS]
    catch_up(behind)
    for actor, tenant in zip(ACTORS, tenants, strict=True):
        emit(f"\n=== {actor.name} ({actor.prefix}) ===")
        emit(f"Agreement: {actor.why}; assumed, nobody agreed on it.")
        for text in figures(client, tenant):
            emit(f"\n{text}")
    for actor, tenant in zip(ACTORS, tenants, strict=True):
        emit(f"\n=== A live ticket at {actor.name} ===")
        emit(card(_live(client, actor, tenant)))


def _act(client: Client, actor: Actor) -> Json:
    """Set up one tenant and bring its history in."""
    tenant = set_up(client, actor)
    folder = histories.folder()
    mapping = load(folder / f"{actor.history}.yaml")
    with progress(f"{actor.prefix}: {actor.history}") as shown:
        report = bring_in(folder / f"{actor.history}.csv", mapping, door=client.within(tenant["id"]), tenant=tenant["id"], progress=shown)
    tally = report.tally
    emit(f"{actor.name}: {report.tickets:,} tickets with {report.rows:,} rows from {mapping.about}: {tally.stored:,} stored, "
         f"{tally.repeated:,} stored before, {report.bad_count:,} bad.")
    for row in report.bad[:5]:
        emit(f"  line {row.line}: {row.reason}")
    for name, sentence in mapping.assumed.items():
        emit(f"  assumed {name}: {sentence}")
    return tenant


def catch_up(behind: Callable[[], int | None]) -> None:
    """
    Wait until every consumer has handled everything, twice in a row: what one handles can be news for another.

    Raises:
        PartFailed: It takes too long.
    """
    deadline, calm = time.monotonic() + CATCH_UP_SECONDS, 0
    while calm < 3:  # noqa: PLR2004 - two more looks after the first that found nothing
        left = behind()
        calm = calm + 1 if left == 0 else 0
        if time.monotonic() > deadline:
            raise PartFailed(f"Consumers are still {left} events behind after {CATCH_UP_SECONDS:.0f} s.", cure="tierline status names who is behind.")
        time.sleep(0.5)  # The services' metrics can only be looked at again.


def _live(client: Client, actor: Actor, tenant: Json) -> Json:
    within = client.within(tenant["id"])
    made = within.post("/v1/tickets", {"tenantId": tenant["id"], **actor.live})
    return settled(within, made["id"], seconds=10)
