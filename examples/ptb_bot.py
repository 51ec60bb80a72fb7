"""A weather bot on python-telegram-bot that leaves its customer service to a Frontline in the same process.

    FRONTLINE_CONFIG=frontline.toml python examples/ptb_bot.py

The token is that of the settings; Frontline's tables are in storage.url, apart from anything of yours.
"""

from __future__ import annotations

from typing import Any

from telegram import BotCommand, Update  # noqa: TID251 - the bot that Frontline is put into
from telegram.ext import (  # noqa: TID251
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bot.embedding import Front
from bot.gateways.embed_ptb import SharedPace, attach
from bot.settings import Settings, load_settings

CITY = 0


async def ask_city(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Begin the weather bot's own dialogue."""
    if update.message is not None:
        await update.message.reply_text("Which city?")
    return CITY


async def tell_weather(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """End it."""
    if update.message is not None:
        await update.message.reply_text(f"Sunny in {update.message.text}.")
    return ConversationHandler.END


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Your own buttons stay yours: Frontline's carry a mark of their own."""
    if update.callback_query is not None:
        await update.callback_query.answer("Sunny")


def build(settings: Settings) -> tuple[Application[Any, Any, Any, Any, Any, Any], Front]:
    """Application and front line, put together."""
    front = Front(settings)
    base = settings.telegram.api_base
    application = (
        Application.builder()
        .token(settings.telegram.token.get_secret_value())
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .rate_limiter(SharedPace(front))
        .post_init(lambda app: merge_commands(app, front))
        .build()
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("weather", ask_city)],
            states={CITY: [MessageHandler(filters.TEXT & ~filters.COMMAND, tell_weather)]},
            fallbacks=[],
        )
    )
    application.add_handler(CallbackQueryHandler(pressed, pattern="^weather:"))
    attach(application, front)  # last: it takes what is left
    return application, front


async def merge_commands(application: Application[Any, Any, Any, Any, Any, Any], front: Front) -> None:
    """One list of commands for both."""
    merged = front.commands([("weather", "How is the weather?")])
    await application.bot.set_my_commands([BotCommand(one["command"], one["description"]) for one in merged])


def main() -> None:
    """Poll for what both understand, until stopped."""
    application, front = build(load_settings())
    application.run_polling(allowed_updates=front.allowed_updates())


if __name__ == "__main__":
    main()
