"""A private chat: one message after another, to whom it is meant for."""

from __future__ import annotations

from handlers import belonging, desk, follow_ups, forms, question
from handlers.desk.relays import other_end
from handlers.orders import asking as orders
from handlers.routing import commands
from handlers.routing.going import follow
from handlers.turn import Turn
from handlers.understanding.intent import intent
from handlers.understanding.language import OTHER, detect, heard
from handlers.welcome import greeting, phone, small_talk
from storage.outbound import Button, SendText


async def receive(turn: Turn) -> None:
    """Commands, then an open form, people on the line, the menu's words, and questions."""
    if turn.message is not None and turn.message.edited:
        if turn.draft is None or not await forms.receive(turn):
            await desk.edited(turn)
        return
    if turn.message is not None and not turn.message.forwarded and not _quotes(turn):
        heard(turn.person, turn.text)
    if await commands.obey(turn):
        return
    if turn.draft is not None and not await _replies_to_people(turn):
        await _in_form(turn)
    elif await follow_ups.in_words(turn) or await belonging.unclear(turn):
        return
    elif not await desk.from_customer(turn):
        await _at_large(turn)


def _quotes(turn: Turn) -> bool:
    """Whether an open form is filled in with words for others."""
    form = forms.find_form(turn.draft.form) if turn.draft is not None else None
    return form is not None and form.quotes


async def _replies_to_people(turn: Turn) -> bool:
    """Whether the message expressly replies to what a colleague wrote: then it is for them, form or not."""
    replied = turn.message.reply_to if turn.message else None
    return replied is not None and await other_end(turn.session, turn.chat.id, replied) is not None


async def _in_form(turn: Turn) -> None:
    if await forms.receive(turn):
        return
    # It was a question in the middle: answer it and go on.
    if not await question.receive(turn):
        await question.answer(turn, turn.text, at_once=True)
    await forms.resume(turn)


async def _at_large(turn: Turn) -> None:
    if await question.expected(turn):
        return
    if await desk.names_own(turn) or await orders.names_own(turn, turn.text):
        return
    if await phone.receive(turn) or await question.receive(turn):
        return
    if wanted := intent(turn.house.texts, turn.text):
        if turn.first_contact:
            turn.send(SendText(greeting.hello(turn, turn.person)))
        await follow(turn, wanted)
    elif said := small_talk.chat(turn):
        if said in small_talk.OFFERS:
            question.offer_person(turn)
    elif await orders.asked_in_words(turn):
        return
    elif detect(turn.text) == OTHER:
        _other_language(turn)
        question.offer_person(turn)
    else:
        await question.answer(turn, turn.text)


def _other_language(turn: Turn) -> None:
    person = Button(turn.text_of("welcome.other_language.person"), "go:human")
    turn.send(SendText(turn.text_of("welcome.other_language.line"), ((person,),)))
