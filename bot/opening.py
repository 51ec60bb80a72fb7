"""What every command opens before it can work: the database, the gateway, and who we are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import structlog

from bot.app import open_departments
from bot.gateways.contract import Gateway, Identity
from bot.gateways.errors import GatewayError, Unauthorised
from bot.house_building import build_house
from bot.settings import Settings
from bot.store_opening import CannotRun as CannotRun
from bot.store_opening import open_store as open_store
from storage.migrate import migrate
from storage.store import Store
from storage.transient import is_transient

log = structlog.get_logger("start")

TRY_AGAIN_SECONDS = 3.0

T = TypeVar("T")


def open_gateway(settings: Settings) -> Gateway:
    """The door to the bot's account. Raises CannotRun without a good-looking token."""
    telegram = settings.telegram
    token = telegram.token.get_secret_value()
    if not token:
        raise CannotRun(
            "telegram.token is missing. @BotFather in Telegram gives one: send it /newbot, "
            "then `frontline init`, or set FRONTLINE_TELEGRAM__TOKEN."
        )
    proxy = telegram.proxy.get_secret_value() or None
    door = library_door(telegram.client)
    try:
        return door(token, api_base=telegram.api_base, proxy=proxy)
    except RuntimeError:
        if proxy is None:
            raise
        raise CannotRun("telegram.proxy needs one more package: pip install 'frontline[proxy]'") from None


def library_door(client: str) -> Callable[..., Gateway]:
    """The gateway over one library; the other is not even imported."""
    if client == "aiogram":
        from bot.gateways.aiogram_door import AiogramDoor

        return AiogramDoor
    try:
        from bot.gateways.ptb_door import PtbDoor
    except ModuleNotFoundError:
        raise CannotRun(
            "telegram.client = \"ptb\" needs one more package: pip install 'frontline[ptb]'"
        ) from None
    return PtbDoor


async def identify(gateway: Gateway, stopping: asyncio.Event | None = None) -> Identity | None:
    """Who we are. An outage is waited out; None if told to stop meanwhile. Raises CannotRun."""
    while stopping is None or not stopping.is_set():
        try:
            return await unless(stopping, gateway.identify())
        except Unauthorised:
            raise CannotRun(
                "Telegram does not know this token (401): it was mistyped, or @BotFather has revoked it. "
                "Send @BotFather /mybots, choose the bot, API Token, and put that into telegram.token. "
                "Nothing is lost: what customers write waits at Telegram for 24 hours."
            ) from None
        except GatewayError as problem:
            if stopping is None:
                raise CannotRun(
                    "Telegram cannot be reached. Is there a connection, or a proxy to set?"
                ) from None
            log.warning("start.telegram_unreachable", problem=type(problem).__name__)
            await pause(stopping, TRY_AGAIN_SECONDS)
    return None


async def prepare(store: Store, stopping: asyncio.Event | None = None) -> bool:
    """Bring the database into shape. One that is away is waited for; False if told to stop meanwhile."""
    while stopping is None or not stopping.is_set():
        try:
            await migrate(store.engine)
            return True
        except Exception as error:
            if not is_transient(error):
                raise
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            if stopping is None:
                raise CannotRun(
                    f"The database cannot be used: {reason}. storage.url says where it is."
                ) from None
            log.warning("start.database_unreachable", problem=reason)
            await pause(stopping, TRY_AGAIN_SECONDS)
    return False


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """The database, in shape and with its departments, for a command that works on it for a moment."""
    store = open_store(settings)
    try:
        await prepare(store)
        await open_departments(store, build_house(settings, with_faq=False))
        yield store
    finally:
        await store.close()


async def unless(stopping: asyncio.Event | None, work: Coroutine[Any, Any, T]) -> T | None:
    """The work's result; None if told to stop before there is one."""
    if stopping is None:
        return await work
    working, told = asyncio.ensure_future(work), asyncio.ensure_future(stopping.wait())
    await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if working.done():
        return working.result()
    working.cancel()
    await asyncio.wait({working})
    return None


async def pause(stopping: asyncio.Event, seconds: float) -> None:
    """Wait, but not longer than until told to stop."""
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({waiting}, timeout=seconds)
    waiting.cancel()
