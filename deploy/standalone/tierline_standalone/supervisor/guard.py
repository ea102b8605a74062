"""
Ends everything when the supervisor dies without a word (SIGKILL, out of memory).

Run as a script with the read end of a pipe as its standard input; only the supervisor holds the other end. It reads `+ KIND PID` and `- KIND PID`; at the end
of the pipe it ends what is still listed: a `group` (a part and its plugin hosts) at once, a `server` (PostgreSQL) so that it closes its files, and harder after
ten seconds. It imports nothing beyond the interpreter's own, to stay small.
"""

import os
import signal
import sys
import time

PATIENCE_SECONDS = 10.0


def main() -> None:
    """Follow the pipe to its end, then end what is left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    end(follow())


def follow() -> set[tuple[str, int]]:
    """Read the pipe until it ends, and return what was running then."""
    running: set[tuple[str, int]] = set()
    for line in sys.stdin:
        sign, kind, number = line.split()
        (running.add if sign == "+" else running.discard)((kind, int(number)))
    return running


def end(running: set[tuple[str, int]]) -> None:
    """End what is listed, servers last and gently."""
    for _, number in (entry for entry in running if entry[0] == "group"):
        send(os.killpg, number, signal.SIGKILL)
    servers = [number for kind, number in running if kind == "server"]
    alive = [number for number in servers if send(os.kill, number, signal.SIGINT)]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while alive and time.monotonic() < deadline:
        time.sleep(0.05)  # They are nobody's children here, so one can only look again.
        alive = [number for number in alive if send(os.kill, number, 0)]
    for number in alive:
        send(os.killpg, number, signal.SIGKILL)


def send(how, number: int, what: int) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001 - importing typing would double this process
    """Send a signal; False where nobody is there."""
    try:
        how(number, what)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
