"""Keeping boards current: looked at once a minute, edited in place only when they would read otherwise."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import select

from handlers.board.posting import post
from handlers.board.writing import is_newest, write
from handlers.scene import Scene
from storage.account import Chat
from storage.board import Board
from storage.case import WAITING_FOR_US, Case
from storage.topic import Topic

EVERY = timedelta(minutes=1)
"""Of the few events that a group is allowed in a minute, a board takes one at most."""
ASKED_AFTER = timedelta(hours=1)
"""A board that stands unchanged so long is edited all the same: so it is found out that it was deleted."""
ON_ITS_WAY = timedelta(minutes=10)
"""How long a new board may take to arrive before another one is sent."""
AT_ONCE = 20


async def keep_boards(scene: Scene) -> int:
    """Look at every board that is due, and make one for each group that has got its first open case."""
    await _found(scene)
    rows = await scene.session.scalars(
        select(Board).where(Board.look_at <= scene.now).order_by(Board.look_at).limit(AT_ONCE)
    )
    return sum([await _look(scene, board) for board in rows.all()])


async def _found(scene: Scene) -> None:
    without = await scene.session.scalars(
        select(Topic.chat_id)
        .join(Case, Case.id == Topic.case_id)
        .where(
            Case.state.in_(WAITING_FOR_US),
            is_newest(),
            Topic.chat_id.not_in(select(Board.chat_id)),
        )
        .distinct()
    )
    for chat_id in without.all():
        scene.session.add(Board(chat_id=chat_id, message=None, shown="", look_at=scene.now))
    await scene.session.flush()


async def _look(scene: Scene, board: Board) -> int:
    board.look_at = scene.now + EVERY
    chat = await scene.session.get_one(Chat, board.chat_id)
    if chat.unreachable is not None:
        return 0
    text, marks = await write(scene, chat)
    sign = hashlib.sha256(f"{text}{marks}".encode()).hexdigest()
    age = scene.now - board.shown_at if board.shown_at is not None else None
    if board.message is None and board.shown and age is not None and age < ON_ITS_WAY:
        return 0
    if sign == board.shown and age is not None and age < ASKED_AFTER:
        return 0
    board.shown, board.shown_at = sign, scene.now
    post(scene, chat, board, text, marks)
    return 1
