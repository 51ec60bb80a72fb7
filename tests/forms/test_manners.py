"""The manners of every form, tried on the complaint form."""

from __future__ import annotations

from sqlalchemy import func, select

from storage.case import Case
from storage.draft import Draft


async def count(town, what) -> int:
    """How many rows there are."""
    async with town.store.read() as session:
        return int(await session.scalar(select(func.count()).select_from(what)) or 0)


async def begun(town, language: str = "en", **about):
    """A customer in the middle of a complaint, at the category."""
    await town.open_group("complaints")
    anna = await town.customer("Anna", language_code=language, **about)
    await anna.says("/complaint")
    await anna.says("The room was cold." if language == "en" else "教室太冷了")
    return anna


async def test_cancel_keeps_nothing(town):
    """Cancelling says so, asks nothing more and leaves no row."""
    anna = await begun(town)
    await anna.presses("Cancel")
    assert "nothing of it was kept" in anna.last.text
    assert await count(town, Draft) == 0
    assert await count(town, Case) == 0


async def test_cancel_by_word(town):
    """A typed “cancel” is as good as the button."""
    anna = await begun(town)
    await anna.says("Never mind!")
    assert "nothing of it was kept" in anna.last.text


async def test_back_asks_the_last_question_again(town):
    """Back goes one question back, and from there forward again."""
    anna = await begun(town)
    await anna.presses("Back")
    assert "(1 of 6)" in anna.last.text
    await anna.says("The room was very cold.")
    await anna.presses("Rooms")
    await anna.presses("Skip")
    await anna.presses("Nothing")
    await anna.says("back")
    assert "photos" in anna.last.text
    await anna.presses("Nothing")
    await anna.presses("Here in the chat")
    assert "very cold" in anna.last.text


async def test_one_answer_is_changed_in_the_review(town):
    """The review lets one answer be changed and comes back to itself; leaving it is fine too."""
    anna = await begun(town)
    for label in ("Rooms", "Skip", "Nothing", "Here in the chat"):
        await anna.presses(label)
    await anna.presses("✏️ About")
    await anna.presses("Fees")
    assert "Fees and refunds" in anna.last.text
    assert "Send" in " ".join(anna.last.buttons)
    await anna.presses("✏️ What happened")
    await anna.presses("Leave it as it is")
    assert "The room was cold." in anna.last.text
    await anna.presses("✏️ Reach me")
    await anna.presses("By phone")
    assert "Which number" in anna.texts[-2]
    await anna.says("13800138000")
    assert "+8613800138000" in anna.last.text
    assert await count(town, Case) == 0
    await anna.says("yes")
    assert await count(town, Case) == 1


async def test_a_double_tap_changes_nothing(town):
    """Pressing the same button twice does it once, and the second press is answered."""
    anna = await begun(town)
    asked = anna.last.message_id
    await anna.presses("Rooms", message=asked)
    answer = await anna.presses("Rooms", message=asked)
    assert "past that step" in answer
    await anna.presses("Skip")
    await anna.presses("Nothing")
    await anna.presses("Here in the chat")
    review = anna.last.message_id
    await anna.presses("Send", message=review)
    assert "is over" in await anna.presses("Send", message=review)
    assert await count(town, Case) == 1


async def test_a_form_waits_for_a_day(town):
    """After a long silence the customer is asked whether to go on, and goes on where they were."""
    anna = await begun(town)
    await town.travel(hours=30)
    await anna.says("hmm, where were we")
    assert "Shall we go on" in anna.last.text
    await anna.presses("Go on")
    assert "(2 of" in anna.last.text
    await town.travel(hours=30)
    await anna.says("hello there")
    await anna.presses("Start anew")
    assert "(1 of 6)" in anna.last.text
    await town.travel(hours=30)
    await anna.says("It was cold all week.")
    await anna.presses("Go on")
    await anna.presses("Use what I just wrote")
    assert "(2 of" in anna.last.text
    await town.travel(hours=30)
    await anna.says("once more")
    await anna.presses("Leave it")
    assert await count(town, Draft) == 0


async def test_a_question_in_the_middle_is_answered(town):
    """A question is answered, and then the form goes on."""
    anna = await begun(town)
    before = len(anna.heard)
    await anna.says("How much is a trial lesson?")
    assert len(anna.heard) >= before + 2
    assert "(2 of" in anna.last.text
    assert await count(town, Draft) == 1


async def test_commands_do_not_lose_the_form(town):
    """/help, /start, /settings and /privacy answer and come back to the question."""
    anna = await begun(town)
    for command in ("/help", "/start", "/settings", "/privacy"):
        await anna.says(command)
        assert "(2 of" in anna.last.text
    assert await count(town, Draft) == 1


async def test_bad_input_is_answered_kindly(town):
    """What does not fit is answered, and the question stays."""
    anna = await begun(town)
    await anna.says("purple")
    assert "choose one of these" in anna.last.text
    await anna.says("2")
    assert "(3 of" in anna.last.text
    await anna.says("a warm room, please")
    await anna.presses("Nothing")
    await anna.presses("By phone")
    await anna.says("12")
    assert any("couldn't read a phone number" in text for text in anna.texts[-2:])
    await anna.says("020 7946 0958 +44 20 7946 0958")
    assert "+442079460958" in anna.last.text


async def test_an_album_is_thanked_for_once(town):
    """Any number of pictures is one thank-you, and all of them are kept."""
    anna = await begun(town)
    await anna.presses("Rooms")
    await anna.presses("Skip")
    before = len(anna.heard)
    await anna.sends(album=[{"photo": b"1"}, {"photo": b"2"}, {"photo": b"3", "caption": "icicles"}])
    assert len(anna.heard) == before + 1
    await anna.sends(document=b"file")
    await anna.presses("That's all")
    await anna.presses("Here in the chat")
    assert "4 items" in anna.last.text


async def test_a_picture_at_the_wrong_question_is_kept(town):
    """A picture sent while something else is asked goes with the case."""
    anna = await begun(town)
    await anna.sends(photo=b"1")
    assert "put that in" in anna.last.text
    assert "(2 of" in anna.last.text
    await anna.presses("Rooms")
    await anna.presses("Skip")
    await anna.presses("That's all")
    await anna.presses("Here in the chat")
    assert "1 item" in anna.last.text


async def test_long_answers_are_kept_whole(town):
    """Four thousand characters are shown shortened and kept whole."""
    await town.open_group("complaints")
    anna = await town.customer("Anna", language_code="en")
    words = "冷" * 4_096
    await anna.says("/complaint")
    await anna.says(words)
    await anna.presses("教学质量")
    await anna.presses("跳过")
    await anna.presses("没有，继续")
    await anna.presses("就在这里")
    assert "4096" in anna.last.text
    await anna.presses("发送")
    async with town.store.read() as session:
        assert (await session.scalars(select(Case.summary))).one() == words


async def test_an_edited_answer_is_corrected(town):
    """Editing the message corrects the answer it gave."""
    await town.open_group("complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/complaint")
    sent = await anna.says("The rom was cold.")
    await anna.edits(sent, "The room was cold.")
    assert "changed your answer" in anna.last.text
    for label in ("Rooms", "Skip", "Nothing", "Here in the chat"):
        await anna.presses(label)
    assert "The room was cold." in anna.last.text


async def test_another_form_is_not_begun_over_an_open_one(town):
    """Two forms at once are a choice, not an accident."""
    anna = await begun(town)
    await anna.says("/call_back")
    assert "in the middle of" in anna.last.text
    await anna.presses("Go on")
    assert "(2 of" in anna.last.text
    await anna.says("/call_back")
    await anna.presses("Change")
    assert "Which number" in " ".join(anna.texts[-2:])
    assert await count(town, Draft) == 1


async def test_somebody_elses_contact_is_not_ones_own(town):
    """A contact from the address book is a number to call, and nobody's own."""
    anna = await begun(town)
    for label in ("Rooms", "Skip", "Nothing", "By phone"):
        await anna.presses(label)
    await anna.shares_contact("+8613900139000")
    assert "+8613900139000" in anna.last.text
    await anna.presses("Send")
    async with town.store.read() as session:
        case = (await session.scalars(select(Case))).one()
        assert case.contact == "+8613900139000"
    conversation = await town.conversation(anna)
    assert conversation.id == case.conversation_id
