"""The first words with somebody new."""

from __future__ import annotations

from sqlalchemy import select

from storage.follow_up import FollowUp
from storage.person import Customer
from tests.town.town import Town


async def test_start_greets_with_name_business_and_menu(town: Town) -> None:
    """/start is answered with who we are and what can be done here."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    assert "Anna" in anna.last.text
    assert "Ivy Lane Tutoring" in anna.last.text
    assert "Welcome" in anna.last.text
    assert [label.split(" ", 1)[1] for label in anna.last.buttons] == [
        "Ask a question",
        "Talk to a person",
        "Complaint or suggestion",
        "Repair or service",
        "Call me back",
        "Refer a friend",
        "My requests",
    ]


async def test_hello_is_the_same_as_start(town: Town) -> None:
    """A typed hello is greeted like /start, in the language it was said in."""
    li = await town.customer("李雷", language_code="en")
    await li.says("你好呀")
    assert li.last.text.startswith("您好，李雷！这里是青藤学堂。")
    assert len(li.texts) == 1


async def test_first_question_is_answered_and_greeted_in_one_message(town: Town) -> None:
    """Somebody who begins with a question is not kept waiting by a menu."""
    anna = await town.customer("Anna")
    await anna.says("What subjects do you teach?")
    assert len(anna.texts) == 1
    assert anna.last.text.startswith("Hello Anna, this is Ivy Lane Tutoring.")
    assert "We teach Chinese, maths" in anna.last.text


async def test_newcomer_gets_file_and_follow_up_once(town: Town) -> None:
    """The first contact opens the customer file and plans the question how they are getting on."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("/start")
    async with town.store.read() as session:
        assert len((await session.scalars(select(Customer))).all()) == 1
        planned = (await session.scalars(select(FollowUp))).all()
    assert [one.programme for one in planned] == ["joined"]


async def test_thanks_get_a_kind_word_and_no_menu(town: Town) -> None:
    """Who only says thanks is not offered a menu again."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("Thank you so much!!")
    assert anna.last.text == "You're welcome. I'm here whenever you need me."
    assert anna.last.buttons == []


async def test_ok_gets_a_sign_and_no_words(town: Town) -> None:
    """An ok is seen, without more words."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    said = len(anna.texts)
    message = await anna.says("ok")
    assert len(anna.texts) == said
    assert anna.reactions(message) == ["👍"]


async def test_first_message_may_be_a_wish(town: Town) -> None:
    """Who begins with a complaint is greeted in a line and asked about it at once."""
    anna = await town.customer("Anna")
    await anna.says("I want to complain")
    assert anna.texts[0] == "Hello Anna, this is Ivy Lane Tutoring."
    assert "What happened?" in anna.last.text


async def test_complaint_with_its_words_is_not_asked_again(town: Town) -> None:
    """What was said with the wish is in the form already."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("complaint: the teacher was late twice")
    assert "What happened?" not in anna.last.text


async def test_person_wanted_in_a_form(town: Town) -> None:
    """Who wants a person in the middle of a form gets one, and what was filled in is not lost."""
    await town.agent("Li", "complaints")
    await town.agent("Mei", "consulting")
    anna = await town.customer("Anna")
    await anna.says("complaint: the teacher was late twice")
    await anna.says("/human")
    topics = [*town.group("complaints").topics, *town.group("consulting").topics]
    assert any("the teacher was late twice" in text for topic in topics for text in topic.texts)
