"""Coming into groups and leaving them: offered to be a department's, or left if nobody knows us."""

from __future__ import annotations

from handlers import desk
from handlers.groups.whose import departments_in, has_group
from handlers.naming import department_name
from handlers.staff.names import departments
from handlers.turn import Turn
from storage.inbound import Membership
from storage.outbound import Buttons, Leave, SendText
from storage.outbox import Priority

_IN = frozenset({"member", "administrator", "restricted", "creator"})
_GREETED = "greeted"
_WENT = "went"


async def membership(turn: Turn, change: Membership) -> None:
    """Keep whether we can be heard in a chat, and tell those whom it concerns."""
    if not change.is_me:
        return
    came = change.status in _IN
    was_gone = turn.chat.unreachable is not None
    turn.chat.unreachable = None if came else ("blocked" if turn.private else "kicked")
    if came and was_gone:
        await desk.recovered(turn, turn.chat)
    if turn.private:
        turn.record("chat.unblocked" if came else "chat.blocked")
    elif came:
        await _came(turn, was_gone)
        await _may(turn, change)
    else:
        await _left(turn, was_gone)


async def _came(turn: Turn, was_gone: bool) -> None:
    greeted = bool(turn.conversation.memory.get(_GREETED)) and not was_gone
    if greeted or await departments_in(turn, turn.chat.id):
        return
    turn.conversation.memory = {**turn.conversation.memory, _GREETED: True, _WENT: False}
    language = turn.house.default_language
    if turn.staff is None and await turn.managers():
        await _go(turn, language)
        return
    hello = turn.say(language, "router.group.hello", business=turn.house.name(language))
    turn.send(SendText(hello, await _offers(turn, language)))
    await turn.tell_managers("router.group.added", title=turn.chat.title)


async def _offers(turn: Turn, language: str) -> Buttons:
    """A button for each department, those without a group first: a manager presses one."""
    buttons: list[tuple[bool, Buttons]] = []
    for one in await departments(turn):
        further = await has_group(turn, one.id)
        label = turn.say(
            language,
            "router.group.further" if further else "router.group.make",
            department=department_name(one, language),
        )
        buttons.append((further, ((turn.button(label, "staff.bind", "managers", once=True, key=one.key),),)))
    return tuple(row for _, rows in sorted(buttons, key=lambda one: one[0]) for row in rows)


async def _go(turn: Turn, language: str) -> None:
    """Brought in by somebody who is no colleague: leave with a word, and say so to the managers."""
    turn.conversation.memory = {**turn.conversation.memory, _WENT: True}
    turn.send(SendText(turn.say(language, "router.group.strange", business=turn.house.name(language))))
    # Of one priority, so that the word is said before the door closes.
    turn.effects.owe(Leave(), account_id=turn.account.id, chat_id=turn.chat.id, priority=Priority.staff)
    turn.record("group.left", chat=turn.chat.id)
    await turn.tell_managers("router.group.strange_told", title=turn.chat.title)


async def _may(turn: Turn, change: Membership) -> None:
    """Our rights in a department's group have changed: managers hear at once what does not work now."""
    if not await departments_in(turn, turn.chat.id):
        return
    if change.status != "administrator":
        await turn.tell_managers("router.group.no_admin", title=turn.chat.title)
    elif turn.chat.forum and "can_manage_topics" in change.missing:
        await turn.tell_managers("router.group.no_topics", title=turn.chat.title)
    else:
        await desk.recovered(turn, turn.chat, topics=True)


async def _left(turn: Turn, was_gone: bool) -> None:
    went = turn.conversation.memory.get(_WENT)
    turn.conversation.memory = {**turn.conversation.memory, _GREETED: False, _WENT: False}
    if went or was_gone:
        # Our own doing, or found out before, when something could not be sent.
        return
    await desk.group_lost(turn, turn.chat)
