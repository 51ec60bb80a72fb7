"""Files the channel holds already: kept when they were sent, so that none is uploaded twice."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.scene import Scene
from storage.account import Chat
from storage.knowledge import KnownFile
from storage.outbound import SendFile, Sent, decode_operation, encode_operation
from storage.outbox import OUTBOX
from storage.sending import Owed


async def known_file(session: AsyncSession, account_id: int, name: str) -> KnownFile | None:
    """What an account's channel holds under this name."""
    found: KnownFile | None = await session.scalar(
        select(KnownFile).where(KnownFile.account_id == account_id, KnownFile.name == name)
    )
    return found


async def sent_in_chat(session: AsyncSession, account_id: int, names: Collection[str]) -> set[str]:
    """Those of these files that somebody sent in the chat: they need not lie in the base's folder."""
    rows = await session.scalars(
        select(KnownFile.name).where(
            KnownFile.account_id == account_id, KnownFile.name.in_(names), KnownFile.sign == ""
        )
    )
    return set(rows)


async def keep(scene: Scene, account_id: int, name: str, file_id: str, sign: str = "") -> None:
    """Note under which id the channel holds a file. A newer id takes the place of the one before."""
    known = await known_file(scene.session, account_id, name)
    if known is None:
        known = KnownFile(account_id=account_id, name=name)
        scene.session.add(known)
    known.sign, known.file_id, known.at = sign, file_id, scene.now
    await scene.session.flush()


async def uploaded(scene: Scene, owed: Owed, what: SendFile, sent: Sent) -> None:
    """A file was sent: if it was uploaded for that, it was so for the last time.

    What was made for the one message need not stay with us any longer.
    """
    meant = decode_operation(owed.body)
    if what.content:
        body = encode_operation(msgspec.structs.replace(what, content=b"", file_id=sent.file_id))
        await scene.session.execute(update(OUTBOX).where(OUTBOX.c.id == owed.id).values(body=body))
        return
    if not what.sign or not sent.file_id or not isinstance(meant, SendFile) or owed.chat_id is None:
        return
    chat = await scene.session.get_one(Chat, owed.chat_id)
    await keep(scene, chat.account_id, meant.path, sent.file_id, what.sign)


async def refused(scene: Scene, owed: Owed, what: SendFile) -> bool:
    """The channel would not send a file by its id. Whether it is forgotten, to be uploaded from the folder.

    What came in by the chat is not forgotten: there is no other copy of it.
    """
    if not what.file_id or not what.path or owed.chat_id is None:
        return False
    chat = await scene.session.get_one(Chat, owed.chat_id)
    known = await known_file(scene.session, chat.account_id, what.path)
    if known is None or not known.sign:
        return False
    await scene.session.delete(known)
    await scene.session.flush()
    return True
