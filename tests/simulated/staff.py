"""Agents and a manager with habits: who is quick, who is late, who is away, who forgets."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from storage.case import WAITING_FOR_US, CaseKind, CaseState
from storage.inbound import Sender
from tests.simulated.channel import Heard
from tests.simulated.matters import Matter, Place, matters_of
from tests.simulated.office import Office
from tests.simulated.works import Works

CARRIED_OUT = 0.5
"""So many of the suggestions that are settled are carried out weeks later, if they were accepted."""
AT_ONCE = 3
"""So many at most press the same button of a matter that nobody has."""
DECIDING = ("decisions.verdict.", "decisions.reason.")


@dataclass(frozen=True)
class Manner:
    """How an agent works. `share` of what could be done in a step is done in it."""

    share: float = 0.8
    forgets: float = 0.03
    """How often a matter is answered and then left lying, until somebody reminds them."""
    absent: float = 0.05
    """How likely a working day is a day off, told with /off in the morning."""
    breaks: float = 0.0
    """How likely a pause of half an hour is in any hour."""
    grabs: float = 1.0
    """How readily they take what lies in the group; what is offered to them alone they take all the same."""
    days_until_done: float = 1.0
    """How long a matter takes after the first answer, on average."""


@dataclass
class Agent:
    """An agent of some departments."""

    who: Sender
    departments: tuple[str, ...]
    manner: Manner = Manner()
    away_on: set[date] = field(default_factory=set)
    away_until: datetime | None = None
    left: bool = False
    replies: int = 0
    most_open: int = 0
    first_replies: list[timedelta] = field(default_factory=list)


class Desks:
    """All agents, the manager, and what they see."""

    def __init__(
        self, office: Office, chance: random.Random, groups: dict[str, str], manager: Sender
    ) -> None:
        self.office = office
        self.chance = chance
        self.groups = groups
        self.manager = manager
        self.agents: list[Agent] = []
        self._leader = Agent(manager, ())
        self.matters: list[Matter] = []
        self.works = Works(office, chance)
        self._unread: set[Place] = set()
        """Topics with words of the customer's that nobody has answered."""
        self._done_at: dict[int, datetime] = {}
        self._forgotten: set[Place] = set()
        self._deciding: dict[Place, Sender] = {}
        self._asked: dict[Place, list[Heard]] = defaultdict(list)
        """Questions of the bot's that stand in a topic, or in an agent's private chat."""
        self._begun: set[date] = set()
        self._grabbed: Counter[int] = Counter()
        self.acts: Counter[str] = Counter()

    def reads(self, one: Heard) -> None:
        """Something came into a group, or to a member of staff in private."""
        place = (one.chat, one.thread)
        channel = self.office.channel
        keys = {key for label in one.buttons for key in channel.means(label)}
        if one.copied and one.thread is not None:
            self._unread.add(place)
        if "follow_ups.call.satisfied" in keys or any(key.startswith("promises.reason") for key in keys):
            self._asked[place].append(one)
        if "major.button.mine" in keys and one.chat == self.manager.id:
            self.office.later(
                timedelta(minutes=20), lambda: self._press(self.manager, one, "major.button.mine")
            )
        if "duty.button.take" in keys:
            agent = next((agent for agent in self.agents if agent.who.id == one.chat), None)
            if agent is not None and self._there(agent):
                refuses = self.chance.random() < 0.1
                key = "duty.button.not_me" if refuses else "duty.button.take"
                minutes = self.chance.uniform(1, 9)
                self.office.later(timedelta(minutes=minutes), lambda: self._press(agent.who, one, key))
        if one.thread is not None and not one.copied and not one.buttons and self.chance.random() < 0.7:
            # Any word of the bot's in a topic reminds whoever left it lying.
            self._forgotten.discard(place)
        if one.thread is not None and any(key.startswith(DECIDING) for key in keys):
            self._decides(one)

    def _decides(self, one: Heard) -> None:
        """First the verdict, then the words: whoever asked for the buttons chooses."""
        agent = self._deciding.get((one.chat, one.thread))
        choices = [
            data
            for label, data in one.buttons.items()
            if any(key.startswith(DECIDING) for key in self.office.channel.means(label))
        ]
        if agent is not None:
            chosen = self.chance.choice(choices)
            self.acts["decided"] += 1
            self.office.later(timedelta(minutes=1), lambda: self._tap(agent, one, chosen))

    def _tap(self, who: Sender, one: Heard, data: str) -> None:
        group = one.chat if one.chat.startswith("-") else None
        self.office.channel.presses(who, one, data, group=group)

    async def look(self) -> None:
        """Everybody looks up which matters there are, whose they are, and how the work on them stands."""
        self.matters = await matters_of(self.office.store)
        loads = Counter(one.owner for one in self.matters if one.state in WAITING_FOR_US)
        for agent in self.agents:
            agent.most_open = max(agent.most_open, loads[agent.who.id])

    async def work(self, hours: dict[str, bool]) -> None:
        """One step of work for everybody who is there; `hours` tells which departments are open."""
        self._mornings(hours)
        self._grabbed.clear()
        await self.look()
        self._lead()
        for agent in self.agents:
            if not any(hours[key] for key in agent.departments) or not self._there(agent):
                continue
            if self.chance.random() < agent.manner.breaks:
                self._pause(agent)
                continue
            self._work(agent)

    def _mornings(self, hours: dict[str, bool]) -> None:
        today = self.office.local.date()
        if today in self._begun or not any(hours.values()):
            return
        self._begun.add(today)
        for agent in self.agents:
            if not agent.left and self.chance.random() < agent.manner.absent:
                agent.away_on.add(today)
                self.office.channel.says(agent.who, "/off 12 h")
                self.acts["absent"] += 1

    def _there(self, agent: Agent) -> bool:
        if agent.left or self.office.local.date() in agent.away_on:
            return False
        return agent.away_until is None or agent.away_until <= self.office.now

    def _lead(self) -> None:
        """The manager goes on with what fell to them when somebody left."""
        if 9 <= self.office.local.hour < 18:
            for matter in self.matters:
                if matter.owner == self.manager.id:
                    self._go_on(self._leader, matter)

    def _pause(self, agent: Agent) -> None:
        agent.away_until = self.office.now + timedelta(minutes=30)
        self.office.channel.says(agent.who, "/off 30")
        self.acts["break"] += 1

    def _work(self, agent: Agent) -> None:
        rooms = {self.groups[key] for key in agent.departments}
        for matter in self.matters:
            if matter.place[0] not in rooms or self.chance.random() > agent.manner.share:
                continue
            if matter.owner is None and matter.state in WAITING_FOR_US:
                if self.chance.random() < agent.manner.grabs and self._still_free(matter):
                    self._card(agent, matter, "desk.button.take")
            elif matter.owner == agent.who.id:
                self._go_on(agent, matter)
            elif matter.state is CaseState.resolved:
                self._ring(agent, matter)

    def _still_free(self, matter: Matter) -> bool:
        """A few press at the same moment; the others see by then who has it."""
        self._grabbed[matter.id] += 1
        return self._grabbed[matter.id] <= AT_ONCE

    def _go_on(self, agent: Agent, matter: Matter) -> None:
        if matter.state not in WAITING_FOR_US and matter.work is not None:
            did = self.works.bill(matter.id, matter.work, lambda words: self._say(agent, matter, words))
            if did:
                self.acts[f"work {did}"] += 1
        if matter.state is CaseState.resolved:
            self._ring(agent, matter)
        elif matter.state is CaseState.closed:
            return
        elif not matter.answered or matter.place in self._unread:
            self._unread.discard(matter.place)
            agent.replies += 1
            self._say(agent, matter, "We are looking into it and will tell you what we find.")
            if self.chance.random() < agent.manner.forgets:
                self._forgotten.add(matter.place)
            days = self.chance.expovariate(1 / agent.manner.days_until_done)
            self._done_at[matter.id] = self.office.now + timedelta(days=min(days, 12))
        elif reasons := self._asked.pop(matter.place, []):
            self._answer_question(agent, reasons[-1])
        elif matter.place in self._forgotten:
            return
        elif matter.kind is CaseKind.service_request:
            self._walk(agent, matter)
        elif self._done_at.get(matter.id, self.office.now) > self.office.now:
            return
        elif matter.kind is CaseKind.suggestion and not matter.decided:
            if self._deciding.get(matter.place) != agent.who:
                self._deciding[matter.place] = agent.who
                self._card(agent, matter, "decisions.button.ask")
        else:
            self._say(agent, matter, "It is settled now. Thank you for your patience.")
            self._card(agent, matter, "desk.button.resolve")
            if matter.kind is CaseKind.suggestion and self.chance.random() < CARRIED_OUT:
                days = timedelta(days=self.chance.uniform(2, 15))
                self.office.later(days, lambda: self._say(agent, matter, "/decide done"))

    def _walk(self, agent: Agent, matter: Matter) -> None:
        """The next step of the work; where the customer's word does not come, the matter is let rest."""
        did = self.works.step(matter.id, matter.work, lambda words: self._say(agent, matter, words))
        if did:
            self.acts[f"work {did}"] += 1
        if did == "give_up":
            self._say(
                agent, matter, "We have not heard from you and let this rest. Just write if you want it."
            )
            self._card(agent, matter, "desk.button.resolve")

    def _ring(self, agent: Agent, matter: Matter) -> None:
        calls = [
            one for one in self._asked.pop(matter.place, []) if self._can(one, "follow_ups.call.satisfied")
        ]
        if calls:
            result = self.chance.choice(("satisfied", "nobody", "not_satisfied"))
            self._press(agent.who, calls[-1], f"follow_ups.call.{result}")
            self.acts[f"called {result}"] += 1

    def _answer_question(self, agent: Agent, one: Heard) -> None:
        key = next(iter(sorted(key for label in one.buttons for key in self.office.channel.means(label))), "")
        if key:
            self._press(agent.who, one, key)

    def _can(self, one: Heard, key: str) -> bool:
        return self.office.channel.button(one, key) is not None

    def _card(self, agent: Agent, matter: Matter, key: str) -> None:
        for one in reversed(list(self.office.channel.seen[matter.place].values())):
            if self._can(one, key):
                self._press(agent.who, one, key)
                return

    def _press(self, who: Sender, one: Heard, key: str) -> None:
        data = self.office.channel.button(one, key)
        if data is not None:
            self.acts[key] += 1
            self._tap(who, one, data)

    def _say(self, agent: Agent, matter: Matter, text: str) -> None:
        group, thread = matter.place
        self.acts["reply"] += 1
        self.office.channel.says(agent.who, text, group=group, thread=thread)

    def dismiss(self, agent: Agent) -> None:
        """The manager ends an agent's rights; whoever is chosen goes on."""
        agent.left = True
        channel = self.office.channel
        channel.says(self.manager, "/dismiss")
        self.office.later(timedelta(minutes=5), lambda: self._choose(agent.who.name))

    def _choose(self, name: str) -> None:
        channel = self.office.channel
        for one in reversed(list(channel.seen[self.manager.id, None].values())):
            found = next((data for label, data in one.buttons.items() if name in label), None)
            if found is not None:
                channel.presses(self.manager, one, found)
                self.office.later(timedelta(minutes=5), self._confirm)
                return
        raise AssertionError(f"nobody can dismiss {name}")

    def _confirm(self) -> None:
        channel = self.office.channel
        for one in reversed(list(channel.seen[self.manager.id, None].values())):
            if self._can(one, "staff.dismiss.confirm"):
                heirs = [data for label, data in one.buttons.items() if not channel.means(label)]
                channel.presses(
                    self.manager, one, heirs[0] if heirs else one.buttons[next(iter(one.buttons))]
                )
                return
        raise AssertionError("the manager is not asked whether they are sure")
