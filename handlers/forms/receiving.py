"""Receiving: what a message means to the question that is asked."""

from __future__ import annotations

from handlers.forms.asking import ask, greet_again
from handlers.forms.form import Field, Kind
from handlers.forms.life import give
from handlers.forms.paper import Paper, open_paper
from handlers.forms.phones import read_phone, shared_phone
from handlers.forms.pieces import is_spoken, pieces_of
from handlers.forms.sheet import Given, Piece
from handlers.forms.ways import obey
from handlers.forms.words import asks_back, bare, controls_in, faq_knows
from handlers.turn import Turn
from storage.inbound import Message


async def receive(turn: Turn) -> bool:
    """Use a message for the form. False: it asked something else; answer it, then `resume`."""
    paper, message = await open_paper(turn), turn.message
    if paper is None or message is None:
        return False
    if message.edited:
        return _corrected(paper, message)
    pieces = pieces_of(message) if paper.form.ends_in_case or paper.form.takes_files else ()
    if paper.silent_for_long and not (pieces and _wants_evidence(paper)):
        return _after_silence(paper, message)
    if paper.moved:
        paper.save()
        ask(paper, turn.text_of("forms.renewed"))
        return True
    if not pieces:
        for control in controls_in(turn, turn.text):
            if await obey(paper, control):
                return True
    paper.sheet.greeted = False
    if is_spoken(message) and not _wants_evidence(paper):
        return await _spoken(paper, message, pieces)
    if message.contact is not None and paper.field and paper.field.kind is Kind.phone:
        return await _contact(paper, paper.field)
    if pieces:
        return await _handed_in(paper, message, pieces)
    if not turn.text:
        return _refuse(paper, "forms.cannot_use")
    return await _words(paper, turn.text)


def _wants_evidence(paper: Paper) -> bool:
    return paper.field is not None and paper.field.kind is Kind.evidence


def _refuse(paper: Paper, key: str) -> bool:
    paper.save()
    ask(paper, paper.turn.text_of(key))
    return True


def _after_silence(paper: Paper, message: Message) -> bool:
    text = paper.turn.text
    if text and faq_knows(paper.turn, text):
        return False
    paper.sheet.held = Given(text=text, message=message.id) if text else None
    greet_again(paper)
    return True


def _corrected(paper: Paper, message: Message) -> bool:
    """An answer in words follows the edits of its message; other edits are left to the review."""
    text, sheet = message.text.strip(), paper.sheet
    for name, given in sheet.given.items():
        field = paper.form.field(name)
        if given.message == message.id and field and field.kind is Kind.text and bare(text):
            sheet.given[name] = Given(text=text, message=message.id)
            return _refuse(paper, "forms.corrected")
    handed_in = {given.message for given in sheet.given.values()} | {piece.message for piece in sheet.pieces}
    return message.id in handed_in and _refuse(paper, "forms.correct_in_review")


async def _spoken(paper: Paper, message: Message, pieces: tuple[Piece, ...]) -> bool:
    """A voice note is an answer where people will listen to it: in forms that end in a case."""
    if not pieces:
        return _refuse(paper, "forms.please_type")
    if paper.field is None:
        return await _handed_in(paper, message, pieces)
    await give(paper, paper.field, Given(voice=pieces[0], message=message.id))
    return True


async def _contact(paper: Paper, field: Field) -> bool:
    turn = paper.turn
    contact = turn.message.contact if turn.message else None
    sender = turn.inbound.sender.id if turn.inbound.sender else None
    phone, own = shared_phone(contact, sender, _region(turn)) if contact else (None, False)
    if phone is None:
        return _refuse(paper, "forms.bad_phone")
    await give(paper, field, Given(text=phone, own=own))
    return True


async def _handed_in(paper: Paper, message: Message, pieces: tuple[Piece, ...]) -> bool:
    """Keep pictures and files whatever is asked; an album is thanked for once."""
    sheet, turn = paper.sheet, paper.turn
    sheet.pieces += pieces
    more_of_an_album = message.album is not None and message.album == sheet.album
    sheet.album = message.album or ""
    if turn.text and paper.field is not None and paper.field.kind is Kind.text:
        await give(paper, paper.field, Given(text=turn.text, message=message.id))
        return True
    if turn.text:
        sheet.pieces += (Piece(message.id, "text", text=turn.text),)
    paper.save()
    if not more_of_an_album:
        ask(paper, "" if _wants_evidence(paper) else turn.text_of("forms.kept"))
    return True


async def _words(paper: Paper, text: str) -> bool:
    """Words for the field that is asked."""
    turn, field = paper.turn, paper.field
    message = turn.message.id if turn.message else ""
    if field is None:
        return not _asks_something(paper, text) and _refuse(paper, "forms.press_send")
    if field.kind is Kind.text:
        if not bare(text):
            return _refuse(paper, "forms.some_words")
        await give(paper, field, Given(text=text, message=message))
        return True
    if field.kind is Kind.phone:
        return await _typed_phone(paper, field, text)
    if code := _option_in(paper, field, text):
        await give(paper, field, Given(code=code))
        return True
    if field.kind is Kind.choice:
        return not _asks_something(paper, text) and _refuse(paper, "forms.pick_one")
    if field.kind is Kind.either:
        await give(paper, field, Given(text=text, message=message))
        return True
    if faq_knows(turn, text):
        return False
    if field.kind is Kind.time:
        await give(paper, field, Given(text=text, message=message))
        return True
    return await _handed_in(paper, turn.message, ()) if turn.message else False


async def _typed_phone(paper: Paper, field: Field, text: str) -> bool:
    phone = read_phone(text, _region(paper.turn))
    if phone is None:
        return not _asks_something(paper, text) and _refuse(paper, "forms.bad_phone")
    await give(paper, field, Given(text=phone))
    return True


def _region(turn: Turn) -> str:
    return turn.house.rules.forms.region


def _asks_something(paper: Paper, text: str) -> bool:
    return asks_back(text) or faq_knows(paper.turn, text)


def _option_in(paper: Paper, field: Field, text: str) -> str | None:
    """A choice by its words, its number in the list, or its words in the other language's spelling."""
    said = bare(text)
    for place, (code, label) in enumerate(field.choices(paper.turn), start=1):
        if said in (bare(label), code.casefold(), str(place)):
            return code
    return None
