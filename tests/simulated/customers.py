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
ABOUT_WORK = {
    "work.button.accept",
    "work.button.talk",
    "work.button.there_in_time",
    "work.button.another_time",
}
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
    declines: float = 0.12
    other_time: float = 0.15
    thanks: float = 0.4
    vanishes: float = 0.01
    """How often somebody blocks the bot in the middle of a matter and is not heard of again."""


class Customer:
    """Somebody who comes with one matter after another."""

    def __init__(self, office: Office, number: int, chance: random.Random, habits: Habits) -> None:
        self.language = "zh" if number % 2 else "en"
        self.who = Sender(id=str(100_000 + number), name=f"Customer {number}", language=self.language)
        self.matters = 0
        self.wrote = 0
        self._office = office
        self._channel = office.channel
        self._chance = chance
        self._habits = habits

    @property
    def gone(self) -> bool:
        """Whether they have blocked the bot."""
        return self.who.id in self._channel.gone

    def comes(self, kind: str | None = None) -> None:
        """Turn up with something."""
        if self.gone:
            return
        kind = kind or self._chance.choices(list(SHARES), list(SHARES.values()))[0]
        self.matters += 1
        self._say(*self._chance.choice(WANTS[kind]))
        if kind == "inquiry":
            self._later(0, lambda: self._say(*self._chance.choice(MATTERS)))
        self._grows_impatient()
        if self._chance.random() < self._habits.vanishes:
            self._later(self._chance.uniform(1, 60), lambda: self._channel.gone.add(self.who.id))

    def reads(self, one: Heard) -> None:
        """Something came: answer it, now or later, or let it be."""
        can = {key for label in one.buttons for key in self._channel.means(label)}
        if any(key.startswith("forms.button.") for key in can):
            self._later(0, lambda: self._fills_in(one, can))
        elif "follow_ups.button.satisfied" in can:
            self._is_asked(one, "follow_ups.button.")
        elif "desk.button.yes" in can:
            self._is_asked(one, "desk.button.")
        elif can & ABOUT_WORK:
            self._later(self._slow(), lambda: self._about_work(one, can))
        elif "decisions.button.thanks" in can:
            if self._chance.random() < self._habits.thanks:
                self._later(self._slow(), lambda: self._press(one, "decisions.button.thanks"))
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
            self._tap(one, self._chance.choice(choices))
        elif any(word in one.text for word in ("number", "号码", "电话")):
            self._say("+8613812345678", "13812345678")
        else:
            self._say("Building 3, fourth floor, room 12", "3 号楼四层 12 室")

    def _slow(self) -> float:
        """After how many hours somebody decides who has to: some need days, and one in thirty needs weeks."""
        silent = self._chance.random() < self._habits.silent
        return self._chance.uniform(48, 320) if silent else self._chance.uniform(0.1, 12)

    def _about_work(self, one: Heard, can: set[str]) -> None:
        """A question of the repair: whether, when, and whether somebody came."""
        chance, habits = self._chance.random(), self._habits
        if "work.button.accept" in can:
            self._press(one, f"work.button.{'decline' if chance < habits.declines else 'accept'}")
        elif "work.button.talk" in can:
            self._press(one, f"work.button.{'close' if chance < 0.3 else 'talk'}")
        elif "work.button.there_in_time" in can:
            answers = ("there_in_time", "there_late", "not_there")
            self._press(one, f"work.button.{self._chance.choices(answers, (6, 2, 2))[0]}")
        elif times := [data for label, data in one.buttons.items() if not self._channel.means(label)]:
            if chance < habits.other_time:
                self._press(one, "work.button.another_time")
            else:
                self._tap(one, self._chance.choice(times))
        elif chance < habits.other_time / 10:
            # Reminded of a visit, or told that it is later: few would rather have another time.
            self._press(one, "work.button.another_time")

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
            self._tap(one, data)

    def _tap(self, one: Heard, data: str) -> None:
        if self.gone:
            return
        self.wrote += 1
        self._channel.presses(self.who, one, data)

    def _say(self, english: str, chinese: str) -> None:
        if self.gone:
            return
        self.wrote += 1
        self._channel.says(self.who, chinese if self.language == "zh" else english)

    def _later(self, hours: float, act: Callable[[], None]) -> None:
        self._office.later(HOUR * hours, act)
