"""What is read back when a run is over: from the rows, and from what customers saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from storage.account import Chat, Conversation
from storage.event import Event
from storage.inbox import InboxRow, ParkedUpdate
from storage.outbox import OutboxRow, OutboxState
from storage.person import Customer
from storage.store import Store
from tests.live.place import Place

LOST_ANSWERS = ("timeout_after", "drop_after")
"""It arrived, and we were not told: who then says it again does right."""


@dataclass
class Ledger:
    """What came of it."""

    kills: int = 0
    amid_handling: int = 0
    amid_sending: int = 0
    updates: int = 0
    once: int = 0
    repeats: int = 0
    worst: int = 0
    """The most repeated messages of one chat after one kill."""
    parked: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)
    """Everything that should not be, in words."""

    def lines(self) -> list[str]:
        """The figures as a table."""
        figures = {
            "kills": self.kills,
            "  with a message being handled": self.amid_handling,
            "  with a message being sent": self.amid_sending,
            "updates accepted": self.updates,
            "handled exactly once": self.once,
            "messages repeated": self.repeats,
            "most repeats of a chat for a kill": self.worst,
            "parked": self.parked,
            "lost": self.lost,
        }
        return [f"{name:36}{figure:>10,}" for name, figure in figures.items()]

    def must(self, holds: bool, otherwise: str) -> None:
        """Write down what should not be."""
        if not holds:
            self.faults.append(otherwise)


async def amid(store: Store, ledger: Ledger) -> None:
    """What a death found: messages being handled, answers being sent."""
    async with store.read() as session:
        handling = select(func.count()).where(InboxRow.finished_at.is_(None), InboxRow.claims > 0)
        sending = select(func.count()).where(OutboxRow.state == OutboxState.sending)
        ledger.amid_handling += bool(await session.scalar(handling))
        ledger.amid_sending += bool(await session.scalar(sending))


async def audit(place: Place, store: Store, ledger: Ledger, marks: Sequence[int] = ()) -> Ledger:
    """Compare what was said with what was accepted, handled, owed and heard.

    `marks` are the numbers of the last call of each life that ended (`Place.calm`): only the life after it
    may say again what that one said, and only one message in a chat; or after an answer of Telegram's
    that was lost on the way.
    """
    audit_chats(place, ledger, marks)
    await audit_rows(place, store, ledger)
    return ledger


async def audit_rows(place: Place, store: Store, ledger: Ledger) -> None:
    """Every update was accepted once and handled once, and owed one answer that was sent."""
    async with store.read() as session:
        handled = Counter(
            facts["update"]
            for facts in await session.scalars(select(Event.facts).where(Event.verb == "echo.heard"))
        )
        accepted = list(await session.scalars(select(InboxRow.update_id)))
        owed = Counter(await session.scalars(select(OutboxRow.body)))
        states = {
            state
            for (state,) in await session.execute(
                select(OutboxRow.state).distinct().where(OutboxRow.state != OutboxState.sent)
            )
        }
        unfinished = await session.scalar(select(func.count()).where(InboxRow.finished_at.is_(None)))
        ledger.parked = await session.scalar(select(func.count(ParkedUpdate.id))) or 0
        files = await session.scalar(select(func.count(Customer.person_id)))
        memories = await session.execute(
            select(Chat.external_id, Conversation.memory).join(Chat, Chat.id == Conversation.chat_id)
        )
        counted = {int(chat): memory.get("heard") for chat, memory in memories}
    said = {customer: len(words) for customer, words in place.said.items()}
    ledger.updates = len(accepted)
    ledger.once = sum(times == 1 for times in handled.values())
    ledger.must(len(accepted) == sum(said.values()), "what was written is not what was accepted")
    ledger.must(len(set(accepted)) == len(accepted), "an update was accepted twice")
    ledger.must(set(handled) == set(accepted), "an accepted update was never handled")
    ledger.must(ledger.once == len(accepted), "an update was handled more than once")
    ledger.must(all(times == 1 for times in owed.values()), "an answer was owed twice")
    ledger.must(len(owed) == len(accepted), "answers owed and updates accepted differ in number")
    ledger.must(not states, f"owed rows are left: {states}")
    ledger.must(not unfinished, "accepted rows are left")
    ledger.must(ledger.parked == 0, "an innocent message was parked")
    ledger.must(files == sum(map(bool, said.values())), "a customer has no file, or two")
    ledger.must(
        {customer: count for customer, count in counted.items() if count}
        == {customer: count for customer, count in said.items() if count},
        "the counts kept in conversations are wrong: an effect was lost or came twice",
    )


def audit_chats(place: Place, ledger: Ledger, marks: Sequence[int]) -> None:
    """From what customers saw: nothing lost, in order, and repeats only as often as we died."""
    last: dict[str, dict[str, Any]] = {}
    latest: dict[str, int] = {}
    repeats: Counter[tuple[str, int]] = Counter()
    for call in place.sandbox.world.calls("sendMessage"):
        if not call["ok"]:
            continue
        chat, text = str(call["params"]["chat_id"]), call["params"]["text"]
        nth = int(text.rpartition("-")[2])
        if nth <= latest.get(chat, -1):
            ledger.must(text == last[chat]["params"]["text"], f"{text} was repeated after later ones")
            if last[chat].get("fault") not in LOST_ANSWERS:
                died = sum(mark < call["number"] for mark in marks)
                repeats[chat, died] += 1
                between = died - sum(mark < last[chat]["number"] for mark in marks)
                ledger.must(between > 0, f"{text} was said twice by the same life")
        else:
            ledger.must(nth == latest.get(chat, -1) + 1, f"{text} came out of turn")
            latest[chat] = nth
        last[chat] = call
    ledger.repeats = repeats.total()
    ledger.worst = max(repeats.values(), default=0)
    ledger.lost = sum(
        len({f"echo {words}" for words in said} - set(place.heard(customer)))
        for customer, said in place.said.items()
    )
    ledger.must(all(kill > 0 for _, kill in repeats), "a message was repeated though nobody had died")
    ledger.must(ledger.worst <= 1, "more than one repeated message for a chat and a kill")
    ledger.must(ledger.lost == 0, "an answer was lost")
