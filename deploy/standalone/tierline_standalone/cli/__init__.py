"""The `tierline` command. Nothing heavy is imported before a command needs it."""

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from tierline_standalone.cli.output import complain
from tierline_standalone.errors import Cured

COMMANDS = {
    "up": ("up:up", "Start Tierline on this machine."),
    "status": ("status:status", "Show what runs, how healthy it is, and how far consumers are behind."),
    "tenant": ("tenant:tenant", "Create and list tenants."),
    "ticket": ("ticket:ticket", "Create, find and work on tickets."),
    "import": ("bring:bring", "Bring in another desk's history from a CSV file."),
    "demo": ("demo:demo", "Start it with two tenants and two real ticket histories."),
    "bootstrap": ("bootstrap:bootstrap", "Make the operator's key of an installation that runs elsewhere."),
}
"""Command to its module and function, and its line in the help."""


class Lazy(click.Group):
    """Imports a command's module when it is run, not when it is listed: `tierline --help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of first use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(f"tierline_standalone.cli.{module}"), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their lines, without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="tierline", prog_name="tierline", message="%(prog)s %(version)s")
def tierline() -> None:
    """
    Tierline runs software maintenance and support as a service: requests come in, are classified, reach the right level of the right party, and are held to a
    service agreement.

    A command finds its installation by --url and --key (or TIERLINE_URL and TIERLINE_KEY), else by the data folder of the one that runs here.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 done, 1 failed with a stated cure, 2 misused, 130 interrupted."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        result: Any = tierline.main(args=words, prog_name="tierline", standalone_mode=False)
    except Cured as error:
        return complain(error, as_json="--json" in words)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    return result if isinstance(result, int) else 0
