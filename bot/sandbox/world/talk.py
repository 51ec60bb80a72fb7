"""What people say: text, files, places, polls, albums, forwards; and their edits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.sandbox.accounts import Account
from bot.sandbox.chats import Chat
from bot.sandbox.entities import formatted, utf16_length
from bot.sandbox.errors import Misuse, Refused
from bot.sandbox.media import Upload, attachment, defaults
from bot.sandbox.members import set_blocked
from bot.sandbox.messages import MEDIA, compose, content_of, deliver, replace
from bot.sandbox.world.place import Places, Ref

PAYLOAD = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
TEXT_LENGTH, CAPTION_LENGTH = 4096, 1024
File = bytes | Upload


class Talk(Places):
    """Messages of people."""

    def start(self, user: Ref, bot: Ref | None = None, payload: str | None = None) -> int:
        """A person presses "Start", perhaps through a link with a payload."""
        if payload is not None and not PAYLOAD.match(payload):
            raise Misuse("a start payload has 1 to 64 characters of A-Z a-z 0-9 _ -")
        account = self.state.the_account(user)
        chat = self._private(account, bot)
        return self._say(account, chat, text_fields(f"/start {payload}" if payload else "/start"))

    def send(
        self,
        user: Ref,
        chat: Ref | None = None,
        text: str | None = None,
        *,
        photo: File | None = None,
        document: File | None = None,
        audio: File | None = None,
        voice: File | None = None,
        video: File | None = None,
        video_note: File | None = None,
        animation: File | None = None,
        sticker: File | None = None,
        location: dict[str, float] | None = None,
        venue: dict[str, Any] | None = None,
        contact: dict[str, Any] | bool | None = None,
        dice: str | None = None,
        poll: dict[str, Any] | None = None,
        album: Iterable[dict[str, Any]] | None = None,
        forward: dict[str, Any] | None = None,
        raw: dict[str, Any] | None = None,
        caption: str | None = None,
        parse_mode: str | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
        bot: Ref | None = None,
    ) -> int | list[int]:
        """A person sends one thing, or an album; returns the message id, or their list."""
        account = self.state.the_account(user)
        place = self._place(account, chat, bot)
        if thread is not None:
            self._writable(place, thread)
        if album is not None:
            return self._send_album(account, place, list(album), thread, reply_to)
        files = {kind: value for kind, value in locals().items() if kind in MEDIA and value is not None}
        others = {
            "location": location,
            "venue": venue,
            "contact": contact,
            "dice": dice,
            "poll": poll,
            "raw": raw,
        }
        given = {kind: value for kind, value in others.items() if value is not None}
        if sum((text is not None, len(files), len(given), forward is not None)) != 1:
            raise Misuse(
                "send exactly one of text, a file, location, venue, contact, dice, poll, album, forward, raw"
            )
        if text is not None:
            fields = text_fields(text, parse_mode)
        elif forward is not None:
            fields = self._forwarded(account, forward)
        elif files:
            kind, value = next(iter(files.items()))
            fields = self._file_fields(kind, value) | _caption_fields(caption, parse_mode)
        else:
            fields = self._plain_fields(account, *next(iter(given.items())))
        return self._say(account, place, fields, thread, reply_to)

    def _say(
        self,
        account: Account,
        chat: Chat,
        fields: dict[str, Any],
        thread: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        if account.deactivated:
            raise Misuse(f"{account.name} has deleted their account and can't write")
        replied = None
        if reply_to is not None:
            replied = chat.messages.get(reply_to)
            if replied is None:
                raise Misuse(f"there is no message {reply_to} in chat {chat.id} to reply to")
            thread = thread or replied.get("message_thread_id")
        if chat.blocked:
            set_blocked(self.state, chat, account, blocked=False)
        message = compose(self.state, chat, account.user, fields, thread=thread, reply_to=replied)
        deliver(self.state, chat, message)
        return int(message["message_id"])

    def _send_album(
        self,
        account: Account,
        chat: Chat,
        items: list[dict[str, Any]],
        thread: int | None,
        reply_to: int | None,
    ) -> list[int]:
        if not 2 <= len(items) <= 10:
            raise Misuse("an album has 2 to 10 items, each like {'photo': …, 'caption': …}")
        album = str(self.state.random.randint(10**16, 10**17))
        ids = []
        for item in items:
            kind = next((kind for kind in MEDIA if kind in item), None)
            if kind is None:
                raise Misuse("an item of an album needs a photo, video, document or audio")
            fields = self._file_fields(kind, item[kind]) | _caption_fields(item.get("caption"), None)
            ids.append(self._say(account, chat, {"media_group_id": album} | fields, thread, reply_to))
        return ids

    def _file_fields(self, kind: str, value: File) -> dict[str, Any]:
        upload = value if isinstance(value, Upload) else Upload(value, f"{kind}.{_extension(kind)}")
        file = self.state.files.add(kind, upload, **defaults(kind, upload.content))
        fields = {kind: attachment(file)}
        return fields | {"document": fields["animation"]} if kind == "animation" else fields

    def _plain_fields(self, account: Account, kind: str, value: Any) -> dict[str, Any]:
        if kind == "raw":
            return dict(value)
        if kind == "contact":
            if value is True:
                return own_contact(account)
            return {"contact": value}
        if kind == "dice":
            return {"dice": {"emoji": value, "value": self.state.random.randint(1, 5)}}
        if kind == "venue":
            return {"venue": value, "location": value.get("location")}
        if kind == "poll":
            return {"poll": _poll(value, str(self.state.random.randint(10**17, 10**18)))}
        return {kind: value}

    def _forwarded(self, account: Account, forward: dict[str, Any]) -> dict[str, Any]:
        """`{"chat", "message_id"}` forwards a message; `{"text", "name"}` one whose author stays hidden."""
        if "message_id" not in forward:
            origin: dict[str, Any] = {
                "type": "hidden_user",
                "sender_user_name": forward.get("name", "Somebody"),
                "date": self.state.clock.unix(),
            }
            return {"forward_origin": origin} | text_fields(forward.get("text", "…"))
        source = self._place(account, forward.get("chat"), forward.get("bot"))
        message = source.messages.get(forward["message_id"])
        if message is None:
            raise Misuse(f"there is no message {forward['message_id']} in chat {source.id} to forward")
        origin = {"type": "user", "sender_user": message["from"], "date": message["date"]}
        return {"forward_origin": message.get("forward_origin", origin)} | content_of(message)

    def _writable(self, chat: Chat, thread: int) -> None:
        topic = self._topic(chat, thread)
        if topic.deleted:
            raise Misuse(f"topic {thread} has been deleted")

    def edit(
        self,
        user: Ref,
        chat: Ref | None,
        message_id: int,
        text: str | None = None,
        caption: str | None = None,
        bot: Ref | None = None,
    ) -> bool:
        """A person edits the text or the caption of their message."""
        account = self.state.the_account(user)
        place = self._place(account, chat, bot)
        message = place.messages.get(message_id)
        if message is None or message["from"]["id"] != account.id:
            raise Misuse(f"{account.name} has no message {message_id} in chat {place.id}")
        fields = text_fields(text) if text is not None else _caption_fields(caption, None)
        drop = ("text", "entities") if text is not None else ("caption", "caption_entities")
        kept = {key: value for key, value in message.items() if key not in drop}
        replace(self.state, place, kept | fields | {"edit_date": self.state.clock.unix()})
        return True


def own_contact(account: Account) -> dict[str, Any]:
    """What the "share my number" button sends."""
    if not account.phone:
        raise Misuse(f"{account.name} has no phone; make the account with one")
    contact: dict[str, Any] = {
        "phone_number": account.phone,
        "first_name": account.name,
        "user_id": account.id,
    }
    return {"contact": contact | ({"last_name": account.last_name} if account.last_name else {})}


def text_fields(text: str, parse_mode: str | None = None) -> dict[str, Any]:
    """The text and the entities found in it."""
    plain, entities = _plain(text, parse_mode)
    if not 1 <= utf16_length(plain) <= TEXT_LENGTH:
        raise Misuse("a text has 1 to 4096 characters; Telegram's apps split longer ones")
    return {"text": plain} | ({"entities": entities} if entities else {})


def _caption_fields(caption: str | None, parse_mode: str | None) -> dict[str, Any]:
    if not caption:
        return {}
    plain, entities = _plain(caption, parse_mode)
    if utf16_length(plain) > CAPTION_LENGTH:
        raise Misuse("a caption has at most 1024 characters")
    return {"caption": plain} | ({"caption_entities": entities} if entities else {})


def _plain(text: str, parse_mode: str | None) -> tuple[str, list[dict[str, Any]]]:
    try:
        return formatted(text, parse_mode, None)
    except Refused as error:
        raise Misuse(error.description) from error


def _poll(given: dict[str, Any], poll_id: str) -> dict[str, Any]:
    texts = given.get("options")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Misuse("a poll has a question and a list of options")
    options = [
        {"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(texts)
    ]
    return {
        "id": poll_id,
        "question": given.get("question", "?"),
        "options": options,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }


def _extension(kind: str) -> str:
    return {"photo": "jpg", "voice": "oga", "audio": "mp3", "document": "bin", "sticker": "webp"}.get(
        kind, "mp4"
    )
