"""Notes never reach the customer: whoever writes them, of whatever kind, and however they are changed."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.desk.notes import NOTED
from tests.desk.test_talking import connected, newest, only_case
from tests.desk.test_writing import new_agent_connected
from tests.gateways.test_contract import PNG
from tests.relay.test_albums import sends_album
from tests.relay.test_every_kind import FILE, KINDS
from tests.town.people import Group, Person, Seen
from tests.town.town import Town

CAPTIONED = ("photo", "video", "document", "animation", "voice", "audio")
SIGNS = ("//", "// ", "／／", "#note ", "#NOTE ", "#备注", "＃备注 ", " //", "\u200b//", "\n//")
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)

signs = st.sampled_from(SIGNS)
by_sign = st.one_of(
    st.builds(lambda sign, words: {"text": sign + words}, signs, WORDS),
    st.builds(
        lambda kind, sign, words: {kind: FILE, "caption": sign + words},
        st.sampled_from(CAPTIONED),
        signs,
        WORDS,
    ),
)
any_kind = st.sampled_from(sorted(KINDS)).map(lambda kind: KINDS[kind][0])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("signed"), by_sign),
        st.tuples(st.just("answers a note"), any_kind),
        st.tuples(st.just("colleague"), any_kind),
        st.tuples(st.just("stranger"), any_kind),
        st.tuples(st.just("edits a note"), WORDS.filter(str.strip)),
        st.tuples(st.just("becomes a note"), st.builds(str.__add__, signs, WORDS)),
    ),
    min_size=1,
    max_size=8,
)


def sent_to(town: Town, customer: Person) -> list[Any]:
    """Every request that put or changed something in a customer's chat, but for reactions."""
    return [
        call
        for call in town.world.calls()
        if str(call["params"].get("chat_id")) == str(customer.id)
        and call["method"].lower() not in ("setmessagereaction", "sendchataction")
    ]


class Scenario:
    """A customer, the owner of their case, a colleague and a stranger in its topic."""

    def __init__(self, anna: Person, li: Person, zhao: Person, eve: Person, group: Group) -> None:
        self.anna, self.li, self.zhao, self.eve, self.group = anna, li, zhao, eve, group
        self.notes: list[tuple[Person, int]] = []
        self.sent: list[int] = []

    @classmethod
    async def set(cls, town: Town) -> Scenario:
        """Take the case and send one message to the customer."""
        anna, li, group = await connected(town)
        zhao = await town.agent("Zhao", "consulting")
        eve = await town.customer("Eve")
        town.world.join(eve.id, group.id)
        scenario = cls(anna, li, zhao, eve, group)
        scenario.sent.append(await li.says("this one is for the customer", topic=newest(group)))
        return scenario

    async def play(self, step: str, what: Any) -> None:
        """Do one thing that must not reach the customer."""
        topic = newest(self.group)
        if step == "edits a note":
            own = [(who, one) for who, one in self.notes if "text" in self._of(one).raw]
            for who, one in own[-1:]:
                await who.edits(one, what, topic=topic)
        elif step == "becomes a note":
            for one in self.sent[-1:]:
                await self.li.edits(one, what, topic=topic)
        else:
            who = {"colleague": self.zhao, "stranger": self.eve}.get(step, self.li)
            answered = self.notes[-1][1] if step == "answers a note" else None
            self.notes.append((who, await who.sends(topic=topic, reply_to=answered, **what)))

    def _of(self, message: int) -> Seen:
        return next(one for one in newest(self.group).seen if one.message_id == message)


SET: WeakKeyDictionary[Town, Scenario] = WeakKeyDictionary()
"""One scene goes on over all examples: what was noted before may be answered and changed later."""


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=by_sign, played=steps)
async def test_notes_never_reach_the_customer(
    town: Town, first: dict[str, Any], played: list[tuple[str, Any]]
) -> None:
    """However notes are written, answered and changed, nothing at all arrives at the customer's."""
    scenario = SET[town] if town in SET else SET.setdefault(town, await Scenario.set(town))
    before, calls = scenario.anna.texts, sent_to(town, scenario.anna)
    for step, what in [("signed", first), *played]:
        await scenario.play(step, what)
    assert scenario.anna.texts == before
    assert sent_to(town, scenario.anna) == calls


async def test_an_album_is_a_note_as_a_whole(town: Town) -> None:
    """One caption makes all its pictures notes, whichever of them carries it."""
    anna, li, group = await connected(town)
    before = [one.message_id for one in anna.seen]
    await li.sends(
        topic=newest(group),
        album=[{"photo": FILE, "caption": "// his homework"}, {"photo": FILE}, {"photo": FILE}],
    )
    assert [one.message_id for one in anna.seen] == before


@pytest.mark.parametrize("signed", [0, 1, 2])
async def test_any_part_of_an_album_makes_it_a_note(town: Town, signed: int) -> None:
    """Pictures that came before the one with the sign stay here as well, and say so."""
    anna, li, group = await connected(town)
    before = sent_to(town, anna)
    album: list[dict[str, Any]] = [{"photo": PNG} for _ in range(3)]
    album[signed]["caption"] = "// his homework"
    sent = await sends_album(town, li, newest(group), album=album)
    assert sent_to(town, anna) == before
    assert [noted(town, group, message) for message in sent] == [True] * 3
    assert (await only_case(town)).answered_at is None
    await li.says("so do not tell him", topic=newest(group), reply_to=sent[0])
    assert sent_to(town, anna) == before


@pytest.mark.parametrize("signed", [0, 1])
async def test_a_new_agents_album_is_a_note_as_a_whole(town: Town, signed: int) -> None:
    """A picture they were asked about is not sent once another part says that it is a note."""
    anna, li, group = await new_agent_connected(town)
    before = sent_to(town, anna)
    album: list[dict[str, Any]] = [{"photo": PNG} for _ in range(2)]
    album[signed]["caption"] = "// his homework"
    await sends_album(town, li, newest(group), album=album)
    if signed:
        await li.presses("发给客户", topic=newest(group))
    assert sent_to(town, anna) == before


def noted(town: Town, group: Group, message: int) -> bool:
    """Whether a message of a group has the sign of a note under it."""
    shown = town.world.reactions(group.id, message)
    return any(one.get("emoji") == NOTED for each in shown.values() for one in each)


async def test_what_answers_the_notes_button_stays_here(town: Town) -> None:
    """The card's Note posts a message; whatever answers it, a sticker too, is a note."""
    anna, li, group = await connected(town)
    before = anna.texts
    await li.presses("备注", topic=newest(group))
    asked = newest(group).last
    assert "只留在同事之间" in asked.text
    await li.sends(sticker=FILE, topic=newest(group), reply_to=asked.message_id)
    await li.says("he is cross", topic=newest(group), reply_to=asked.message_id)
    assert anna.texts == before
    assert len(anna.heard) == len(before)


async def test_a_sent_message_that_becomes_a_note_is_spoken_of(town: Town) -> None:
    """The customer keeps the earlier words, and the writer hears how to take them back."""
    anna, li, group = await connected(town)
    sent = await li.says("at three", topic=newest(group))
    await li.edits(sent, "// at three?", topic=newest(group))
    assert anna.last.text == "at three"
    assert "/unsend" in newest(group).last.text
