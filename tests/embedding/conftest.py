"""The examples as they are, run against a local Bot API."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.embedding import Front
from bot.sandbox import Sandbox
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
FAQ = ROOT / "tests" / "doctor" / "small_faq.toml"
TOKEN = "100001:AAtownTownTownTownTownTownTownTownTown"


def example(name: str) -> ModuleType:
    """An example, imported from its file."""
    spec = importlib.util.spec_from_file_location(f"example_{name}", ROOT / "examples" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@asynccontextmanager
async def aiogram_host(settings: Settings) -> AsyncIterator[Front]:
    """The aiogram example, polling."""
    bot, dispatcher, front = example("aiogram_bot").build(settings)
    kinds = front.allowed_updates(dispatcher.resolve_used_update_types())
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, allowed_updates=kinds, polling_timeout=1)
    )
    try:
        yield front
    finally:
        await dispatcher.stop_polling()
        await polling


@asynccontextmanager
async def ptb_host(settings: Settings) -> AsyncIterator[Front]:
    """The python-telegram-bot example, polling."""
    application, front = example("ptb_bot").build(settings)
    async with application:
        await application.post_init(application)
        await application.updater.start_polling(timeout=1, allowed_updates=front.allowed_updates())
        await application.start()
        try:
            yield front
        finally:
            await application.updater.stop()
            await application.stop()
            await application.post_stop(application)


HOSTS: dict[str, Any] = {"aiogram": aiogram_host, "ptb": ptb_host}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A local Bot API."""
    async with Sandbox(enforce_limits=False, slow_repeats=False, record_polls=True) as running:
        running.world.bot(TOKEN)
        yield running


@pytest.fixture(params=sorted(HOSTS))
def library(request: pytest.FixtureRequest) -> str:
    """The library of the bot that Frontline is put into."""
    name: str = request.param
    return name


@pytest.fixture
def settings(sandbox: Sandbox, tmp_path: Path) -> Settings:
    """What the front line is told."""
    return Settings.model_validate(
        {
            "telegram": {"token": TOKEN, "api_base": sandbox.url},
            "storage": {"url": f"sqlite:///{tmp_path / 'front.db'}"},
            "business": {"name": "Ivy Lane", "faq": str(FAQ), "default_language": "en"},
        }
    )


@pytest.fixture
async def front(library: str, settings: Settings) -> AsyncIterator[Front]:
    """The front line in the running example."""
    async with HOSTS[library](settings) as running:
        yield running


def said(sandbox: Sandbox, user: int) -> list[str]:
    """What the bot said to somebody."""
    return [
        message.get("text", "")
        for message in sandbox.world.messages(user)
        if message.get("from", {}).get("is_bot")
    ]
