"""The town itself: from an update to a delivered message, one step after another, in frozen time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import App, open_account, open_departments
from bot.gateways.aiogram_door import AiogramDoor
from bot.gateways.contract import Arrival
from bot.gateways.telegram_door import TelegramDoor
from bot.gateways.telegram_polling import fetch_batch, next_offset
from bot.pace import UNLIMITED, Limits
from bot.sandbox import Sandbox
from bot.work import Handle
from handlers import router, staff
from handlers.effects import Effects
from handlers.house import House
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.department_group import DepartmentGroup
from storage.staff import Department, Staff
from storage.store import Store
from tests.town.clock import StillClock
from tests.town.people import Group, Person

TOKEN = "100001:AAtownTownTownTownTownTownTownTownTown"
MOST_ROUNDS = 200
Door = Callable[[str, str], TelegramDoor]
"""A gateway for a token at an address."""


def _aiogram(token: str, url: str) -> TelegramDoor:
    return AiogramDoor(token, api_base=url)


class Town:
    """Everything a test needs: `customer`, `agent`, `manager`, `group`, `travel`, `settle`."""

    def __init__(self, sandbox: Sandbox, app: App, clock: StillClock) -> None:
        self.sandbox = sandbox
        self.world = sandbox.world
        self.app = app
        self.clock = clock
        self.store: Store = app.store
        self.house: House = app.house
        self._offset: int | None = None
        self._called: asyncio.Task[None] | None = None
        self._came = 0
        self._groups: dict[str, Group] = {}
        self._staff: list[Person] = []

    @classmethod
    async def open(
        cls,
        store: Store,
        house: House,
        clock: StillClock,
        handle: Handle = router.handle,
        limits: Limits = UNLIMITED,
        door: Door = _aiogram,
        called: bool = False,
    ) -> Town:
        """Start the local Bot API and everything but the loops. With `limits`, Telegram's are kept there.

        With `called` the door does not ask for updates: it is called with them.
        """
        sandbox = Sandbox(
            enforce_limits=limits is not UNLIMITED,
            slow_repeats=False,
            wall=clock.seconds,
            machine=clock.seconds,
        )
        await sandbox.start()
        gateway = door(TOKEN, sandbox.url)
        account = await open_account(store, await gateway.identify())
        house.bot_username = account.username
        await open_departments(store, house)
        app = App(store, gateway, house, account, clock=clock, limits=limits, handle=handle)
        town = cls(sandbox, app, clock)
        if called:
            town._called = asyncio.create_task(gateway.listen(town._accept))
        return town

    async def close(self) -> None:
        """Everything goes, connections first; the store is its maker's to close."""
        if self._called is not None:
            self._called.cancel()
            await asyncio.gather(self._called, return_exceptions=True)
        await self.app.gateway.close()
        await self.sandbox.stop()

    @property
    def now(self) -> datetime:
        """Business time."""
        return self.clock.now()

    async def customer(self, name: str = "Anna", language_code: str | None = "en", **about: Any) -> Person:
        """Somebody with an app in a language, who has not written yet."""
        return Person(self, name, self.world.account(name=name, language_code=language_code, **about))

    async def agent(
        self, name: str, *departments: str, language_code: str = "en", new: bool = False
    ) -> Person:
        """An agent of departments, who got in by invite links and sits in the groups.

        Unless `new`, they have written to enough customers not to be asked before each reply.
        """
        person = await self.customer(name, language_code)
        for department in departments or ("consulting",):
            await self._enter(person, "agent", department)
            await self.open_group(department)
            self.world.join(person.id, self._groups[department].id)
        if not new:
            async with self.store.begin() as session:
                newest = select(func.max(Staff.id)).scalar_subquery()
                practised = update(Staff).values(replies=self.house.rules.desk.confirm_replies)
                await session.execute(practised.where(Staff.id == newest))
        self._staff.append(person)
        await self.settle()
        return person

    async def manager(self, name: str = "Wang", language_code: str = "en") -> Person:
        """A manager, who got in by an invite link and sits in every group."""
        person = await self.customer(name, language_code)
        await self._enter(person, "manager", None)
        for group in self._groups.values():
            self.world.join(person.id, group.id)
        self._staff.append(person)
        await self.settle()
        return person

    async def _enter(self, person: Person, role: str, department: str | None) -> None:
        async with self.store.begin() as session:
            scene = Scene(session, self.now, self.house, Effects(self.now))
            token = await staff.invite(scene, role, department, None, self.now)
            await scene.effects.write(session)
        self.world.start(person.id, payload=f"i_{token}")
        await self.settle()

    def group(self, department: str) -> Group:
        """The group of a department that has one (`agent` makes it)."""
        return self._groups[department]

    async def open_group(self, department: str, *, forum: bool = True, further: bool = False) -> Group:
        """Make a department's group and bind it, if it has none yet (or a further one)."""
        if department in self._groups and not further:
            return self._groups[department]
        owner = self.world.account(name=f"Owner of {department}")
        group = Group(
            self, self.world.group(department, forum=forum, members=[owner, *[p.id for p in self._staff]])
        )
        self._groups.setdefault(department, group)
        if self._called is not None:
            # The bot hears of the group by itself, at a moment of its own: not while we write it down here.
            await self.receive()
        async with self.store.begin() as session:
            chat = await session.scalar(select(Chat).where(Chat.external_id == str(group.id)))
            if chat is None:
                chat = Chat(
                    account_id=self.app.account.id,
                    external_id=str(group.id),
                    kind="group",
                    title=department,
                    forum=forum,
                )
                session.add(chat)
                await session.flush()
            chat.forum = forum
            await _bind(session, department, chat)
        await self.settle()
        return group

    async def receive(self) -> int:
        """Poll once and accept, or wait until all has been delivered."""
        if self._called is not None:
            await self.sandbox.until(lambda: not self.world.pending())
            came, self._came = self._came, 0
            return came
        arrivals = await fetch_batch(self.app.gateway.call, self._offset, 0)
        if arrivals:
            await self.app.receiver.accept(arrivals)
            self._offset = next_offset(arrivals, self._offset)
        return len(arrivals)

    async def _accept(self, arrivals: Sequence[Arrival]) -> None:
        await self.app.receiver.accept(arrivals)
        self._came += len(arrivals)

    async def send(self) -> int:
        """Send what may be sent now, to the end."""
        sent = 0
        for _ in range(MOST_ROUNDS):
            claimed = await self.app.sender.cycle()
            sent += claimed
            if not claimed and self.app.sender.idle:
                return sent
            await self.app.sender.back()
        raise AssertionError("sending does not come to an end")

    async def settle(self) -> None:
        """Let everything happen that is due at this instant."""
        for _ in range(MOST_ROUNDS):
            done = await self.app.knowledge.look()
            done += await self.receive()
            done += await self.app.worker.once()
            done += await self.send()
            if not done:
                return
        raise AssertionError("the town does not come to rest")

    async def travel(self, **by: float) -> None:
        """Let time pass (days=, hours=, minutes=, seconds=), then do what has become due."""
        self.clock.move(timedelta(**by))
        for _ in range(MOST_ROUNDS):
            due = await self.app.ticker.tick()
            await self.settle()
            if not due:
                return
        raise AssertionError("the clock's duties do not come to an end")

    async def conversation(self, person: Person) -> Conversation:
        """The row of a person's private conversation."""
        async with self.store.read() as session:
            found = await session.scalar(
                select(Conversation)
                .join(Chat, Chat.id == Conversation.chat_id)
                .where(Chat.external_id == str(person.id))
            )
            assert found is not None
            return found


async def _bind(session: AsyncSession, department: str, chat: Chat) -> None:
    [found] = await session.scalars(select(Department.id).where(Department.key == department))
    session.add(DepartmentGroup(department_id=found, chat_id=chat.id))
