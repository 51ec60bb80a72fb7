"""The audit of the runs with kills: what it must let pass, and what it must never let pass."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from bot.sandbox import Sandbox
from tests.live.children import Nursery
from tests.live.place import TOKEN, Place
from tests.live.readback import Ledger, audit_chats


class Story:
    """A chat with one customer, told call by call."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(enforce_limits=False)
        self.bot = self.sandbox.state.bot_for(self.sandbox.world.bot(TOKEN))
        self.place = Place(cast("Nursery", None), self.sandbox, Path(), "")
        [self.anna] = self.place.people(1)
        self.marks: list[int] = []

    async def told(self, *said: int | str) -> list[str]:
        """The bot echoes these numbers; at "kill" a life ends. What the audit finds."""
        for _ in range(3):
            self.place.say(self.anna)
        for word in said:
            if word == "kill":
                self.marks.append(await self.place.calm())
            else:
                text = f"echo {self.place.said[self.anna][int(word)]}"
                await self.sandbox._bot_api._run(
                    self.bot, "sendMessage", {"chat_id": self.anna, "text": text}
                )
        ledger = Ledger()
        audit_chats(self.place, ledger, self.marks)
        return ledger.faults


@pytest.mark.parametrize(
    "said",
    [
        (0, 1, 2),
        (0, 1, "kill", 1, 2),
        (0, 1, "kill", 1, "kill", 1, 2),
        (0, "kill", 0, 1, "kill", 1, 2, "kill"),
    ],
)
async def test_one_repeat_for_a_death_may_be(said: tuple[int | str, ...]) -> None:
    """The life that follows cannot know whether the last message arrived."""
    assert await Story().told(*said) == []


@pytest.mark.parametrize(
    "said",
    [
        (0, 0, 1, 2),
        (0, 1, "kill", 1, 1, 2),
        (0, 1, "kill", 2, 2),
        (0, 1, "kill", 0, 1, 2),
        (0, "kill", 0, 1, 1, "kill", 2),
        (0, 2, 1),
        (0, 1, "kill"),
    ],
    ids=[
        "twice in one life",
        "two repeats for one death",
        "a repeat of what only this life said",
        "one from further back",
        "one death forgives one",
        "out of turn",
        "lost",
    ],
)
async def test_anything_else_is_found(said: tuple[int | str, ...]) -> None:
    """Waiting for the dead process's last requests hides none of it."""
    assert await Story().told(*said) != []
