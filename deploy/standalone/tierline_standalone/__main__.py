"""`python -m tierline_standalone` is the `tierline` command."""

import sys

from tierline_standalone.cli import main

if __name__ == "__main__":
    sys.exit(main())
