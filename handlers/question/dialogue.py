"""What the bot remembers of a dialogue about questions: pieces, offers, and what did not help."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from storage.account import Conversation

FORGOTTEN_AFTER = timedelta(hours=12)
TOLD_JUST_NOW = timedelta(minutes=10)
OFFER_STANDS = timedelta(minutes=30)
MOST_MISSED = 5
_KEY = "asking"


class Dialogue(msgspec.Struct, omit_defaults=True):
    """The dialogue so far. Ids and codes, except for `pieces`, which live for seconds."""

    at: datetime | None = None
    pieces: list[str] = []
    person: int = 0
    opening: bool = False
    """The answer to the pieces begins with a hello."""
    offered: int | None = None
    """The question for which a colleague was offered last (0: a file without a question)."""
    shown: list[str] = []
    """Entries suggested last, in their order, for question `asked`."""
    asked: int = 0
    clarified: bool = False
    """We have asked back already since the last answer: once more, and a person is offered as well."""
    told: str = ""
    """The entry told last, at `told_at`."""
    told_at: datetime | None = None
    rating: int = 0
    """The question whose answer we asked about: did it help? Only the very next message can say."""
    unhelpful: list[str] = []
    missed: list[int] = []
    """Questions that failed in a row: all of them go to whoever is asked in the end."""
    album: str = ""
    files: list[str] = []
    """Messages with files that could be passed on."""
    v: int = 1

    def withdraw(self) -> bool:
        """Nothing is offered any more: the talk has gone on. Whether anything was."""
        stood = self.offered is not None or bool(self.shown)
        self.offered, self.shown = None, []
        return stood

    def miss(self, question_id: int) -> None:
        """This question failed as well."""
        self.missed = [*(one for one in self.missed if one != question_id), question_id][-MOST_MISSED:]

    def told_just_now(self, entry: str, now: datetime) -> bool:
        """Whether this very answer was given a moment ago, so that giving it again helps nobody."""
        return self.told == entry and self.told_at is not None and now - self.told_at < TOLD_JUST_NOW


def recall(conversation: Conversation, now: datetime) -> Dialogue:
    """The dialogue in a conversation; a new one when the last was long ago or cannot be read."""
    kept: dict[str, Any] = conversation.memory.get(_KEY) or {}
    try:
        dialogue = msgspec.convert(kept, Dialogue)
    except msgspec.ValidationError:
        return Dialogue()
    if dialogue.at is not None and now - dialogue.at > FORGOTTEN_AFTER:
        return Dialogue(pieces=dialogue.pieces, person=dialogue.person, opening=dialogue.opening)
    if dialogue.at is not None and now - dialogue.at > OFFER_STANDS:
        # A yes so much later is a yes to something else.
        dialogue.withdraw()
    return dialogue


def remember(conversation: Conversation, dialogue: Dialogue, now: datetime) -> None:
    """Keep the dialogue with its conversation."""
    dialogue.at = now
    conversation.memory = {**conversation.memory, _KEY: msgspec.to_builtins(dialogue)}
