"""Answers, suggestions, and an honest "I don't know"."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from faq import Entry, Matcher
from storage.draft import Draft
from storage.question import Question, QuestionResult
from tests.town.people import Person
from tests.town.town import Town

NONSENSE = "zxqv blorp wibble kraz flumph domple?"
MORE_NONSENSE = "quarg snirf lumbo trazz pewk vondle?"


async def questions(town: Town) -> list[Question]:
    """All questions kept, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Question).order_by(Question.id)))


async def started(town: Town, **about: str) -> Person:
    """A customer who has been greeted."""
    anna = await town.customer("Anna", **about)
    await anna.says("/start")
    return anna


def knowing_nothing(town: Town) -> None:
    """A house whose base is empty."""
    town.house.faq = Matcher.build([])


async def test_known_question_is_answered_with_feedback_buttons(town: Town) -> None:
    """A known question gets its answer and is asked whether it helped; the question is kept."""
    anna = await started(town)
    await anna.says("What subjects do you teach?")
    assert anna.last.text.startswith("We teach Chinese")
    assert anna.last.buttons == ["👍 Yes", "👎 Not really"]
    [kept] = await questions(town)
    assert (kept.result, kept.entry, kept.helpful) == (QuestionResult.answered, "courses", None)


async def test_helpful_is_recorded_once(town: Town) -> None:
    """A thumb up is thanked and counted; a second press changes nothing."""
    anna = await started(town)
    await anna.says("What subjects do you teach?")
    assert await anna.presses("👍") == "Glad to hear it!"
    assert await anna.presses("👎") != "Glad to hear it!"
    [kept] = await questions(town)
    assert kept.helpful is True


async def test_not_helpful_offers_a_person(town: Town) -> None:
    """A thumb down brings the offer of a colleague, and the question goes along."""
    anna = await started(town)
    await town.agent("Li", "consulting")
    await anna.says("What subjects do you teach?")
    await anna.presses("👎")
    assert "colleague" in anna.last.text
    await anna.presses("Ask a colleague")
    [kept] = await questions(town)
    assert (kept.helpful, kept.handed_over) == (False, True)
    [topic] = town.group("consulting").topics
    assert any("What subjects do you teach?" in text for text in topic.texts)


async def test_same_failed_answer_is_not_given_again(town: Town) -> None:
    """After a thumb down the same question is not answered with the same words."""
    anna = await started(town)
    await anna.says("What subjects do you teach?")
    await anna.presses("👎")
    await anna.says("What subjects do you teach?")
    assert "We teach" not in anna.last.text
    assert any("colleague" in label.lower() for label in anna.last.buttons)


async def test_unknown_is_said_honestly(town: Town) -> None:
    """What is not known is said, with the offer of a person; a second failure says so differently."""
    knowing_nothing(town)
    anna = await started(town)
    await anna.says(NONSENSE)
    assert anna.last.text.startswith("I don't know the answer")
    first = anna.last.text
    await anna.says(MORE_NONSENSE)
    assert anna.last.text != first
    assert "colleague" in anna.last.text
    assert [kept.result for kept in await questions(town)] == [QuestionResult.unknown] * 2


async def test_yes_takes_the_offer_by_words(town: Town) -> None:
    """Typing yes after the offer is the same as pressing it."""
    knowing_nothing(town)
    anna = await started(town)
    await town.agent("Li", "consulting")
    await anna.says(NONSENSE)
    await anna.says("yes please")
    [topic] = town.group("consulting").topics
    assert any("blorp" in text for text in topic.texts)
    assert (await questions(town))[0].handed_over


async def test_no_declines_the_offer(town: Town) -> None:
    """Typing no after the offer ends it kindly."""
    knowing_nothing(town)
    anna = await started(town)
    await anna.says(NONSENSE)
    await anna.says("no thanks")
    assert anna.last.text == "All right. Write to me whenever you like."


async def test_rephrase(town: Town) -> None:
    """Who wants to put it differently is asked to, and then answered."""
    known = town.house.faq
    knowing_nothing(town)
    anna = await started(town)
    await anna.says(NONSENSE)
    await anna.presses("rephrase")
    assert "other words" in anna.last.text
    town.house.faq = known
    await anna.says("What subjects do you teach?")
    assert "We teach" in anna.last.text


def unsure(town: Town) -> None:
    """Make the house's base one that suggests rather than answers."""
    town.house.faq = Matcher.build(
        [
            Entry("red", {"en": ["How do I get a red balloon at the fair"], "zh": ["怎么拿红气球"]}, "Red."),
            Entry(
                "blue", {"en": ["How do I get a blue balloon at the fair"], "zh": ["怎么拿蓝气球"]}, "Blue."
            ),
        ]
    )
    faq = town.house.rules.faq.model_copy(update={"answer_alone": 1.0})
    town.house.rules = town.house.rules.model_copy(update={"faq": faq})


async def test_suggestions_are_buttons_and_numbers(town: Town) -> None:
    """When several may be meant they are offered; pressing one, or its number, answers and is recorded."""
    unsure(town)
    anna = await started(town)
    await anna.says("How do I get a green balloon at the fair then?")
    assert len(anna.last.buttons) == 3
    assert anna.last.buttons[-1] == "Something else"
    await anna.presses("blue balloon")
    assert anna.last.text.startswith("Blue.")
    await anna.says("How do I get a green balloon at the fair, then?")
    first = anna.last.buttons[0]
    await anna.says("1")
    assert anna.last.text.startswith("Red." if "red" in first else "Blue.") or "just told" in anna.last.text
    kept = await questions(town)
    assert [one.result for one in kept] == [QuestionResult.suggested] * 2
    assert kept[0].entry == "blue"


async def test_asking_back_once_then_offering_a_person(town: Town) -> None:
    """Whoever is asked back a second time in a row is offered a person with it, by button and by yes."""
    unsure(town)
    await town.agent("Li", "consulting")
    anna = await started(town)
    await anna.says("How do I get a green balloon at the fair then?")
    assert not any("colleague" in label for label in anna.last.buttons)
    await anna.says("How could I get that balloon at your fair please?")
    assert "not quite sure yet" in anna.last.text
    assert anna.last.buttons[-2:] == ["🙋 Ask a colleague", "Something else"]
    await anna.says("yes please")
    [topic] = town.group("consulting").topics
    assert any("that balloon" in text for text in topic.texts)


async def test_something_else_offers_a_person_and_does_not_repeat(town: Town) -> None:
    """Refused suggestions are not shown again."""
    unsure(town)
    anna = await started(town)
    await anna.says("How do I get a green balloon at the fair then?")
    await anna.presses("Something else")
    assert "colleague" in anna.last.text
    await anna.says("How do I get a green balloon at the fair then?")
    assert "balloon" not in " ".join(anna.last.buttons)


async def test_answer_in_another_language_says_so(town: Town) -> None:
    """An entry without the asker's language is told in the other, and says that it is."""
    town.house.faq = Matcher.build(
        [Entry("pool", {"en": ["Is there a swimming pool?"]}, {"zh": "没有泳池。"})]
    )
    anna = await started(town)
    await anna.says("Is there a swimming pool?")
    assert "only have this one in Chinese" in anna.last.text
    assert "没有泳池。" in anna.last.text


async def test_long_answer_comes_in_parts(town: Town) -> None:
    """An answer over the channel's limit arrives whole, in several messages; the buttons come last."""
    answer = "\n\n".join(f"{number}. " + "word " * 150 for number in range(12))
    town.house.faq = Matcher.build([Entry("long", {"en": ["Tell me everything you know?"]}, answer)])
    anna = await started(town)
    before = len(anna.texts)
    await anna.says("Tell me everything you know?")
    parts = anna.heard[before:]
    assert len(parts) > 1
    assert parts[0].buttons == []
    assert parts[-1].buttons
    assert "11. word" in parts[-1].text


async def test_old_entry_is_not_told(town: Town) -> None:
    """A suggestion whose entry was hidden meanwhile is not told any more."""
    unsure(town)
    anna = await started(town)
    await anna.says("How do I get a green balloon at the fair then?")
    town.house.faq.add(replace(town.house.faq.entry("blue"), hidden=True))
    await anna.presses("blue")
    assert "no longer in use" in anna.last.text


async def test_asking_again_at_once_offers_a_person(town: Town) -> None:
    """The same answer twice in a row comes with the offer of a colleague."""
    anna = await started(town)
    await anna.says("What subjects do you teach?")
    await anna.says("which courses can my kid take")
    assert "just told you" in anna.last.text
    assert any("colleague" in label.lower() for label in anna.last.buttons)


async def test_yes_to_an_old_offer_is_only_an_ok(town: Town) -> None:
    """An offer does not stand for ever, nor after the talk has gone on."""
    knowing_nothing(town)
    anna = await started(town)
    await anna.says(NONSENSE)
    await town.travel(minutes=31)
    message = await anna.says("ok")
    assert anna.reactions(message) == ["👍"]
    await anna.says(MORE_NONSENSE)
    await anna.presses("Ask a question")
    message = await anna.says("ok")
    assert anna.reactions(message) == ["👍"]
    assert not any(kept.handed_over for kept in await questions(town))


async def test_all_questions_that_failed_in_a_row_go_along(town: Town) -> None:
    """Whoever is asked in the end sees everything the bot could not answer."""
    knowing_nothing(town)
    await town.agent("Li", "consulting")
    anna = await started(town)
    await anna.says(NONSENSE)
    await anna.says(MORE_NONSENSE)
    await anna.says("yes")
    [topic] = town.group("consulting").topics
    words = "\n".join(topic.texts)
    assert "blorp" in words
    assert "quarg" in words
    assert [kept.handed_over for kept in await questions(town)] == [True, True]


async def test_single_suggestion_is_taken_or_refused_by_yes_or_no(town: Town) -> None:
    """One suggestion is a plain question back, which yes and no answer."""
    unsure(town)
    town.house.faq.remove("blue")
    anna = await started(town)
    await anna.says("How do I get a green balloon at the fair then?")
    assert anna.last.text == "Is this what you mean?"
    await anna.says("yes")
    assert anna.last.text.startswith("Red.")
    await anna.says("How do I get a green balloon at the fair, then?")
    await anna.says("no")
    assert "colleague" in anna.last.text


async def test_an_answers_button_opens_the_service_request(town: Town) -> None:
    """ "Apply for a refund" under the answer of the school's base begins a service request."""
    anna = await started(town)
    await anna.says("How do refunds work?")
    assert "Apply for a refund" in anna.last.buttons[0]
    await anna.presses("Apply for a refund")
    assert any("Cancel" in label for label in anna.last.buttons)
    async with town.store.read() as session:
        assert list(await session.scalars(select(Draft.form))) == ["service"]
