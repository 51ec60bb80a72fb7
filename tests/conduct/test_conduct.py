"""An agent's draft that goes against the house's rules is asked about in private, and nothing is lost."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from handlers.rules import ConductRules, DeskRules, Rules
from storage.event import Event
from tests.desk.cases import complaint
from tests.town.people import Person, Topic
from tests.town.town import Town


async def _case(town: Town) -> tuple[Person, Person, Topic, str]:
    town.house.rules = Rules(conduct=ConductRules(check=True))
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    case = await complaint(town, anna)
    topic = town.group("complaints").topics[0]
    await li.presses("我来处理", topic=topic)
    return anna, li, topic, case.number


async def _counted(town: Town) -> Counter[str]:
    async with town.store.read() as session:
        rows = await session.scalars(select(Event).where(Event.verb.startswith("conduct.")))
        return Counter(f"{one.verb}:{one.facts.get('rule', '')}" for one in rows)


async def test_a_draft_waits_for_its_writers_word(town: Town) -> None:
    """Sent anyway, taken back, mended by an edit, or left: each goes its way; other words are not stopped."""
    anna, li, topic, number = await _case(town)
    heard = len(anna.texts)

    await li.says("It is fixed today, guaranteed", topic=topic)
    assert len(anna.texts) == heard
    assert f"{number}" in li.last.text
    assert "guaranteed" in li.last.text
    assert "more than we can be sure" in li.last.text
    assert not any("sure to keep" in text for text in topic.texts)
    await li.says("I am on my way", topic=topic)
    assert anna.last.text == "I am on my way"
    await li.presses("Send anyway")
    assert anna.last.text == "It is fixed today, guaranteed"
    assert li.last.text == f"Sent to the customer of {number}."
    assert not li.last.buttons

    # A reply to what was sent anyway is a reply to the very words.
    await anna.says("Good", reply_to=anna.last.message_id)
    assert "guaranteed" in topic.last.raw["reply_to_message"]["text"]

    await li.says("That was your fault", topic=topic)
    await li.presses("Take back")
    assert "as a note" in li.last.text
    heard = len(anna.texts)
    await li.says("right?", topic=topic, reply_to=topic.last.message_id)
    assert len(anna.texts) == heard

    draft = await li.says("You get a refund of 300 yuan, it was your mistake", topic=topic)
    asked = len(li.texts)
    await li.edits(draft, "You get a refund of 300 yuan", topic=topic)
    assert len(anna.texts) == heard
    assert len(li.texts) == asked
    await li.edits(draft, "I will ask about a refund", topic=topic)
    assert anna.last.text == "I will ask about a refund"
    assert "already" in await li.presses("Send anyway")
    assert anna.texts.count("I will ask about a refund") == 1

    # Words that have arrived: their edit waits, and the customer keeps the former ones meanwhile.
    await li.edits(draft, "I guarantee the refund", topic=topic)
    assert anna.last.text == "I will ask about a refund"
    await li.presses("Send anyway")
    assert anna.last.text == "I guarantee the refund"

    heard = len(anna.texts)
    await li.says("It never happens, 100 % sure", topic=topic)
    await town.travel(hours=1)
    assert "was not sent" not in li.last.text
    await town.travel(hours=1, minutes=1)
    assert "was not sent" in li.last.text
    assert "already" in await li.presses("Take back")
    assert len(anna.texts) == heard

    counted = await _counted(town)
    assert counted["conduct.warned:promise"] == 3
    assert counted["conduct.warned:blame"] == 2
    assert counted["conduct.warned:amount"] == 1
    assert counted["conduct.sent_anyway:"] == 2
    assert counted["conduct.taken_back:"] == counted["conduct.mended:"] == counted["conduct.expired:"] == 1

    # A change that nobody decided on, or that was taken back: the words that have arrived stand.
    await li.edits(draft, "That was your fault", topic=topic)
    await li.presses("Take back")
    assert "keeps the earlier words" in li.last.text
    await li.edits(draft, "That was your mistake", topic=topic)
    await town.travel(hours=2, minutes=1)
    assert "keeps the earlier words" in li.last.text
    assert "I guarantee the refund" in anna.texts
    # A draft that is mended once its case is closed stays here, as anything that is written there now.
    draft = await li.says("Guaranteed to work", topic=topic)
    await anna.says("/withdraw")
    await anna.presses("Yes, withdraw it")
    heard = len(anna.texts)
    await li.edits(draft, "It works", topic=topic)
    assert len(anna.texts) == heard
    assert "打开" in topic.last.text or "已结束" in topic.last.text


async def test_albums_notes_and_those_without_a_private_chat(town: Town) -> None:
    """An album waits whole; numbers in notes are told of; who shut the private chat is asked in the topic."""
    anna, li, topic, number = await _case(town)
    heard = len(anna.seen)
    await li.sends(
        album=[
            {"photo": b"one", "caption": "Guaranteed to fit"},
            {"photo": b"two"},
        ],
        topic=topic,
    )
    await town.travel(seconds=5)
    assert len(anna.seen) == heard
    await li.presses("Send anyway")
    assert [one.kind for one in anna.seen[heard:]] == ["photo", "photo"]

    await li.says("// ring her: 138 1234 5678", topic=topic)
    assert "small thing" in li.last.text
    assert "1234" not in li.last.text
    assert not li.last.buttons

    town.world.block(li.id)
    await town.settle()
    heard = len(anna.texts)
    await li.says("It is your fault", topic=topic)
    asked = topic.last
    assert "your fault" not in asked.text
    assert asked.raw["reply_to_message"]["text"] == "It is your fault"
    tom = await town.agent("Tom", "complaints")
    assert await tom.presses("仍然发送", topic=topic)
    assert len(anna.texts) == heard
    await li.presses("仍然发送", topic=topic)
    assert anna.last.text == "It is your fault"
    counted = await _counted(town)
    assert counted["conduct.noticed:personal"] == 1
    assert number not in str(counted)


async def test_off_by_default_and_where_somebody_is_new(town: Town) -> None:
    """Without the setting nothing is looked at; a new agent is asked one thing after the other."""
    anna, li, topic, _ = await _case(town)
    town.house.rules = Rules()
    await li.says("It is your fault, guaranteed", topic=topic)
    assert anna.last.text == "It is your fault, guaranteed"

    town.house.rules = Rules(conduct=ConductRules(check=True), desk=DeskRules(confirm_replies=9))
    draft = await li.says("I will look at it", topic=topic)
    await li.edits(draft, "I guarantee that I look at it", topic=topic)
    await li.presses("发给客户", topic=topic)
    assert anna.last.text == "It is your fault, guaranteed"
    assert "“I guarantee that I look at it”" in li.last.text
    await li.presses("Send anyway")
    assert anna.last.text == "I guarantee that I look at it"
    await town.travel(hours=3)
    assert li.last.text.startswith("Sent to the customer")
    assert anna.texts.count("I guarantee that I look at it") == 1
