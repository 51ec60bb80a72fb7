"""Beside other tables, with the host's own hooks, and with updates the host keeps to itself."""

from __future__ import annotations

import asyncio
import sys

import aiohttp
import pytest
from sqlalchemy import inspect, text
from telegram import Update  # noqa: TID251 - what a host's library hands over

from bot.embedding import Front
from bot.gateways.embed_aiogram import front_router
from bot.gateways.embed_ptb import FrontHandler
from bot.metrics.catalogue import RECEIVED
from bot.sandbox import Sandbox
from bot.sandbox.media import Upload
from bot.settings import Settings
from storage.engine import open_engine
from tests.live.balancer import free_port
from tests.metrics.test_tally import read
from tests.town.databases import PostgresScratch

from .conftest import example, said

SCHEMA = "front_of_a_host"


def beside(settings: Settings, url: str) -> Settings:
    """The settings for a schema of its own in a database that others use."""
    storage = {"url": url, "database_schema": SCHEMA}
    return settings.model_copy(update={"storage": type(settings.storage).model_validate(storage)})


async def test_its_tables_stand_apart(
    settings: Settings, sandbox: Sandbox, postgres_scratch: PostgresScratch
) -> None:
    """In a PostgreSQL database with other tables it makes a schema of its own and touches nothing else."""
    engine = open_engine(postgres_scratch.url)
    async with engine.begin() as connection:
        await connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        before = await connection.run_sync(lambda sync: sorted(inspect(sync).get_table_names()))
    front = Front(beside(settings, postgres_scratch.url))
    await front.start()
    try:
        anna = sandbox.world.account(name="Anna", language_code="en")
        sandbox.world.send(anna, text="when are you open")
        (update,) = sandbox.world.pending()
        await front.take(update)
        await sandbox.until(lambda: any("nine to six" in one for one in said(sandbox, anna)), timeout=20)
    finally:
        await front.stop()
    async with engine.begin() as connection:
        assert await connection.run_sync(lambda sync: sorted(inspect(sync).get_table_names())) == before
        kept = await connection.scalar(text(f"SELECT count(*) FROM {SCHEMA}.inbox"))
        await connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
    await engine.dispose()
    assert kept == 1


async def test_hooks_and_what_the_host_keeps(settings: Settings, sandbox: Sandbox) -> None:
    """The host is called when the front line works and before it ends; what it leaves alone is left alone."""
    called: list[str] = []

    async def started(front: Front) -> None:
        called.append("started")

    async def stopping(front: Front) -> None:
        called.append("stopping")

    async def keep(update: object) -> bool:
        return "secret" in str(update)

    bot, dispatcher, _ = example("aiogram_bot").build(settings)
    front = Front(settings, started=started, stopping=stopping)
    dispatcher.sub_routers.pop()
    dispatcher.include_router(front_router(front, leave=keep))
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, polling_timeout=1, allowed_updates=["message"])
    )
    try:
        anna = sandbox.world.account(name="Anna", language_code="en")
        sandbox.world.send(anna, text="secret: when are you open")
        sandbox.world.send(anna, text="when are you open")
        await sandbox.until(lambda: any("nine to six" in one for one in said(sandbox, anna)), timeout=20)
        assert called == ["started"]
    finally:
        await dispatcher.stop_polling()
        await polling
    assert called == ["started", "stopping"]
    assert sum("nine to six" in one for one in said(sandbox, anna)) == 1


async def test_voice_notes_and_pages_are_there_as_ever(settings: Settings, sandbox: Sandbox) -> None:
    """What else the settings switch on works inside another program too, and ends with it."""
    port = free_port()
    command = [sys.executable, "-c", "print('when are you open')", "{file}"]
    more = {
        "voice": type(settings.voice).model_validate({"command": command}),
        "metrics": type(settings.metrics).model_validate({"listen": f"127.0.0.1:{port}"}),
    }
    front = Front(settings.model_copy(update=more))
    await front.start()
    try:
        anna = sandbox.world.account(name="Anna", language_code="en")
        sandbox.world.send(anna, voice=Upload(b"OggS note", "note.ogg"))
        (update,) = sandbox.world.pending()
        await front.take(update)
        await sandbox.until(lambda: any("nine to six" in one for one in said(sandbox, anna)), timeout=20)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/health") as response:
                assert response.status == 200
            async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
                assert read(await response.text())[RECEIVED.name] == 1
    finally:
        await front.stop()
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", port)


def test_a_ptb_host_keeps_what_it_wants(settings: Settings) -> None:
    """What `leave` names is not even looked at."""
    handler = FrontHandler(Front(settings), leave=lambda update: update.update_id == 1)
    assert [handler.check_update(Update(number)) for number in (1, 2)] == [False, True]
    assert not handler.check_update("no update")
