"""The composition root: which parts there are and who knows whom. Read this first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.bell import Bell
from bot.clock.clocks import Clock
from bot.clock.tick import Ticker
from bot.gateways.contract import Accept, Arrival, Gateway, Identity
from bot.held import AHEAD_SECONDS
from bot.knowledge_following import KnowledgeFollower
from bot.leases import Leases
from bot.metrics.tally import Tally
from bot.pace import Limits, Pace
from bot.patience import patiently
from bot.receive import Receiver
from bot.send import FLUSH_SECONDS, Sender
from bot.turns import app_language
from bot.voice.listening import VoiceListener
from bot.voice.transcriber import Transcriber
from bot.wakeups import Wakeups
from bot.work import GROUP, GROUP_WITH_ENCODER, Handle, Worker
from handlers import delivery, router, staff
from handlers.effects import Effects
from handlers.house import House
from handlers.scene import Scene
from storage.account import Account
from storage.conflicts import insert_new
from storage.inbound import decode_inbound
from storage.inbox import ParkedUpdate
from storage.staff import Department
from storage.store import Store

log = structlog.get_logger("app")

RECEIVE_STOP_SECONDS = 2.0
WORK_STOP_SECONDS = 2.0
SEND_STOP_SECONDS = FLUSH_SECONDS + 2.0
"""Together eight seconds at the very worst: whoever told us to stop waits for ten."""

Listen = Callable[[Accept], Awaitable[None]]
"""Have updates accepted until cancelled."""


class App:
    """One business on one account: the five stations and what connects them."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        house: House,
        account: Account,
        *,
        clock: Clock,
        limits: Limits | None = None,
        handle: Handle = router.handle,
        transcriber: Transcriber | None = None,
        listen: Listen | None = None,
        tally: Tally | None = None,
    ) -> None:
        self.store = store
        self.gateway = gateway
        self.listen = listen or gateway.listen
        self.tally = tally or Tally()
        self.house = house
        self.account = account
        self.sending = f"send:{account.id}"
        """The duty of sending: a bot's limits are one bucket."""
        self.clock = clock
        self._alerted = False
        self.arrived = Bell()
        self.owed = Bell()
        self.pace = Pace(limits or Limits())
        self.leases = Leases(store, clock.machine)
        self.wakeups = Wakeups(store, {"arrived": self.arrived, "owed": self.owed})
        self.knowledge = KnowledgeFollower(store, house, now=clock.now)
        self.receiver = Receiver(
            store, account.id, machine=clock.machine, alert=self._alert, accepted=self._accepted
        )
        self.worker = Worker(
            store,
            house,
            handle,
            now=clock.now,
            machine=clock.machine,
            parked=self._parked,
            owed=self.owed.ring,
            # What waits for an encoder holds up the loop, and with SQLite all writing: leases must last.
            group=GROUP if house.faq.encoder is None else GROUP_WITH_ENCODER,
            tally=self.tally,
        )
        self.sender = Sender(
            store,
            gateway,
            account.id,
            house,
            self.pace,
            now=clock.now,
            machine=clock.machine,
            ahead=AHEAD_SECONDS,
            moved=self.receiver.forget,
            tally=self.tally,
            may=lambda: self.leases.sure(self.sending),
        )
        house.hears = transcriber is not None
        self.voices = (
            VoiceListener(
                store,
                gateway,
                house,
                account.id,
                transcriber,
                now=clock.now,
                machine=clock.machine,
                owed=self.owed.ring,
            )
            if transcriber is not None
            else None
        )
        self.ticker = Ticker(
            store, house, router.DUTIES, now=clock.now, machine=clock.machine, owed=self.owed.ring
        )

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Take what a channel delivered; returns when it is committed."""
        began = time.perf_counter()
        await self.receiver.accept(arrivals)
        self.tally.received(len(arrivals), time.perf_counter() - began)

    def _accepted(self) -> None:
        """What arrived is committed, and with it what staff may have to be told."""
        self.arrived.ring()
        if self._alerted:
            self._alerted = False
            self.owed.ring()

    async def _alert(self, session: AsyncSession, parked_id: int, reason: str) -> None:
        """Tell staff that an update could not even be read."""
        self.tally.parked(reason)
        scene = Scene(session, self.clock.now(), self.house)
        await staff.alert_parked(scene, parked_id, reason)
        await session.flush()
        await scene.effects.write(session)
        self._alerted = True

    async def _parked(self, session: AsyncSession, parked: ParkedUpdate, effects: Effects) -> None:
        """Tell the person and the staff that a message was set aside."""
        scene = Scene(session, self.clock.now(), self.house, effects)
        await staff.alert_parked(scene, parked.id, parked.reason)
        if parked.conversation_id is not None:
            sender = decode_inbound(parked.body).sender
            language = app_language(sender.language if sender else None)
            await delivery.regret(scene, parked.conversation_id, language)

    async def run(self, stopping: asyncio.Event) -> None:
        """Run all stations until told to stop: receiving ends first, what is owed is sent last."""
        working, sending = asyncio.Event(), asyncio.Event()
        if await patiently(stopping, self.knowledge.open) is None:
            return
        doors = [
            asyncio.create_task(self.leases.run(f"poll:{self.account.id}", self._listen, stopping)),
            asyncio.create_task(self.leases.run("clock", self.ticker.run, stopping)),
        ]
        work = asyncio.create_task(self._working(working))
        send = asyncio.create_task(self.leases.run(self.sending, self._sending, sending, self.owed.hear))
        beside = [asyncio.create_task(self.knowledge.run())]
        if self.store.many_workers:
            beside.append(asyncio.create_task(self.wakeups.run()))
        if self.voices is not None:
            beside.append(asyncio.create_task(self.voices.run()))
        tasks = [*doors, work, send, *beside]
        stop = asyncio.create_task(stopping.wait())
        try:
            done, _ = await asyncio.wait({stop, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            failed = [task for task in done if task is not stop and task.exception() is not None]
            stopping.set()
            log.info("stop.begun")
            await _finish("receive", doors, RECEIVE_STOP_SECONDS)
            working.set()
            self.arrived.hear()
            await _finish("work", [work], WORK_STOP_SECONDS)
            sending.set()
            self.owed.hear()
            await _finish("send", [send], SEND_STOP_SECONDS)
        finally:
            for task in (*tasks, stop):
                task.cancel()
            await asyncio.gather(*tasks, stop, return_exceptions=True)
        for task in failed:
            task.result()

    async def _listen(self, leave: asyncio.Event) -> None:
        listening = asyncio.ensure_future(self.listen(self.accept))
        leaving = asyncio.create_task(leave.wait())
        await asyncio.wait({listening, leaving}, return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        if listening.done():
            listening.result()
        async with self.receiver.storing:  # a batch that has begun is stored, not cut off
            listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening

    async def _working(self, leave: asyncio.Event) -> None:
        if self.store.many_workers:
            await self.worker.run(self.arrived, leave)
        else:
            # One file has one claimer: its conversations are not locked one by one.
            await self.leases.run(
                "work", lambda gone: self.worker.run(self.arrived, gone), leave, self.arrived.hear
            )

    async def _sending(self, leave: asyncio.Event) -> None:
        await self.sender.run(self.owed, leave)


async def _finish(station: str, tasks: list[asyncio.Task[None]], seconds: float) -> None:
    """Give tasks time to end by themselves."""
    _, late = await asyncio.wait(tasks, timeout=seconds)
    log.info("stop.station", station=station, late=len(late))


async def open_account(store: Store, identity: Identity) -> Account:
    """The row of the account we are, made at the first start."""
    async with store.begin() as session:
        await insert_new(
            session,
            Account,
            [
                {
                    "channel": identity.channel,
                    "external_id": identity.external_id,
                    "username": "",
                    "profile": {},
                }
            ],
        )
        account: Account | None = await session.scalar(
            select(Account).where(
                Account.channel == identity.channel, Account.external_id == identity.external_id
            )
        )
        if account is None:
            raise LookupError("the account row is gone")
        account.username = identity.username
        return account


async def open_business(store: Store, identity: Identity, house: House) -> Account:
    """The rows that have to be there before anything else: who we are, and our departments."""
    account = await open_account(store, identity)
    await open_departments(store, house)
    house.bot_username = identity.username
    return account


async def open_departments(store: Store, house: House) -> None:
    """A row for every department of the settings; names follow the settings, groups stay as bound."""
    async with store.begin() as session:
        await insert_new(
            session,
            Department,
            [{"key": plan.key, "name_zh": "", "name_en": ""} for plan in house.departments],
        )
        rows = {row.key: row for row in await session.scalars(select(Department))}
        for plan in house.departments:
            # What a manager called it in the chat goes over the settings.
            if not rows[plan.key].named:
                rows[plan.key].name_zh = plan.names.get("zh", plan.key)
                rows[plan.key].name_en = plan.names.get("en", plan.key)
