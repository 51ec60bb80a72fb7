"""What the bot says of itself at the channel: set where nobody has, renewed where we did, else left alone.

Of everything we set a fingerprint is kept in the account's row. What is there now and is neither empty
nor of our making was set by a hand, and stays until somebody asks for `--reset-profile`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import structlog
from sqlalchemy import select

from bot.gateways.contract import Gateway
from bot.gateways.errors import Deferred, GatewayError, Refused, Unauthorised, Undeliverable
from handlers.house import House
from handlers.profile import Commands, Profile, staff_commands, wanted
from storage.account import Account, Chat, Conversation
from storage.staff import Staff
from storage.store import Store

log = structlog.get_logger("profile")

STAFF_SECONDS = 20.0
TRY_AGAIN_SECONDS = 30.0
PLAIN_BUTTON = {"type": "commands"}
"""What a menu button is until somebody sets it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that can be set: how to read it, how to set it, and what it shall be."""

    key: str
    get: str
    set: str
    field: str
    where: dict[str, Any]
    value: Any


def pieces(profile: Profile) -> Iterator[Piece]:
    """Everything a profile sets for the whole bot, the general languages first."""
    for name, texts in (
        ("Description", profile.descriptions),
        ("ShortDescription", profile.short_descriptions),
    ):
        field = "description" if name == "Description" else "short_description"
        for code in sorted(texts):
            where = {"language_code": code} if code else {}
            yield Piece(f"{field}:{code}", f"getMy{name}", f"setMy{name}", field, where, texts[code])
    for commands in profile.commands:
        yield _commands(commands, {"type": commands.scope}, commands.scope)
    button = {"type": profile.menu_button}
    yield Piece("menu_button", "getChatMenuButton", "setChatMenuButton", "menu_button", {}, button)


def _commands(commands: Commands, scope: dict[str, Any], name: str) -> Piece:
    where = {"scope": scope} | ({"language_code": commands.language} if commands.language else {})
    value = [{"command": command, "description": words} for command, words in commands.commands]
    key = f"commands:{name}:{commands.language}"
    return Piece(key, "getMyCommands", "setMyCommands", "commands", where, value)


def fingerprint(value: Any) -> str:
    """What is kept of a thing we set."""
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


class ProfileSetter:
    """Brings the profile of one account in step, in the background, at the channel's pace."""

    def __init__(self, store: Store, gateway: Gateway, house: House, account_id: int) -> None:
        self._store = store
        self._gateway = gateway
        self._house = house
        self._account = account_id

    async def run(self, *, reset: bool = False) -> None:
        """Set the profile, then keep the commands of each member of staff in step; until cancelled."""
        while True:
            try:
                await self.set_all(reset=reset)
                break
            except GatewayError as problem:
                log.info("profile.later", problem=type(problem).__name__)
                if isinstance(problem, Unauthorised):
                    return
                await asyncio.sleep(TRY_AGAIN_SECONDS)
        while True:
            try:
                await self.set_staff()
            except (GatewayError, OSError) as problem:
                log.info("profile.staff_later", problem=type(problem).__name__)
            await asyncio.sleep(STAFF_SECONDS)

    async def set_all(self, *, reset: bool = False) -> list[str]:
        """Set what is ours to set; the keys of what was left alone because a hand had set it."""
        wishes = list(pieces(wanted(self._house)))
        there = {piece.key: _value(piece, await self._call(piece.get, **piece.where)) for piece in wishes}
        ours = await self._kept("set")
        left: list[str] = []
        for piece in wishes:
            now = _own(piece, there)
            mark = fingerprint(piece.value)
            nobodys = not now or now == PLAIN_BUTTON
            by_hand = not nobodys and fingerprint(now) not in {mark, ours.get(piece.key)}
            if by_hand and not reset:
                log.info("profile.left_alone", what=piece.key)
                left.append(piece.key)
                continue
            if now != piece.value:
                await self._call(piece.set, **piece.where, **{piece.field: piece.value})
            ours[piece.key] = mark
        await self._keep("set", ours)
        log.info("profile.in_step", left_alone=len(left))
        return left

    async def set_staff(self) -> int:
        """Give staff their commands in their private chats, and take them back; how many changed."""
        ours = await self._kept("staff")
        shall: dict[str, Piece] = {}
        for chat, role in await self._staff_chats():
            for commands in staff_commands(self._house, role):
                piece = _commands(commands, {"type": "chat", "chat_id": int(chat)}, chat)
                shall[piece.key] = piece
        changed = 0
        for key, piece in shall.items():
            if ours.get(key) != fingerprint(piece.value):
                await self._call_for_one(piece.set, commands=piece.value, **piece.where)
                ours[key] = fingerprint(piece.value)
                changed += 1
        for key in [key for key in ours if key not in shall]:
            _, chat, language = key.split(":")
            where = {"scope": {"type": "chat", "chat_id": int(chat)}}
            await self._call_for_one(
                "deleteMyCommands", **where, **({"language_code": language} if language else {})
            )
            del ours[key]
            changed += 1
        if changed:
            await self._keep("staff", ours)
        return changed

    async def _staff_chats(self) -> list[tuple[str, Any]]:
        async with self._store.read() as session:
            rows = await session.execute(
                select(Chat.external_id, Staff.role)
                .join(Conversation, Conversation.chat_id == Chat.id)
                .join(Staff, Staff.conversation_id == Conversation.id)
                .where(Staff.left_at.is_(None), Chat.account_id == self._account, Chat.kind == "private")
            )
            return [(row[0], row[1]) for row in rows]

    async def _call_for_one(self, method: str, **parameters: Any) -> None:
        try:
            await self._call(method, **parameters)
        except (Refused, Undeliverable) as problem:
            log.warning("profile.refused", method=method, problem=str(problem))

    async def _call(self, method: str, **parameters: Any) -> Any:
        while True:
            try:
                return await self._gateway.call(method, **parameters)
            except Deferred as later:
                await asyncio.sleep(later.after)

    async def _kept(self, part: str) -> dict[str, str]:
        async with self._store.read() as session:
            account = await session.get_one(Account, self._account)
            return dict(account.profile.get(part) or {})

    async def _keep(self, part: str, marks: dict[str, str]) -> None:
        async with self._store.begin() as session:
            account = await session.get_one(Account, self._account)
            account.profile = {**account.profile, "v": 1, part: marks}


def _value(piece: Piece, answer: Any) -> Any:
    if piece.field == "menu_button":
        return None if answer.get("type") == "default" else answer
    if piece.field == "commands":
        return [{"command": one["command"], "description": one["description"]} for one in answer]
    return answer.get(piece.field, "")


def _own(piece: Piece, there: dict[str, Any]) -> Any:
    """What is set for exactly this language: a language without its own text answers with the general one."""
    now = there[piece.key]
    general = there.get(f"{piece.field}:")
    if piece.where.get("language_code") and piece.field != "commands" and now == general:
        return ""
    return now
