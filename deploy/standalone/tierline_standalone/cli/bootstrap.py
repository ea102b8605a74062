"""`tierline bootstrap`: makes the operator's key of an installation that this machine does not supervise."""

import subprocess
import sys
from pathlib import Path

import click

KEY_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--operator-key-file", required=True, type=KEY_FILE, help="Where the operator's key is, or will be (mode 0600).")
@click.option("--gateway-key-file", required=True, type=KEY_FILE, help="Where the gateway's key is, or will be (mode 0600).")
def bootstrap(operator_key_file: Path, gateway_key_file: Path) -> int:
    """
    Make the operator's and the gateway's key of an installation elsewhere.

    Run it with the environment of the tenancy service (TIERLINE_DATABASE_URL above all), once its tables are there. It may be repeated: keys that are in
    the files already are made known to the database. `tierline up` does this by itself.
    """
    command = [sys.executable, "-m", "tierline_tenancy", "bootstrap"]
    files = ["--operator-key-file", str(operator_key_file), "--gateway-key-file", str(gateway_key_file)]
    return subprocess.run([*command, *files], check=False).returncode  # noqa: S603 - our own module, no shell
