"""Recurring faults in words: a line each in the weekly digest and with /recurring, and what to press."""

from __future__ import annotations

from handlers.naming import shortened, without_numbers
from handlers.recurring.arithmetic import Fault
from handlers.recurring.gathering import newest_faults
from handlers.recurring.roots import open_faults, root_of, unbound
from handlers.scene import Scene
from handlers.staff.rights import for_managers
from handlers.turn import Turn
from storage.outbound import Button, Buttons, SendText

EXAMPLES = 3
WORDS = 60
LABEL = 40
MOST_BOUND = 50
"""So many cases a button binds to their cause at once."""


@for_managers
async def command(turn: Turn, rest: str) -> None:
    """What came up again and again this week, and whose cause is being looked after."""
    lines = await lines_for(turn, turn.language)
    rows = list(await buttons_for(turn, turn.language, turn.me))
    if not lines:
        lines = [turn.text_of("recurring.none")]
    standing = await open_faults(turn)
    if standing:
        lines += ["", turn.text_of("recurring.open")]
    for fault, root in standing:
        state = turn.text_of(f"desk.state.{root.state.value}")
        about = shortened(without_numbers(root.summary.partition("\n")[0]), WORDS)
        lines.append(turn.text_of("recurring.looked_after", number=root.number, words=about, state=state))
        label = turn.text_of("recurring.button.mended", number=root.number)
        rows.append((turn.button(label, "recurring.mended", turn.me, fault=fault.id),))
    turn.send(SendText("\n".join(lines), tuple(rows)))


async def lines_for(scene: Scene, language: str) -> list[str]:
    """A line for each fault: what, how often, the trend, examples, and whether somebody looks after it."""
    found = await newest_faults(scene)
    if not found:
        return []
    lines = [scene.say(language, "recurring.head")]
    for place, fault in enumerate(found, start=1):
        line = scene.say(
            language,
            "recurring.line",
            place=place,
            words=words_of(fault),
            group=_group(scene, language, fault),
            count=len(fault.cases),
            trend=_trend(scene, language, fault),
            numbers=", ".join(one.number for one in fault.cases[-EXAMPLES:]),
        )
        root = await root_of(scene, [one.case for one in fault.cases])
        known = scene.say(language, "recurring.known", number=root.number) if root is not None else ""
        lines.append(" ".join(filter(None, (line, known))))
    return lines


async def buttons_for(scene: Scene, language: str, audience: str) -> Buttons:
    """A button for each fault: look after its cause, or add what is new to the case that does."""
    rows: list[tuple[Button, ...]] = []
    for place, fault in enumerate(await newest_faults(scene), start=1):
        cases = [one.case for one in fault.cases][-MOST_BOUND:]
        root = await root_of(scene, cases)
        if root is None:
            label = scene.say(language, "recurring.button.root", place=place, words=words_of(fault))
            rows.append((scene.button(shortened(label, LABEL), "recurring.choose", audience, cases=cases),))
        elif new := await unbound(scene, cases, root):
            label = scene.say(language, "recurring.button.add", count=len(new), number=root.number)
            rows.append((scene.button(label, "recurring.add", audience, cases=new, root=root.id),))
    return tuple(rows)


def words_of(fault: Fault) -> str:
    """What customers say of it: the newest's words, without numbers."""
    return shortened(fault.cases[-1].words, WORDS)


def _group(scene: Scene, language: str, fault: Fault) -> str:
    names = scene.house.categories.get(fault.group)
    if names is not None:
        return names.get(language, fault.group)
    key = f"desk.kind.{fault.group}"
    return scene.say(language, key) if key in scene.house.texts.keys(language) else fault.group


def _trend(scene: Scene, language: str, fault: Fault) -> str:
    before = round(fault.before, 1)
    shown = int(before) if before == int(before) else before
    return scene.say(language, f"recurring.trend.{fault.trend}", before=shown)
