"""What people do to messages: press buttons, react, vote, delete."""

from __future__ import annotations

from typing import Any

from bot.sandbox.accounts import Account, BotAccount
from bot.sandbox.chats import Chat
from bot.sandbox.errors import Misuse
from bot.sandbox.messages import as_shown, bot_of, remove, replace
from bot.sandbox.state import Callback
from bot.sandbox.updates import CALLBACK_RETENTION
from bot.sandbox.world.place import Ref
from bot.sandbox.world.talk import Talk, own_contact, text_fields


class Acts(Talk):
    """Deeds of people."""

    def press(
        self, user: Ref, chat: Ref | None, message_id: int, button: str, bot: Ref | None = None
    ) -> str | int:
        """Press a button, named by its text or its data.

        An inline button makes a callback query: its id is returned. A button of a reply keyboard sends its
        text, or the person's contact when it asks for that: the message id is returned.
        """
        account = self.state.the_account(user)
        place = self._place(account, chat, bot)
        message = _message(place, message_id)
        markup = as_shown(place, message).get("reply_markup") or {}
        found = _button(markup.get("inline_keyboard") or markup.get("keyboard") or [], button)
        if found is None:
            raise Misuse(f"message {message_id} has no button {button!r}; it has {_labels(markup)}")
        if "keyboard" in markup:
            return self._press_reply(account, place, found, message)
        if "url" in found:
            raise Misuse(f"that button opens {found['url']}; it sends nothing to the bot")
        if "callback_data" not in found:
            raise Misuse("that button sends nothing to the bot")
        return self._press_inline(account, place, message, found["callback_data"])

    def _press_reply(
        self, account: Account, chat: Chat, button: dict[str, Any], message: dict[str, Any]
    ) -> int:
        thread = message.get("message_thread_id")
        if button.get("request_contact"):
            reply_to = int(message["message_id"])
            return self._say(account, chat, own_contact(account), thread, reply_to)
        if button.get("request_location"):
            return self._say(account, chat, {"location": {"latitude": 31.23, "longitude": 121.47}}, thread)
        return self._say(account, chat, text_fields(button["text"]), thread)

    def _press_inline(self, account: Account, chat: Chat, message: dict[str, Any], data: str) -> str:
        state = self.state
        bot = state.bots.get(message["from"]["id"])
        if bot is None:
            raise Misuse("only buttons of bots can be pressed")
        callback = Callback(
            id=str(state.random.randint(10**17, 10**18)),
            bot=bot.id,
            chat=chat.id,
            message_id=message["message_id"],
            user=account.id,
            data=data,
            expires=state.machine() + CALLBACK_RETENTION,
        )
        state.add_callback(callback)
        query = {
            "id": callback.id,
            "from": account.user,
            "message": message,
            "chat_instance": str(abs(chat.id) * 7919),
            "data": data,
        }
        bot.queue.put("callback_query", query, f"user {account.id}")
        return callback.id

    def react(
        self, user: Ref, chat: Ref | None, message_id: int, emoji: str | None = None, bot: Ref | None = None
    ) -> bool:
        """React to a message; without an emoji the reaction is taken back."""
        account = self.state.the_account(user)
        place = self._place(account, chat, bot)
        _message(place, message_id)
        reactions = place.reactions.setdefault(message_id, {})
        old = reactions.get(account.id, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        reactions[account.id] = new
        update = {
            "chat": place.brief,
            "message_id": message_id,
            "user": account.user,
            "date": self.state.clock.unix(),
            "old_reaction": old,
            "new_reaction": new,
        }
        for reader in _reaction_readers(place):
            reader.queue.put("message_reaction", update, place.key)
        shown = {
            "chat": place.id,
            "bot": bot_of(place),
            "message_id": message_id,
            "user": account.id,
            "reaction": new,
        }
        self.state.hub.publish("reaction", shown)
        return True

    def vote(
        self, user: Ref, chat: Ref | None, message_id: int, options: list[int], bot: Ref | None = None
    ) -> bool:
        """Vote in a bot's poll by the numbers of the options, counted from 0."""
        account = self.state.the_account(user)
        place = self._place(account, chat, bot)
        message = _message(place, message_id)
        poll = message.get("poll")
        if poll is None or poll["is_closed"] or any(not 0 <= each < len(poll["options"]) for each in options):
            raise Misuse(f"message {message_id} is no open poll with the options {options}")
        counted = [
            option | {"voter_count": option["voter_count"] + (number in options)}
            for number, option in enumerate(poll["options"])
        ]
        after = poll | {"options": counted, "total_voter_count": poll["total_voter_count"] + 1}
        sender = self.state.bots.get(message["from"]["id"])
        replace(self.state, place, message | {"poll": after}, sender=sender)
        if sender is not None:
            sender.queue.put("poll", after, place.key)
            if not poll["is_anonymous"]:
                chosen = [poll["options"][number]["persistent_id"] for number in options]
                answer = {"poll_id": poll["id"], "user": account.user, "option_ids": options}
                sender.queue.put("poll_answer", answer | {"option_persistent_ids": chosen}, place.key)
        return True

    def delete(self, chat: Ref, message_ids: list[int] | int, bot: Ref | None = None) -> bool:
        """Somebody deletes messages; bots are never told."""
        place = self._room(chat, bot)
        remove(self.state, place, [message_ids] if isinstance(message_ids, int) else list(message_ids))
        return True


def _message(chat: Chat, message_id: int) -> dict[str, Any]:
    message = chat.messages.get(message_id)
    if message is None:
        raise Misuse(f"there is no message {message_id} in chat {chat.id}")
    return message


def _button(rows: list[list[dict[str, Any]]], wanted: str) -> dict[str, Any] | None:
    buttons = [button for row in rows for button in row]
    by_data = (button for button in buttons if button.get("callback_data") == wanted)
    by_text = (button for button in buttons if button["text"] == wanted)
    return next(by_data, None) or next(by_text, None)


def _labels(markup: dict[str, Any]) -> str:
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return ", ".join(repr(button["text"]) for row in rows for button in row) or "no buttons"


def _reaction_readers(chat: Chat) -> list[BotAccount]:
    if chat.bot is not None:
        return [chat.bot]
    return [
        member.who
        for member in chat.members.values()
        if isinstance(member.who, BotAccount) and member.status == "administrator"
    ]
