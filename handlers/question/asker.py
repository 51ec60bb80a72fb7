"""The one who asks: where and how we answer them, whether they just wrote or the clock calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from handlers.question.dialogue import Dialogue, recall, remember
from handlers.scene import Scene
from handlers.texts import split_text
from handlers.turn import Turn
from handlers.welcome.greeting import hello
from storage.account import Conversation
from storage.outbound import Button, Buttons, SendText
from storage.person import Person
from storage.question import Question


@dataclass(slots=True)
class Asker:
    """A person in a conversation, the dialogue with them, and words to begin the next message with."""

    scene: Scene
    conversation: Conversation
    person: Person
    dialogue: Dialogue
    openings: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, turn: Turn) -> Asker:
        """The sender of a turn, greeted in the same breath if it is their first message."""
        asker = cls(turn, turn.conversation, turn.person, recall(turn.conversation, turn.now))
        if turn.first_contact:
            asker.openings.append(hello(turn, turn.person))
        return asker

    def words(self, key: str, **values: object) -> str:
        """A text in their language."""
        return self.scene.say(self.person.language, key, **values)

    def choice(self, label_key: str, kind: str, **args: Any) -> Button:
        """A button for them alone that works once."""
        return self.named(self.words(label_key), kind, **args)

    def named(self, label: str, kind: str, **args: Any) -> Button:
        """The same, with a label that is no text of ours."""
        return self.scene.button(label, kind, f"person:{self.person.id}", once=True, **args)

    async def speak(self, text: str, buttons: Buttons = ()) -> None:
        """Say something, in several messages if it is long; the buttons come with the last."""
        whole = "\n\n".join([*self.openings, text])
        self.openings.clear()
        *first, last = split_text(whole)
        for part in first:
            await self.scene.owe_chat(self.conversation, SendText(part))
        await self.scene.owe_chat(self.conversation, SendText(last, buttons))

    async def question(self, question_id: int) -> Question | None:
        """A question of their own, if it is still kept."""
        question = await self.scene.session.get(Question, question_id)
        return question if question is not None and question.person_id == self.person.id else None

    def save(self) -> None:
        """Keep the dialogue."""
        remember(self.conversation, self.dialogue, self.scene.now)
