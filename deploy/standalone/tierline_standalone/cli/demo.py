"""`tierline demo`: starts everything and tells a story on two real histories."""

from pathlib import Path

import click

from tierline_standalone.cli.session import DEFAULT_DATA
from tierline_standalone.cli.up import DEFAULT_PORT, tell
from tierline_standalone.supervisor.companion import Companion
from tierline_standalone.supervisor.folder import DataFolder
from tierline_standalone.supervisor.parts import inherited
from tierline_standalone.supervisor.ports import is_free
from tierline_standalone.supervisor.run import Options, up
from tierline_standalone.supervisor.voice import say


@click.command()
@click.option("--data", envvar="TIERLINE_DATA", default=DEFAULT_DATA, metavar="DIR", show_default=True, help="Where everything is kept. [TIERLINE_DATA]")
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port of HTTP and the console; {DEFAULT_PORT} where absent and free, else a free one.")
@click.option("--exit", "exits", is_flag=True, help="End by itself when the story is told.")
def demo(data: str, port: int | None, *, exits: bool) -> int:
    """
    Start Tierline with two tenants and two real ticket histories, and show what it makes of them.

    One tenant is served in-house from nine to five, the other is outsourced around the clock to two vendors. Everything goes through the public HTTP interface;
    what the data does not say is labelled as assumed. On a data folder that has seen the demo, nothing is made twice. It stays up until Ctrl-C.
    """
    folder = DataFolder(Path(data).absolute())
    say("Starting PostgreSQL, six services and the gateway ...")
    chosen = port if port is not None else DEFAULT_PORT if is_free(DEFAULT_PORT) else 0
    companion = Companion(arguments=["-m", "tierline_standalone.demo", str(folder.path)], ends_all=exits)
    return up(folder, Options(port=chosen), inherited=inherited(), ready=lambda running, seconds: tell(folder, running, seconds), companion=companion)
