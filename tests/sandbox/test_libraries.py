"""Both Telegram libraries work on the sandbox as they do on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import BufferedInputFile, InputMediaPhoto
from telegram import error as ptb_error

from bot.sandbox import Sandbox

from .conftest import TOKEN
from .test_media import png


@pytest.fixture
async def aio(sandbox: Sandbox) -> AsyncIterator[aiogram.Bot]:
    """An aiogram bot."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    yield aiogram.Bot(TOKEN, session=session)
    await session.close()


@pytest.fixture
async def ptb(sandbox: Sandbox) -> AsyncIterator[telegram.Bot]:
    """A python-telegram-bot bot."""
    bot = telegram.Bot(TOKEN, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot")
    async with bot:
        yield bot


async def test_aiogram_talks(sandbox: Sandbox, aio: aiogram.Bot, customer: int) -> None:
    """getMe, getUpdates, a message with buttons, a press and its answer."""
    assert (await aio.get_me()).username == "front_bot"
    sandbox.world.start(customer, payload="x")
    (update,) = await aio.get_updates(timeout=1)
    assert update.message is not None
    assert update.message.text == "/start x"
    button = aiogram.types.InlineKeyboardButton(text="Yes", callback_data="y")
    markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[button]])
    sent = await aio.send_message(customer, "<b>hi</b>", parse_mode="HTML", reply_markup=markup)
    assert sent.html_text == "<b>hi</b>"
    row = [aiogram.types.KeyboardButton(text="My number", request_contact=True)]
    asked = await aio.send_message(
        customer, "?", reply_markup=aiogram.types.ReplyKeyboardMarkup(keyboard=[row])
    )
    sandbox.world.press(customer, None, asked.message_id, "My number")
    (_, update) = await aio.get_updates()
    assert update.message is not None
    assert update.message.contact is not None
    press = sandbox.world.press(customer, None, sent.message_id, "Yes")
    (update,) = await aio.get_updates(offset=update.update_id + 1)
    assert update.callback_query is not None
    await aio.answer_callback_query(update.callback_query.id, text="ok")
    assert sandbox.world.callback(str(press))["answer"] == {"text": "ok"}


async def test_aiogram_sends_and_fetches_files(
    sandbox: Sandbox, aio: aiogram.Bot, customer: int, chat: int
) -> None:
    """A photo up and down, an album."""
    sent = await aio.send_photo(chat, BufferedInputFile(png(), "a.png"), caption="c")
    assert sent.photo is not None
    content = await aio.download(sent.photo[-1].file_id)
    assert content is not None
    assert content.read() == png()
    media = [InputMediaPhoto(media=BufferedInputFile(png(n, n), "b.png")) for n in (5, 6)]
    album = await aio.send_media_group(chat, media)
    assert album[0].media_group_id == album[1].media_group_id


async def test_aiogram_works_in_topics_and_understands_refusals(
    sandbox: Sandbox, aio: aiogram.Bot, customer: int, chat: int, agents: int
) -> None:
    """Topics, and each refusal as the library's own exception."""
    topic = await aio.create_forum_topic(agents, "Case")
    sent = await aio.send_message(agents, "card", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    copy = await aio.copy_message(agents, agents, sent.message_id, message_thread_id=topic.message_thread_id)
    await aio.edit_message_text("card 2", chat_id=agents, message_id=copy.message_id)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await aio.send_message(agents, "?", message_thread_id=77)
    sandbox.world.block(customer)
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await aio.send_message(chat, "?")
    sandbox.world.fault("429", retry_after=9, times=1)
    with pytest.raises(TelegramRetryAfter) as refused:
        await aio.send_message(agents, "?")
    assert refused.value.retry_after == 9


async def test_every_update_can_be_decoded_by_both(
    sandbox: Sandbox, aio: aiogram.Bot, ptb: telegram.Bot, customer: int, agents: int, agent: int
) -> None:
    """Whatever people do, both libraries' types take it."""
    world = sandbox.world
    kinds = ["message", "edited_message", "my_chat_member", "chat_member", "message_reaction", "poll"]
    await aio.get_updates(allowed_updates=kinds)
    message_id = world.send(customer, text="hi @lilei /help https://x.org/")
    world.edit(customer, None, message_id, "ho")
    world.react(customer, None, message_id, "👍")
    for kind in ("photo", "document", "audio", "voice", "video", "video_note", "animation", "sticker"):
        world.send(customer, **{kind: b"content"})
    world.send(customer, contact=True)
    world.send(
        customer, venue={"location": {"latitude": 1.0, "longitude": 2.0}, "title": "t", "address": "a"}
    )
    world.send(customer, poll={"question": "?", "options": ["a", "b"]})
    world.send(customer, dice="🎲")
    world.send(customer, forward={"name": "N", "text": "t"})
    world.send(customer, forward={"message_id": message_id})
    topic = world.create_topic(agent, agents, "Case")
    world.rename_topic(agents, topic, "Case 2")
    world.send(agent, agents, "in", thread=topic)
    world.close_topic(agents, topic)
    world.join(customer, agents)
    world.promote(customer, agents)
    world.kick(customer, agents)
    world.rename(agents, "Colleagues")
    world.block(customer)
    old = world.group("Small", members=[agent], kind="group")
    world.migrate(old)
    world.kick("@front_bot", agents)
    raw = world.pending()
    assert len(await aio.get_updates()) == len(raw)
    assert len(await ptb.get_updates()) == len(raw)


async def test_ptb_talks(sandbox: Sandbox, ptb: telegram.Bot, customer: int) -> None:
    """getMe, getUpdates, a message with buttons, a press and its answer."""
    assert (await ptb.get_me()).username == "front_bot"
    sandbox.world.start(customer)
    (update,) = await ptb.get_updates(timeout=1)
    assert update.message is not None
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await ptb.send_message(customer, "*hi*", parse_mode="MarkdownV2", reply_markup=markup)
    assert sent.text_markdown_v2 == "*hi*"
    press = sandbox.world.press(customer, None, sent.message_id, "Yes")
    (update,) = await ptb.get_updates(offset=update.update_id + 1)
    assert update.callback_query is not None
    await update.callback_query.answer("ok", show_alert=True)
    assert sandbox.world.callback(str(press))["answer"] == {"text": "ok", "show_alert": True}


async def test_ptb_sends_and_fetches_files(
    sandbox: Sandbox, ptb: telegram.Bot, customer: int, chat: int
) -> None:
    """A photo up and down, an album."""
    sent = await ptb.send_photo(chat, png(), caption="c")
    file = await ptb.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == png()
    album = await ptb.send_media_group(chat, [telegram.InputMediaPhoto(png(n, n)) for n in (5, 6)])
    assert album[0].media_group_id == album[1].media_group_id


async def test_ptb_works_in_topics_and_understands_refusals(
    sandbox: Sandbox, ptb: telegram.Bot, customer: int, chat: int, agents: int, agent: int
) -> None:
    """Topics, and each refusal as the library's own exception."""
    topic = await ptb.create_forum_topic(agents, "Case")
    sent = await ptb.send_message(agents, "card", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    with pytest.raises(ptb_error.BadRequest, match="Message thread not found"):
        await ptb.send_message(agents, "?", message_thread_id=77)
    sandbox.world.block(customer)
    with pytest.raises(ptb_error.Forbidden, match="blocked by the user"):
        await ptb.send_message(chat, "?")
    old = sandbox.world.group("Small", members=[agent], kind="group")
    new = sandbox.world.migrate(old)
    with pytest.raises(ptb_error.ChatMigrated) as moved:
        await ptb.send_message(old, "?")
    assert moved.value.new_chat_id == new
