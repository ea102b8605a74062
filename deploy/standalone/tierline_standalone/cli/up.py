"""`tierline up`: starts everything on this machine and stays."""

import json
from pathlib import Path

import click

from tierline_standalone.cli.session import DEFAULT_DATA
from tierline_standalone.supervisor.folder import DataFolder, Running
from tierline_standalone.supervisor.parts import inherited
from tierline_standalone.supervisor.run import Options
from tierline_standalone.supervisor.run import up as run_up
from tierline_standalone.supervisor.voice import answer, say

DEFAULT_PORT = 8080

LIMITS = "One machine, reached from this machine alone, without Kafka: for trying, developing and small desks."


@click.command()
@click.option("--data", envvar="TIERLINE_DATA", default=DEFAULT_DATA, metavar="DIR", show_default=True, help="Where everything is kept. [TIERLINE_DATA]")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535), help="Port of HTTP and the console; 0 takes a free one.")
@click.option("--grpc-port", type=click.IntRange(0, 65535), help="Port of gRPC; the one after that of HTTP where absent and free; 0 takes a free one.")
@click.option("--database-url", envvar="TIERLINE_DATABASE_URL", metavar="URL", help="A PostgreSQL (15 or newer) to use instead of the embedded one, by a role "
              "that may create roles. [TIERLINE_DATABASE_URL]")
@click.option("--json", "as_json", is_flag=True, help='Print, when ready, one line {"url": …, "grpc": …, "key": …} with the operator\'s key.')
def up(data: str, port: int, grpc_port: int | None, database_url: str | None, *, as_json: bool) -> int:
    """
    Start Tierline on this machine: PostgreSQL, the six services and the gateway, each a process of its own.

    The first start makes the data folder, the database and the operator's key; a later one finds all data again. Ctrl-C finishes what has begun and stops
    everything; a second Ctrl-C does not wait.
    """
    folder = DataFolder(Path(data).absolute())

    def ready(running: Running, seconds: float) -> None:
        if as_json:
            answer(json.dumps({"url": running.url, "grpc": running.grpc, "key": folder.operator_key.read_text().strip()}))
        else:
            tell(folder, running, seconds)

    if not as_json:
        say("Starting PostgreSQL, six services and the gateway ...")
    options = Options(port=port, grpc_port=grpc_port, database_url=database_url or None)
    return run_up(folder, options, inherited=inherited(), ready=ready)


def tell(folder: DataFolder, running: Running, seconds: float) -> None:
    """Say what is running, where, and what its limits are."""
    answer(f"""Tierline {running.version} is ready after {seconds:.1f} s.
  console and HTTP  {running.url}/   (the contract: {running.url}/openapi.json)
  gRPC              {running.grpc}
  operator's key    in {folder.operator_key}
  data, logs        {folder.path}, {folder.logs}
  limits            {LIMITS}
Ctrl-C stops it.""")
