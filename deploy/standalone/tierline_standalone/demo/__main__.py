"""Tells the story on the house that runs on a data folder: `python -m tierline_standalone.demo DIR`."""

import sys
from pathlib import Path

from tierline_standalone.cli.output import complain, emit
from tierline_standalone.client import Client
from tierline_standalone.demo.story import tell
from tierline_standalone.errors import Cured, NotRunning
from tierline_standalone.supervisor.folder import DataFolder
from tierline_standalone.supervisor.lag import behind


def main(arguments: list[str]) -> int:
    """Tell it, and say where to look on."""
    folder = DataFolder(Path(arguments[0]))
    try:
        running = folder.read_record()
        if running is None:
            raise NotRunning(f"No installation runs on the data folder {folder.path}.", cure="tierline demo starts one and tells the story.")
        with Client(running.url, folder.operator_key.read_text().strip()) as client:
            tell(client, behind=lambda: behind(running))
    except Cured as error:
        return complain(error, as_json=False)
    except KeyboardInterrupt:
        return 130
    emit(f"\nConsole: {running.url}/\nThe operator's key to sign in with is in {folder.operator_key}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
