"""Customers with habits: what they want, how they answer, how patient they are."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from storage.inbound import Sender
from tests.simulated.channel import Heard
from tests.simulated.office import Office

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

WANTS = {
    "complaint": (
        ("complaint: the lesson began half an hour late", "投诉：上课晚了半个小时"),
        ("complaint: I was charged twice", "投诉：被扣了两次钱"),
        ("complaint: nobody at the desk was friendly", "投诉：前台态度不好"),
        ("complaint: the room was cold all week", "投诉：教室一周都很冷"),
    ),
    "service": (
        ("repair: the projector does not work", "报修：投影仪坏了"),
        ("repair: the door is stuck", "报修：门打不开"),
    ),
    "suggestion": (("suggestion: open a little earlier", "建议：早一点开门"),),
    "inquiry": (("human", "人工"),),
}
SHARES = {"complaint": 50, "service": 15, "suggestion": 5, "inquiry": 30}
MATTERS = (
    ("Could my son change to the Thursday group?", "孩子可以换到周四的班吗？"),
    ("The invoice has the wrong name on it.", "发票上的名字写错了。"),
    ("Is there a place left in the chess group?", "围棋班还有位置吗？"),
)
NAVIGATION = {
    "forms.button.cancel",
    "forms.button.back",
    "forms.button.colleague",
    "forms.button.keep",
    "forms.button.share_phone",
}


@dataclass(frozen=True)
class Habits:
    """How likely a customer is to do something; what is left over is satisfied, and says so."""

    hurries: float = 0.12
    wants_head: float = 0.03
    withdraws: float = 0.04
    writes_again: float = 0.15
    silent: float = 0.12
    not_satisfied: float = 0.1
    so_so: float = 0.08
    missing_something: float = 0.12


class Customer:
    """Somebody who comes with one matter after another."""

    def __init__(self, office: Office, number: int, chance: random.Random, habits: Habits) -> None:
        self.language = "zh" if number % 2 else "en"
        self.who = Sender(id=str(100_000 + number), name=f"Customer {number}", language=self.language)
        self.matters = 0
        self.wrote = 0
        self.last_written = office.now
        self._office = office
        self._channel = office.channel
        self._chance = chance
        self._habits = habits
        self._tells: str | None = None
        """What to say once a person is there."""

    def comes(self, kind: str | None = None) -> None:
        """Turn up with something."""
        kind = kind or self._chance.choices(list(SHARES), list(SHARES.values()))[0]
        self.matters += 1
        self._say(*self._chance.choice(WANTS[kind]))
        if kind == "inquiry":
            self._later(0, lambda: self._say(*self._chance.choice(MATTERS)))
        self._grows_impatient()

    def reads(self, one: Heard) -> None:
        """Something came: answer it, now or later, or let it be."""
        can = {key for label in one.buttons for key in self._channel.means(label)}
        if any(key.startswith("forms.button.") for key in can):
            self._later(0, lambda: self._fills_in(one, can))
        elif "follow_ups.button.satisfied" in can:
            self._is_asked(one, "follow_ups.button.")
        elif "desk.button.yes" in can:
            self._is_asked(one, "desk.button.")
        elif "question.colleague" in can:
            self._later(0, lambda: self._press(one, "question.colleague"))
        elif one.copied and self._chance.random() < 0.3:
            self._later(
                self._chance.uniform(0.1, 5), lambda: self._say("Thanks, understood.", "好的，明白了。")
            )

    def _fills_in(self, one: Heard, can: set[str]) -> None:
        for key in ("forms.button.send", "forms.button.nothing", "forms.button.done", "forms.button.skip"):
            if key in can:
                self._press(one, key)
                return
        choices = [
            data
            for label, data in one.buttons.items()
            if not self._channel.means(label) & NAVIGATION and not data.startswith("go:")
        ]
        if choices:
            self._channel.presses(self.who, one, self._chance.choice(choices))
        elif any(word in one.text for word in ("number", "号码", "电话")):
            self._say("+8613812345678", "13812345678")
        else:
            self._say("Building 3, fourth floor, room 12", "3 号楼四层 12 室")

    def _is_asked(self, one: Heard, family: str) -> None:
        chance, habits = self._chance.random(), self._habits
        if chance < habits.silent:
            return
        bad = chance < habits.silent + habits.not_satisfied
        middling = chance < habits.silent + habits.not_satisfied + habits.so_so
        if family == "desk.button.":
            answer = "not_yet" if bad else "yes"
        else:
            answer = "not_satisfied" if bad else "so_so" if middling else "satisfied"
        hours = self._chance.uniform(0.1, 20)
        self._later(hours, lambda: self._press(one, family + answer))
        if answer in ("so_so", "not_satisfied") and self._chance.random() < 0.7:
            self._later(
                hours + 1,
                lambda: self._say("It took too long until somebody answered.", "等了太久才有人回。"),
            )

    def _grows_impatient(self) -> None:
        hours = self._chance.uniform(3, 30)
        chance, habits = self._chance.random(), self._habits
        for share, words in (
            (habits.hurries, ("please hurry", "催一下")),
            (habits.wants_head, ("the manager", "找领导")),
            (habits.withdraws, ("/withdraw", "/withdraw")),
            (habits.writes_again, ("Is there any news?", "有消息了吗？")),
        ):
            if chance < share:
                self._later(hours, partial(self._say, *words))
                if words[0] == "/withdraw":
                    self._later(hours, self._confirms)
                return
            chance -= share

    def _confirms(self) -> None:
        for one in reversed(list(self._channel.seen[self.who.id, None].values())):
            if self._channel.button(one, "pleas.button.sure"):
                self._press(one, "pleas.button.sure")
                return

    def _press(self, one: Heard, key: str) -> None:
        data = self._channel.button(one, key)
        if data is not None:
            self.wrote += 1
            self.last_written = self._office.now
            self._channel.presses(self.who, one, data)

    def _say(self, english: str, chinese: str) -> None:
        self.wrote += 1
        self.last_written = self._office.now
        self._channel.says(self.who, chinese if self.language == "zh" else english)

    def _later(self, hours: float, act: Callable[[], None]) -> None:
        self._office.later(HOUR * hours, act)
