"""What the supervisor says: sentences on standard error, and the one line of JSON on standard output."""

import contextlib
import os
import sys


def say(text: str) -> None:
    """Tell the person at the terminal; a terminal that is gone takes nothing with it."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


def answer(text: str) -> None:
    """Write a result to standard output; a reader that is gone takes nothing with it."""
    try:
        print(text, flush=True)
    except (OSError, ValueError):
        _forget_stdout()


def _forget_stdout() -> None:
    """Point standard output to nowhere, so that the interpreter does not stumble over it again at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
