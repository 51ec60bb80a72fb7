"""A weather bot on aiogram that leaves its customer service to a Frontline in the same process.

    FRONTLINE_CONFIG=frontline.toml python examples/aiogram_bot.py

The token is that of the settings; Frontline's tables are in storage.url, apart from anything of yours.
"""

from __future__ import annotations

import asyncio

from aiogram import Bot, Dispatcher, F, Router  # noqa: TID251 - the bot that Frontline is put into
from aiogram.client.session.aiohttp import AiohttpSession  # noqa: TID251
from aiogram.client.telegram import TelegramAPIServer  # noqa: TID251
from aiogram.filters import Command  # noqa: TID251
from aiogram.fsm.context import FSMContext  # noqa: TID251
from aiogram.fsm.state import State, StatesGroup  # noqa: TID251
from aiogram.types import BotCommand, CallbackQuery, Message  # noqa: TID251

from bot.embedding import Front
from bot.gateways.embed_aiogram import SharedPace, front_router
from bot.settings import Settings, load_settings

weather = Router(name="weather")


class Asking(StatesGroup):
    """The weather bot's own dialogue."""

    city = State()


@weather.message(Command("weather"))
async def ask_city(message: Message, state: FSMContext) -> None:
    """Begin the dialogue."""
    await state.set_state(Asking.city)
    await message.answer("Which city?")


@weather.message(Asking.city, F.text)
async def tell_weather(message: Message, state: FSMContext) -> None:
    """End it. While it goes on, the front line hears nothing of this person."""
    await state.clear()
    await message.answer(f"Sunny in {message.text}.")


@weather.callback_query(F.data.startswith("weather:"))
async def pressed(press: CallbackQuery) -> None:
    """Your own buttons stay yours: Frontline's carry a mark of their own."""
    await press.answer("Sunny")


def build(settings: Settings) -> tuple[Bot, Dispatcher, Front]:
    """Bot, dispatcher and front line, put together."""
    api = TelegramAPIServer.from_base(settings.telegram.api_base)
    bot = Bot(settings.telegram.token.get_secret_value(), session=AiohttpSession(api=api))
    front = Front(settings)
    bot.session.middleware(SharedPace(front))
    dispatcher = Dispatcher()
    dispatcher.include_router(weather)
    dispatcher.include_router(front_router(front))  # last: it takes what is left
    dispatcher.startup.register(merge_commands)
    dispatcher["front"] = front
    return bot, dispatcher, front


async def merge_commands(bot: Bot, front: Front) -> None:
    """One list of commands for both."""
    merged = front.commands([("weather", "How is the weather?")])
    await bot.set_my_commands(
        [BotCommand(command=one["command"], description=one["description"]) for one in merged]
    )


async def main() -> None:
    """Poll for what both understand, until stopped."""
    bot, dispatcher, front = build(load_settings())
    kinds = front.allowed_updates(dispatcher.resolve_used_update_types())
    await dispatcher.start_polling(bot, allowed_updates=kinds)


if __name__ == "__main__":
    asyncio.run(main())
