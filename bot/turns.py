"""Loading what handlers need for a group of inbox rows in one SELECT, and meeting new people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.effects import Effects
from handlers.house import House
from handlers.naming import plain_name
from handlers.turn import Turn
from storage.account import Account, Chat, Conversation
from storage.among import among
from storage.draft import Draft
from storage.inbound import Sender, decode_inbound
from storage.inbox import INBOX, InboxRow
from storage.person import Customer, Identity, Person
from storage.staff import Staff

Found: TypeAlias = tuple[str, Account, Chat, Conversation, Person | None, Staff | None, Draft | None]

_LOAD = (
    select(InboxRow.body, Account, Chat, Conversation, Person, Staff, Draft)
    .join(Conversation, Conversation.id == InboxRow.conversation_id)
    .join(Chat, Chat.id == Conversation.chat_id)
    .join(Account, Account.id == InboxRow.account_id)
    .outerjoin(
        Identity,
        and_(Identity.account_id == InboxRow.account_id, Identity.external_id == InboxRow.sender),
    )
    .outerjoin(Person, Person.id == Identity.person_id)
    .outerjoin(Staff, Staff.person_id == Person.id)
    .outerjoin(Draft, and_(Draft.conversation_id == Conversation.id, Draft.person_id == Person.id))
    .where(among(INBOX.c.id, "ids"))
    .order_by(InboxRow.id)
)


async def load_turns(session: AsyncSession, house: House, ids: Sequence[int], effects: Effects) -> list[Turn]:
    """A turn for each row, in the rows' order. Who writes in private for the first time gets a file."""
    rows = await session.execute(_LOAD, {"ids": ids})
    found = cast("list[Found]", rows.all())
    inbounds = [decode_inbound(row[0]) for row in found]
    newcomers: dict[tuple[int, str], tuple[Sender, Conversation]] = {}
    for inbound, (_, account, chat, conversation, person, _, _) in zip(inbounds, found, strict=True):
        if person is None and inbound.sender is not None and _opens_a_file(inbound.sender, chat):
            newcomers[account.id, inbound.sender.id] = (inbound.sender, conversation)
    met = await _meet(session, house, newcomers, effects)
    turns: list[Turn] = []
    for inbound, row in zip(inbounds, found, strict=True):
        _, account, chat, conversation, person, staff, draft = row
        key = (account.id, inbound.sender.id) if inbound.sender else None
        newcomer = met.get(key) if key is not None and person is None and chat.kind == "private" else None
        turns.append(
            Turn(
                session,
                effects.now,
                house,
                inbound=inbound,
                account=account,
                chat=chat,
                conversation=conversation,
                person=person or newcomer,
                staff=staff,
                draft=draft,
                first_contact=newcomer is not None,
                effects=effects,
            )
        )
    return turns


def _opens_a_file(sender: Sender, chat: Chat) -> bool:
    # Of people who merely talk in a group we keep no file.
    return chat.kind == "private" and not sender.bot


async def _meet(
    session: AsyncSession,
    house: House,
    newcomers: Mapping[tuple[int, str], tuple[Sender, Conversation]],
    effects: Effects,
) -> dict[tuple[int, str], Person]:
    """Open the files of people who write for the first time."""
    met = {
        key: Person(
            name=plain_name(sender.name),
            language=app_language(sender.language) or house.default_language,
            language_chosen=False,
            created_at=effects.now,
        )
        for key, (sender, _) in newcomers.items()
    }
    if not met:
        return met
    session.add_all(met.values())
    await session.flush()
    for key, (sender, conversation) in newcomers.items():
        account_id, external_id = key
        person = met[key]
        session.add(
            Identity(
                account_id=account_id, external_id=external_id, person_id=person.id, username=sender.username
            )
        )
        session.add(Customer(person_id=person.id, conversation_id=conversation.id, joined_at=effects.now))
        effects.record("customer.joined", actor_kind="customer", actor_id=person.id, person_id=person.id)
    await session.flush()
    return met


def app_language(code: str | None) -> str | None:
    """The language of somebody's app, if it is one we speak."""
    short = (code or "").lower().partition("-")[0]
    return short if short in {"zh", "en"} else None
