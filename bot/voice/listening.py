"""Listening: voice notes that wait are fetched and written down, outside of every transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select

from bot.gateways.contract import Gateway
from bot.gateways.errors import GatewayError
from bot.voice.transcriber import CannotHear, Transcriber
from handlers.house import House
from handlers.question.voices import heard
from handlers.scene import Scene
from storage.person import Person
from storage.store import Store
from storage.transient import is_transient
from storage.voice import VoiceNote

log = structlog.get_logger("voice")

LOOK_SECONDS = 1.0
MOST_TRIES = 3
LOST_AFTER = timedelta(minutes=10)
"""A note that a process began with so long ago was lost with it."""


class VoiceListener:
    """Takes one note after another, so that a slow transcriber never holds up anything else."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        house: House,
        account_id: int,
        transcriber: Transcriber,
        *,
        now: Callable[[], datetime],
        machine: Callable[[], datetime],
        owed: Callable[[], None],
    ) -> None:
        self._store = store
        self._gateway = gateway
        self._house = house
        self._account = account_id
        self._transcriber = transcriber
        self._now = now
        self._machine = machine
        self._owed = owed

    async def run(self) -> None:
        """Listen until cancelled."""
        while True:
            try:
                if await self.once():
                    continue
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("voice.database_trouble", problem=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def once(self) -> int:
        """Write down one note and have it answered. 0 if none waits."""
        note = await self._claim()
        if note is None:
            return 0
        words = "" if note.tries > MOST_TRIES else await self._words(note)
        if words is None:
            return 1
        async with self._store.begin() as session:
            kept = await session.get(VoiceNote, note.id, with_for_update=True)
            if kept is not None:
                scene = Scene(session, self._now(), self._house)
                await heard(scene, kept, words)
                await session.flush()
                await scene.effects.write(session)
        self._owed()
        return 1

    async def _claim(self) -> VoiceNote | None:
        async with self._store.begin() as session:
            note: VoiceNote | None = await session.scalar(
                select(VoiceNote)
                .where(
                    VoiceNote.account_id == self._account,
                    or_(
                        VoiceNote.claimed_at.is_(None),
                        VoiceNote.claimed_at < self._machine() - LOST_AFTER,
                    ),
                )
                .order_by(VoiceNote.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if note is not None:
                note.claimed_at = self._machine()
                note.tries += 1
            return note

    async def _words(self, note: VoiceNote) -> str | None:
        """What was said; "" if nobody can tell, None to try once more."""
        try:
            sound = await self._gateway.fetch(note.file_id)
        except GatewayError as problem:
            log.warning("voice.not_fetched", note=note.id, problem=type(problem).__name__)
            if note.tries >= MOST_TRIES:
                return ""
            async with self._store.begin() as session:
                kept = await session.get_one(VoiceNote, note.id)
                kept.claimed_at = None
            await asyncio.sleep(0)
            return None
        async with self._store.read() as session:
            person = await session.get_one(Person, note.person_id)
        try:
            return await self._transcriber.transcribe(sound, person.language)
        except CannotHear as problem:
            log.warning("voice.not_heard", note=note.id, problem=str(problem)[:120])
            return ""
