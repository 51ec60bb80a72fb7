"""Replying to a question: one answer, a few that may be meant, or an honest "I don't know"."""

from __future__ import annotations

from faq import Answer, Entry, Policy, Suggestions, Unknown, Verdict
from handlers.question.asker import Asker
from handlers.question.hearing_out import is_upset, offer_to_be_heard, offer_words
from handlers.question.known_incident import tell_incident
from handlers.question.showing import answer_text, files_of, own_buttons
from storage.outbound import Button
from storage.question import Question, QuestionResult

LABEL_LENGTH = 60


def look_up(asker: Asker, text: str) -> Verdict:
    """What the base says, leaving out what has just proved unhelpful to this person."""
    house, rules = asker.scene.house, asker.scene.house.rules.faq
    usual = Policy()
    policy = Policy(
        answer_alone=rules.answer_alone,
        suggest=min(usual.suggest, rules.answer_alone),
        also=min(usual.also, rules.answer_alone),
        most=rules.most_suggestions,
    )
    verdict = house.faq.match(text, policy=policy, now=asker.scene.now.astimezone(house.zone))
    if isinstance(verdict, Answer) and verdict.entry.id in asker.dialogue.unhelpful:
        return Unknown()
    if isinstance(verdict, Suggestions):
        left = tuple(entry for entry in verdict.entries if entry.id not in asker.dialogue.unhelpful)
        return Suggestions(left) if left else Unknown()
    return verdict


async def respond(asker: Asker, text: str, verdict: Verdict, *, incidents: bool = True) -> None:
    """Tell the verdict and keep the question; a known incident that it is about is told instead."""
    dialogue = asker.dialogue
    dialogue.offered = None
    dialogue.shown = []
    if incidents and await tell_incident(asker, text):
        return
    upset = is_upset(asker, text)
    match verdict:
        case Answer(entry=entry):
            question = await keep(asker, text, QuestionResult.answered, entry.id)
            if upset == "angry":
                asker.openings.append(asker.words("question.upset.before_answer"))
            await tell(asker, question, entry)
        case _ if upset:
            # No list of guesses for somebody who wants to be heard.
            question = await keep(asker, text, QuestionResult.unknown)
            await offer_to_be_heard(asker, question, upset)
        case Suggestions(entries=entries):
            question = await keep(asker, text, QuestionResult.suggested)
            await suggest(asker, question, entries)
        case Unknown():
            question = await keep(asker, text, QuestionResult.unknown)
            key = "question.again" if dialogue.missed else "question.unknown"
            await offer_colleague(asker, question, key)
    asker.save()


async def keep(asker: Asker, text: str, result: QuestionResult, entry: str | None = None) -> Question:
    """Keep the question, for the digest and for the base to grow by."""
    scene = asker.scene
    question = Question(
        id=await scene.key(Question),
        person_id=asker.person.id,
        language=asker.person.language,
        text=text,
        result=result,
        entry=entry,
        asked_at=scene.now,
    )
    scene.session.add(question)
    scene.effects.record(
        f"question.{result.value}", actor_kind="bot", person_id=asker.person.id, question=question.id
    )
    return question


async def tell(asker: Asker, question: Question, entry: Entry) -> None:
    """Tell an entry's answer and ask whether it helped."""
    dialogue, now = asker.dialogue, asker.scene.now
    language = asker.person.language
    answer, own = answer_text(asker.scene, language, entry), own_buttons(language, entry)
    feedback = (
        asker.choice("question.yes", "question.helpful", question=question.id),
        asker.choice("question.no", "question.unhelpful", question=question.id),
    )
    if dialogue.told_just_now(entry.id, now):
        text = asker.words("question.told_before", answer=answer)
        dialogue.offered = question.id
        await asker.speak(text, (*own, feedback, (_colleague(asker, question),)))
    elif files := await files_of(asker.scene, asker.conversation, language, entry):
        await asker.speak(answer, own)
        for file in files:
            await asker.scene.owe_chat(asker.conversation, file)
        await asker.speak(asker.words("question.helpful"), (feedback,))
    else:
        await asker.speak(f"{answer}\n\n{asker.words('question.helpful')}", (*own, feedback))
    if dialogue.offered is None:
        dialogue.missed, dialogue.rating, dialogue.clarified = [], question.id, False
    dialogue.told, dialogue.told_at = entry.id, now


async def suggest(asker: Asker, question: Question, entries: tuple[Entry, ...]) -> None:
    """Show the entries that may be meant. They can be pressed, or named by number."""
    asker.dialogue.shown = [entry.id for entry in entries]
    asker.dialogue.asked = question.id
    rows = [
        (
            asker.named(
                title(entry, asker.person.language), "question.pick", question=question.id, entry=entry.id
            ),
        )
        for entry in entries
    ]
    other = (asker.choice("question.else", "question.else", question=question.id),)
    if asker.dialogue.clarified:
        # Asking back again and again helps nobody.
        asker.dialogue.offered = question.id
        await asker.speak(asker.words("question.which_again"), (*rows, (_colleague(asker, question), *other)))
        return
    asker.dialogue.clarified = True
    key = "question.which" if len(rows) > 1 else "question.this_one"
    await asker.speak(asker.words(key), (*rows, other))


async def offer_colleague(asker: Asker, question: Question, key: str) -> None:
    """Say that we do not know (or missed the point) and offer a person."""
    dialogue = asker.dialogue
    dialogue.miss(question.id)
    dialogue.offered = question.id
    rephrase = asker.choice("question.rephrase", "question.rephrase")
    standing = await offer_words(asker, question)
    await asker.speak(asker.words(key), ((_colleague(asker, question), rephrase), *standing))


def title(entry: Entry, language: str) -> str:
    """An entry as a button shows it: its first phrasing, in the person's language if it has one."""
    phrasings = list(entry.phrasings())
    best = next(
        (text for of, text in phrasings if of == language), phrasings[0][1] if phrasings else entry.id
    )
    return best if len(best) <= LABEL_LENGTH else best[: LABEL_LENGTH - 1] + "…"


def _colleague(asker: Asker, question: Question) -> Button:
    return asker.choice("question.colleague", "question.colleague", question=question.id)
