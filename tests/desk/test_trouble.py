"""When something cannot be passed on, whoever counts on it hears so."""

from __future__ import annotations

from sqlalchemy import select

from storage.case import Case, CaseState, Evidence
from tests.desk.cases import complaint_resolved, newest
from tests.desk.test_talking import connected
from tests.town.town import Town


async def test_agents_hear_that_the_customer_blocked_the_bot(town: Town) -> None:
    """An answer that cannot reach the customer is reported in the topic."""
    anna, li, group = await connected(town)
    town.world.block(anna.id)
    await town.settle()
    await li.says("Hello?", topic=newest(group))
    assert any("没有送到" in text for text in newest(group).texts)


async def test_managers_hear_that_the_group_is_gone(town: Town) -> None:
    """A customer's words that cannot be put into the group are kept, and managers hear so once."""
    boss = await town.manager("Wang")
    anna, _, group = await connected(town)
    town.world.kick(100001, group.id)
    await town.settle()
    await anna.says("Hello?")
    await anna.says("Anybody?")
    assert sum("could not be put into the group" in text for text in boss.texts) == 1
    async with town.store.read() as session:
        assert len((await session.scalars(select(Evidence))).all()) == 2


async def test_a_wordless_wish_is_named_by_the_first_words(town: Town) -> None:
    """Who asked for a person without a word names the topic by what they write next."""
    anna, _, group = await connected(town)
    await anna.says("The app does not open")
    assert newest(group).name.endswith("The app does not open")
    assert "The app does not open" in newest(group).card.text


async def test_asking_for_a_person_again_reopens(town: Town) -> None:
    """Who asks for a person while the case rests as resolved has it opened again."""
    anna, li, group = await connected(town)
    await li.presses("已处理", topic=newest(group))
    await anna.says("/human")
    async with town.store.read() as session:
        case = (await session.scalars(select(Case))).one()
    assert case.state is CaseState.reopened
    assert "again" in anna.last.text


async def test_the_owners_reaction_reaches_the_customer(town: Town) -> None:
    """A thumb of the owner under a customer's words is shown to the customer; a colleague's is not."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    said = await anna.says("At three, then")
    await zhao.reacts(newest(group).last.message_id, "🔥", topic=newest(group))
    assert anna.reactions(said) == []
    await li.reacts(newest(group).last.message_id, "👍", topic=newest(group))
    assert anna.reactions(said) == ["👍"]


async def test_an_answer_on_another_matter_says_so(town: Town) -> None:
    """A customer who talks about one case is told which one an answer from another is about."""
    anna, li, complaints = await complaint_resolved(town)
    await town.agent("Zhao", "consulting")
    await anna.says("back to the assistant")
    await anna.says("talk to a human")
    await li.says("By the way: mended for good", topic=newest(complaints))
    assert anna.texts[-2].startswith("About your matter")
    assert anna.last.text == "By the way: mended for good"
