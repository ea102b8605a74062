"""Which addresses may be spoken to: names are resolved once, checked, and the checked address is the one that is connected to."""

import ipaddress
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address

from tierline_sdk.errors import Unavailable
from tierline_sdk.vendors import VendorRefused

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def checked_addresses(host: str, port: int, *, allow_private: bool) -> Sequence[str]:
    """
    Resolve *host* and refuse it when any of its addresses is not a public one.

    Raises:
        Unavailable: The name does not resolve now.
        VendorRefused: It resolves into a private, local or reserved network.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"The name {host} does not resolve: {error}.", host=host) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and any(not is_public(address) for address in addresses):
        raise VendorRefused(f"{host} leads into a private or reserved network: use a public address, or ask the operator to allow private ones.", host=host)
    return addresses


def is_public(address: str) -> bool:
    """Tell whether *address* is global unicast, and the address carried inside it too, if it carries one."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved and all(is_public(str(inner)) for inner in _carried(parsed))


def _carried(address: IPv4Address | IPv6Address) -> Sequence[IPv4Address]:
    """List the IPv4 addresses that an IPv6 address stands for: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return []
    nat64 = IPv4Address(int(address) & 0xFFFF_FFFF) if address in NAT64 else None
    return [inner for inner in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()), nat64) if inner is not None]
