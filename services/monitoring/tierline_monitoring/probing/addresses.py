"""Which addresses a probe may connect to."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

Address = IPv4Address | IPv6Address


class Refused(Exception):
    """The name leads nowhere, or only where the probe may not go; the text says which."""


def resolve(host: str, port: int, *, allow_private: bool) -> Sequence[str]:
    """
    Return the addresses of *host* to which a probe may connect, as text, in the resolver's order.

    The name is resolved once and the probe connects to what was checked, so that a name which changes in between leads nowhere else.

    Raises:
        Refused: There is none.

    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(f"The name {host!r} does not resolve.") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [address for address in addresses if permitted(ip_address(address), allow_private=allow_private)]
    if not allowed:
        raise Refused(f"{host!r} leads to {addresses[0]}, which a check may ask only with `allow_private`, if at all.")
    return allowed


def permitted(address: Address, *, allow_private: bool) -> bool:
    """
    Say whether a probe may connect to *address*.

    Never to link-local ones (a cloud's metadata service is one), multicast and the like; to private ones and this machine's only with *allow_private*.
    """
    plain = getattr(address, "ipv4_mapped", None) or address
    if plain.is_link_local or plain.is_multicast or plain.is_unspecified:
        return False
    if plain.is_loopback or plain.is_private:
        return allow_private
    return plain.is_global and not plain.is_reserved
