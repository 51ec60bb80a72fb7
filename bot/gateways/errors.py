"""What may go wrong with a channel. Callers decide by type, never by the channel's words.

GatewayError
├── Unauthorised            the token is not good (any more)
├── Conflict                somebody else is reading this account's updates
├── Unreachable             the channel cannot be reached now; try again
└── DeliveryError
    ├── Deferred            not sent; try again at `after` seconds (429, outage)
    ├── Undeliverable       can never arrive in this chat; `reason` says why
    ├── TopicGone           the topic was deleted; the chat is fine
    ├── ChatMoved           the chat has a new id
    ├── Uncertain           it may or may not have arrived
    └── Refused             the channel refuses this request: a mistake of ours
"""

from __future__ import annotations


class GatewayError(Exception):
    """Anything a channel does to us."""


class Unauthorised(GatewayError):
    """The token is wrong, revoked, or the bot was deleted."""


class Conflict(GatewayError):
    """Another process (or a webhook) is reading this account's updates."""


class Unreachable(GatewayError):
    """No connection, or the channel answers that it is down."""


class DeliveryError(GatewayError):
    """One operation did not work."""


class Deferred(DeliveryError):
    """Not now. `after` is in seconds; `whole_account` when not only this chat must wait."""

    def __init__(self, after: float, *, asked: bool = False) -> None:
        super().__init__(f"after {after:g} s")
        self.after = after
        self.asked = asked
        """The channel itself asked for it (429), as against an outage."""


class Undeliverable(DeliveryError):
    """Never. Reasons: blocked, deactivated, kicked, no_chat, no_rights, message_gone, too_old, too_long,
    topic_closed, quote (the words quoted are not in that message), voice_forbidden …
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def ends_chat(self) -> bool:
        """Whether nothing else can reach this chat either."""
        return self.reason in {"blocked", "deactivated", "kicked", "no_chat", "never_wrote"}


class TopicGone(DeliveryError):
    """The topic does not exist any more."""


class ChatMoved(DeliveryError):
    """The group became a supergroup; `to` is its new id."""

    def __init__(self, to: str) -> None:
        super().__init__("moved")
        self.to = to


class Uncertain(DeliveryError):
    """The request went out and no answer came back."""


class Refused(DeliveryError):
    """The channel finds the request wrong. `words` are its own, for the log."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words
