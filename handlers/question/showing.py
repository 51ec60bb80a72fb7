"""Showing an entry: its words, its links, its own buttons, and the pictures and files that go with it."""

from __future__ import annotations

from faq import Entry
from faq.entry import text_in
from handlers.delivery.known_files import sent_in_chat
from handlers.delivery.placing import file_in
from handlers.scene import Scene
from handlers.texts import split_text
from storage.account import Chat, Conversation
from storage.outbound import Button, Buttons, SendFile, SendText


def answer_text(scene: Scene, language: str, entry: Entry) -> str:
    """What an entry says in a language; in another one, if it has to, saying so."""
    given = entry.answer_in(language)
    parts = [given.text]
    if given.language != language:
        parts.insert(0, scene.say(language, "question.only_other"))
    for link in entry.links:
        label = text_in(link.label, language).text
        parts.append(f"{label}\n{link.url}" if label else link.url)
    return "\n\n".join(parts)


def own_buttons(language: str, entry: Entry) -> Buttons:
    """The entry's own buttons: a link, or a place of the menu."""
    return tuple(
        (
            Button(
                text_in(button.label, language).text, f"go:{button.form}" if button.form else "", button.url
            ),
        )
        for button in entry.buttons
    )


async def files_of(scene: Scene, conversation: Conversation, language: str, entry: Entry) -> list[SendFile]:
    """The pictures and files of an entry that are there to be sent."""
    if not entry.attachments:
        return []
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    names = [one.file for one in entry.attachments]
    held = await sent_in_chat(scene.session, chat.account_id, names)
    files = []
    for one in entry.attachments:
        if one.file not in held and file_in(scene.house.faq_folder, one.file) is None:
            scene.effects.record("knowledge.file_missing", actor_kind="bot", entry=entry.id)
            continue
        files.append(SendFile(one.kind, path=one.file, caption=text_in(one.caption, language).text))
    return files


async def show_answer(scene: Scene, conversation: Conversation, language: str, entry: Entry) -> None:
    """Show an entry in a conversation exactly as customers are told it."""
    *first, last = split_text(answer_text(scene, language, entry)) or ["—"]
    for part in first:
        await scene.owe_chat(conversation, SendText(part))
    await scene.owe_chat(conversation, SendText(last, own_buttons(language, entry)))
    for file in await files_of(scene, conversation, language, entry):
        await scene.owe_chat(conversation, file)
