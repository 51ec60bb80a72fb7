"""/customer in a case's topic: what the file says, with a button for each thing that can be changed."""

from __future__ import annotations

from typing import Any

from handlers.customer_file.opening import opened
from handlers.customer_file.rights import may_change
from handlers.customer_file.waiting import expect, forget
from handlers.desk import about
from handlers.desk.agent_side import topic_here
from handlers.desk.topics import anchor
from handlers.desk.transfer_choices import colleagues
from handlers.naming import shortened, staff_name, without_numbers
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Button, Buttons, Delete, Edit, SendText
from storage.person import CLASSES, Customer, Person

MOST_COLLEAGUES = 20


async def command(turn: Turn, rest: str) -> None:
    """Post the panel. Whatever answers it stays among colleagues."""
    message = turn.message
    if turn.private or message is None:
        turn.reply("customer_file.how" if turn.staff is not None else "router.unknown_command")
        return
    topic = await topic_here(turn, message)
    if turn.staff is None:
        return
    if topic is None:
        text = turn.say(turn.house.default_language, "customer_file.how")
        turn.send(SendText(text, reply_to=message.id, silent=True))
        return
    case = await turn.session.get_one(Case, topic.case_id)
    if not await turn.serves(case.department_id):
        text = turn.say(turn.house.default_language, "desk.press.staff_only")
        turn.send(SendText(text, reply_to=message.id, silent=True))
        return
    text, buttons = await panel(turn, case)
    await turn.owe_topic(
        topic,
        SendText(text, buttons, reply_to=anchor(topic), silent=True),
        subject={"kind": "desk_note", "case": case.id, "chat": topic.chat_id},
    )


async def panel(turn: Turn, case: Case) -> tuple[str, Buttons]:
    """What stands on the file, prefilled, and the buttons."""
    language = turn.house.default_language
    file = await opened(turn, case)
    person = await turn.session.get_one(Person, case.person_id)
    who = await about.who(turn, person, language)
    lines = [turn.say(language, "customer_file.head", number=case.number, who=who)]
    lines += await about.lines_about(turn, case.person_id, language)
    if not file.preferences:
        lines.append(turn.say(language, "customer_file.nothing_remembered"))

    rows = (
        (_button(turn, case, "class", "choose", what="class"), _vip(turn, case, file)),
        (
            _button(turn, case, "manager", "choose", what="manager"),
            _button(turn, case, "preferences", "choose", what="preferences"),
        ),
        (_button(turn, case, "done", "done"),),
    )
    return "\n".join(lines), rows


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """Show what there is to choose from; or, for preferences, wait for words. Else the panel again."""
    if turn.press is None or turn.press.message is None:
        return
    case = await turn.session.get_one(Case, int(args["case"]))
    what = str(args["what"])
    if what and not await may_change(turn, case, what):
        turn.answer("customer_file.press.leads_only", alert=True)
        return
    forget(turn, turn.press.message)
    if not what:
        turn.send(Edit(turn.press.message, *await panel(turn, case)))
        return
    language = turn.house.default_language
    file = await opened(turn, case)
    options: list[Button] = []
    text = turn.say(language, f"customer_file.{'write' if what == 'preferences' else 'choose'}_{what}")
    if what == "class":
        options = [
            _option(
                turn, case, what, name, about.class_name(turn, name, language), name == file.customer_class
            )
            for name in CLASSES
        ]
    elif what == "manager":
        options = await _managers(turn, case, file)
    elif file.preferences:
        # A group never reads what reaches a person; in private the card says it in full.
        text = f"{text}\n\n📝 {without_numbers(file.preferences)}"
        options = [_option(turn, case, what, "", turn.say(language, "customer_file.button.clear"))]
    if what == "preferences":
        expect(turn, case.id, turn.press.message)
    rows = [tuple(options[start : start + 2]) for start in range(0, len(options), 2)]
    rows.append((_button(turn, case, "back", "choose", what=""),))
    turn.send(Edit(turn.press.message, text, tuple(rows)))


async def done(turn: Turn, args: dict[str, Any]) -> None:
    """The panel has done its duty."""
    if turn.press is not None and turn.press.message is not None:
        turn.send(Delete(turn.press.message))


async def _managers(turn: Turn, case: Case, file: Customer) -> list[Button]:
    """The department's colleagues, and that nobody is."""
    options = []
    for staff in (await colleagues(turn, case.department_id))[:MOST_COLLEAGUES]:
        name = shortened(await staff_name(turn.session, staff.id), 30)
        options.append(
            _option(turn, case, "manager", str(staff.id), name, staff.id == file.account_manager_id)
        )
    nobody = turn.say(turn.house.default_language, "customer_file.button.nobody")
    return [*options, _option(turn, case, "manager", "", nobody, file.account_manager_id is None)]


def _vip(turn: Turn, case: Case, file: Customer) -> Button:
    name, value = ("no_vip", "no") if file.vip else ("make_vip", "yes")
    return _option(
        turn, case, "vip", value, turn.say(turn.house.default_language, f"customer_file.button.{name}")
    )


def _option(turn: Turn, case: Case, what: str, value: str, label: str, stands: bool = False) -> Button:
    return turn.button(
        f"✓ {label}" if stands else label,
        "customer_file.change",
        f"department:{case.department_id}",
        case=case.id,
        what=what,
        value=value,
    )


def _button(turn: Turn, case: Case, name: str, verb: str, **args: Any) -> Button:
    label = turn.say(turn.house.default_language, f"customer_file.button.{name}")
    return turn.button(
        label, f"customer_file.{verb}", f"department:{case.department_id}", case=case.id, **args
    )
