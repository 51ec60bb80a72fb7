"""A question comes in: as words, as a yes to an offer, or as the number of a suggestion."""

from __future__ import annotations

from handlers import desk
from handlers.question.asker import Asker
from handlers.question.pieces import drop, take
from handlers.question.presses import helpful, pass_question, pick_entry, refuse_entries, unhelpful
from handlers.question.replying import look_up, respond
from handlers.turn import Turn
from handlers.understanding.intent import plain, yes_or_no
from handlers.welcome.small_talk import nod


async def answer(turn: Turn, text: str, *, at_once: bool = False) -> bool:
    """Answer a question from the base, or offer what we can. False if it waits for more pieces."""
    asker = Asker.of(turn)
    if at_once:
        await respond(asker, text, look_up(asker, text))
        return True
    return await take(asker, text)


async def expected(turn: Turn) -> bool:
    """Take a message that replies to what we just offered: yes, no, or a suggestion's number.

    Any other message means that the talk has gone on, and nothing is offered any more.
    """
    asker = Asker.of(turn)
    if (rated := asker.dialogue.rating) and not turn.first_contact:
        asker.dialogue.rating = 0
        asker.save()
        if asker.dialogue.told_just_now(asker.dialogue.told, turn.now) and await _rated(turn, rated):
            return True
    offered, shown, asked = asker.dialogue.offered, asker.dialogue.shown, asker.dialogue.asked
    if not asker.dialogue.withdraw():
        return False
    asker.save()
    if turn.text in {str(place) for place in range(1, len(shown) + 1)}:
        await pick_entry(turn, asked, shown[int(turn.text) - 1])
        return True
    agreed = yes_or_no(turn.house.texts, turn.text)
    if agreed is not None and len(shown) == 1:
        await (pick_entry(turn, asked, shown[0]) if agreed else refuse_entries(turn, asked, shown))
        return True
    if agreed is None or offered is None:
        return False
    if agreed:
        await pass_question(turn, offered)
    else:
        turn.reply("welcome.reply.no")
    return True


async def _rated(turn: Turn, question_id: int) -> bool:
    """Whether the message says that the answer helped, or that it did not."""
    said, texts = plain(turn.text), turn.house.texts

    def means(key: str) -> bool:
        return any(
            said == plain(phrase)
            for language in texts.languages
            for phrase in texts.phrases(language, f"question.words.{key}")
        )

    if means("got_it"):
        await helpful(turn, {"question": question_id})
        nod(turn)
        return True
    if means("missed_it"):
        await unhelpful(turn, {"question": question_id})
        return True
    return False


def offer_person(turn: Turn) -> None:
    """A person was offered without a question: a yes to that is understood."""
    asker = Asker.of(turn)
    asker.dialogue.offered = 0
    asker.save()


def withdraw(turn: Turn) -> None:
    """The person went somewhere else: what we offered does not stand any more."""
    asker = Asker.of(turn)
    if asker.dialogue.withdraw():
        asker.save()


async def hand_over_pieces(turn: Turn) -> bool:
    """Hand over what was being gathered when the person asked for people. False if nothing was."""
    asker = Asker.of(turn)
    if not asker.dialogue.pieces:
        return False
    await desk.hand_over(turn, drop(asker))
    return True
