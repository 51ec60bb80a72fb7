"""Posting a board without a sound, pinning it, and posting it anew when it is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from handlers.scene import Scene
from storage.account import Chat
from storage.board import Board
from storage.outbound import Edit, Marks, Pin, SendText, Sent
from storage.outbox import Priority

NOT_NOW = timedelta(hours=1)
"""Until it is tried again where we may not write."""


def post(scene: Scene, chat: Chat, board: Board, text: str, marks: Marks) -> None:
    """Owe the board to its group: a new message, or an edit of the one there is. The newest text wins."""
    edit = Edit(board.message, text, marks=marks) if board.message is not None else None
    scene.effects.owe(
        edit or SendText(text, silent=True, marks=marks),
        account_id=chat.account_id,
        chat_id=chat.id,
        priority=Priority.list,
        coalesce=f"board:{board.id}:{'edit' if edit else 'new'}",
        subject={"kind": "board", "board": board.id},
    )


async def posted(scene: Scene, subject: dict[str, Any], sent: Sent) -> None:
    """A new board has arrived: pin it, as the group's own list."""
    board = await scene.session.get(Board, int(subject["board"]))
    if board is None or not sent.messages or board.message == sent.messages[0]:
        return
    if board.message is not None:
        # An edit gives back the message that was edited.
        return
    board.message = sent.messages[0]
    chat = await scene.session.get_one(Chat, board.chat_id)
    scene.effects.owe(Pin(board.message), account_id=chat.account_id, chat_id=chat.id, priority=Priority.list)


async def not_shown(scene: Scene, subject: dict[str, Any], reason: str) -> None:
    """It could not be shown: deleted by somebody, it is posted anew; else it is tried again later."""
    board = await scene.session.get(Board, int(subject["board"]))
    if board is None:
        return
    board.shown = ""
    if reason == "message_gone":
        board.message = None
        board.look_at = scene.now
    else:
        board.look_at = scene.now + NOT_NOW


async def moved(scene: Scene, chat_id: int) -> None:
    """The group lives on under another id, and has, or gets, its board there."""
    await scene.session.execute(delete(Board).where(Board.chat_id == chat_id))
