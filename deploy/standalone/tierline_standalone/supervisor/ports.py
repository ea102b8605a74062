"""Loopback ports, chosen once per start."""

import random
import socket
from collections.abc import Sequence

from tierline_standalone.errors import PortTaken

LOOPBACK = "127.0.0.1"

UNUSED_BY_CLIENTS = range(20_000, 32_000)
"""Below the ports that systems give to outgoing connections (Linux from 32,768, macOS from 49,152), so that none of those takes a chosen port."""


def free_ports(count: int, *, avoid: Sequence[int] = ()) -> Sequence[int]:
    """Choose *count* different ports that nobody listens on."""
    candidates = random.sample(UNUSED_BY_CLIENTS, k=len(UNUSED_BY_CLIENTS))
    free = (port for port in candidates if port not in avoid and is_free(port))
    return [next(free) for _ in range(count)]


def is_free(port: int) -> bool:
    """Say whether *port* can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def required(port: int, option: str) -> int:
    """
    Return *port*, or a free one for 0.

    Raises:
        PortTaken: Somebody listens there.
    """
    if port == 0:
        return free_ports(1)[0]
    if not is_free(port):
        cure = f"Choose another with {option}; {option} 0 takes a free one."
        raise PortTaken(f"Port {port} cannot be used: somebody listens there, or it is reserved.", cure=cure)
    return port
