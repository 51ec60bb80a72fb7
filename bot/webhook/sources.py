"""From which addresses deliveries are taken, also behind reverse proxies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

TELEGRAM = ("149.154.160.0/20", "91.108.4.0/22")
"""Telegram's documented ranges for deliveries."""

Address = IPv4Address | IPv6Address


class Sources:
    """Who may deliver. Without ranges everybody may; the secret is asked for anyway."""

    def __init__(self, allowed: Iterable[str] = (), proxies: Iterable[str] = ()) -> None:
        self._allowed = _networks(allowed)
        self._proxies = _networks(proxies)

    def allow(self, remote: str | None, forwarded: Sequence[str] = ()) -> bool:
        """Whether the sender may deliver: `remote` is who connected, `forwarded` what proxies say."""
        if not self._allowed:
            return True
        sender = self.sender(remote, forwarded)
        return sender is not None and _within(sender, self._allowed)

    def sender(self, remote: str | None, forwarded: Sequence[str] = ()) -> Address | None:
        """The address of the sender: the last one that is no proxy of ours. None if nobody can say.

        The list is read from its end, for only what our own proxies added can be believed.
        """
        here = _address(remote or "")
        listed = [part.strip() for line in forwarded for part in line.split(",") if part.strip()]
        while here is not None and listed and _within(here, self._proxies):
            here = _address(listed.pop())
        return here


def _networks(ranges: Iterable[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    named = [part for one in ranges for part in (TELEGRAM if one == "telegram" else (one,))]
    return tuple(ip_network(one) for one in named)


def _address(text: str) -> Address | None:
    if text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.strip("[]"))
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _within(address: Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)
