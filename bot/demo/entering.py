"""How the demo's staff get in, as they would anywhere: by one-time invitations, and groups by /department."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Select, func, select

from bot.demo.cast import Cast
from bot.sandbox import Sandbox
from bot.sandbox.state import State
from handlers.house import House
from handlers.scene import Scene
from handlers.staff.invites import PREFIX, invite
from storage.department_group import DepartmentGroup
from storage.staff import Department, Invite, StaffRole
from storage.store import Store

WAIT_SECONDS = 30.0


class Entering:
    """Brings a cast into a running business, step by step, each one handled before the next."""

    def __init__(
        self, sandbox: Sandbox, store: Store, house: House, cast: Cast, now: Callable[[], datetime]
    ) -> None:
        self._sandbox = sandbox
        self._store = store
        self._house = house
        self._cast = cast
        self._now = now

    async def everybody(self) -> None:
        """The bot into its groups, the manager who binds them, agents; at last the customers say hello."""
        for group in self._cast.groups.values():
            await self._bring(group)
        await self._invite(self._cast.manager, StaffRole.manager, None)
        for key, group in self._cast.groups.items():
            await self._bind(group, key)
        for agent, departments in self._cast.agents.items():
            for key in departments:
                await self._invite(agent, StaffRole.agent, key)
        for customer in self._cast.customers:
            await self._greet(customer)

    async def _invite(self, user: int, role: StaffRole, department: str | None) -> None:
        async with self._store.begin() as session:
            scene = Scene(session, self._now(), self._house)
            token = await invite(scene, role, department, None, self._now())
            await session.flush()
            await scene.effects.write(session)
        self._sandbox.world.start(user, payload=PREFIX + token)
        await self._until(select(func.count()).where(Invite.used_at.is_(None)), 0)

    async def _bind(self, group: int, department: str) -> None:
        self._sandbox.world.send(self._cast.manager, group, f"/department {department}")
        bound = select(func.count(DepartmentGroup.id)).join(
            Department, Department.id == DepartmentGroup.department_id
        )
        await self._until(bound.where(Department.key == department), 1)

    async def _bring(self, group: int) -> None:
        """Make the bot an administrator; the group hears from it before anything else happens there."""
        self._sandbox.world.promote(self._cast.bot, group, by=self._cast.manager)
        await self._sandbox.until(partial(self._spoke, group, 0), WAIT_SECONDS)

    async def _greet(self, user: int) -> None:
        said = self._sandbox.world.start(user)
        await self._sandbox.until(partial(self._spoke, user, said), WAIT_SECONDS)

    def _spoke(self, chat: int, after: int) -> bool:
        heard = self._sandbox.world.messages(chat)
        return any(
            "text" in each and each["from"]["id"] == self._cast.bot and each["message_id"] > after
            for each in heard
        )

    async def _until(self, count: Select[Any], wanted: int) -> None:
        """Look at the rows again after whatever the bot says: it speaks once they are committed."""
        state = self._sandbox.state
        heard = state.call_number
        while await self._number(count) != wanted:
            await self._sandbox.until(partial(_more_than, state, heard), WAIT_SECONDS)
            heard = state.call_number

    async def _number(self, count: Select[Any]) -> int | None:
        async with self._store.read() as session:
            found: int | None = await session.scalar(count)
            return found


def _more_than(state: State, heard: int) -> bool:
    return state.call_number > heard
