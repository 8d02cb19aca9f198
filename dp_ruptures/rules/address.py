"""Where a visitor comes from, and how much of it may be kept.

X-Forwarded-For is whatever the visitor writes, except for what a proxy of ours appended:
it is read from the right, and only as far as the proxies we know.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
UNKNOWN = "inconnue"
LOOPBACK = "127.0.0.1"
# One subscriber holds a whole IPv6 prefix: counting single addresses would count nothing.
SUBSCRIBER_BITS = 56
# What uvicorn believes without being asked, and Streamlit leaves no way to unset.
_UVICORN_TRUSTS = frozenset({"127.0.0.1", "::1"})

# What is kept of this machine's own addresses: ::1, 127.0.0.1.
_LOCAL = frozenset({"::/48", "127.0.0.x"})


def read_networks(text: str) -> tuple[Network, ...]:
    """The networks of a comma-separated CIDR list. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def client_address(shown: str | None, forwarded: str | None, trusted: Sequence[Network]) -> str:
    """The visitor's address: the peer, or the rightmost forwarded one that is no proxy of ours.

    `shown` is the peer as the server tells it, None for this machine; uvicorn may already
    have replaced a local peer by what X-Forwarded-For claims, which is undone first.
    """
    hops = [hop.strip() for hop in (forwarded or "").split(",") if hop.strip()]
    address = _peer(shown, hops)
    while hops and _is_in(address, trusted):
        address = _bare(hops.pop())
    return str(_parsed(address) or UNKNOWN)


def subscriber(address: str) -> str:
    """What tries are counted by: an IPv4 address, an IPv6 /56."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((int(parsed), SUBSCRIBER_BITS), strict=False))
    return address


def truncated(address: str) -> str:
    """What a session keeps: `81.23.45.x`, `2001:db8:1::/48`; recognisable, not a person."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((int(parsed), 48), strict=False))
    return f"{address.rpartition('.')[0]}.x" if parsed else UNKNOWN


def in_words(network: str) -> str:
    """What `truncated` kept, in words: `::/48` names nothing that a person knows."""
    return "réseau local" if network in _LOCAL else f"réseau {network}"


def _peer(shown: str | None, hops: list[str]) -> str:
    if not shown:
        return LOOPBACK
    outside = [_bare(hop) for hop in reversed(hops) if _bare(hop) not in _UVICORN_TRUSTS]
    picked = outside[0] if outside else (_bare(hops[0]) if hops else None)
    return LOOPBACK if shown == picked else shown


def _bare(hop: str) -> str:
    """An address without the port that some proxies add."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed
