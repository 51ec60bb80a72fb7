"""What every gateway can do, whatever library or channel is behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from storage.inbound import Inbound
from storage.outbound import Outbound, Sent


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update as it came: its id, the digest of its raw content, and what it says.

    `inbound` is None when it could not be understood; then `raw` is kept for a person to look at.
    """

    update: int | None
    digest: str
    inbound: Inbound | None
    raw: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are on this channel."""

    channel: str
    external_id: str
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class ChatReport:
    """What a group lets us do."""

    exists: bool
    title: str = ""
    forum: bool = False
    admin: bool = False
    missing_rights: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


Accept = Callable[[Sequence[Arrival]], Awaitable[None]]


class Gateway(Protocol):
    """A door to one account of one channel."""

    async def identify(self) -> Identity:
        """Who we are. Raises Unauthorised when the token is not (or no longer) good."""
        ...

    async def listen(self, accept: Accept) -> None:
        """Push batches of arrivals until cancelled. A batch is confirmed only after `accept` returned."""
        ...

    async def send(self, outbound: Outbound) -> Sent:
        """Perform one operation. Raises a DeliveryError of `bot.gateways.errors` if it did not work."""
        ...

    async def fetch(self, file_id: str) -> bytes:
        """The content of a file somebody sent (up to 20 MB)."""
        ...

    async def inspect(self, chat: str) -> ChatReport:
        """What a chat is and what we may do there."""
        ...

    async def call(self, method: str, **parameters: Any) -> Any:
        """Any other request of the channel, as its documentation names it (profile, webhook)."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...
