"""What the customer said beside their words: what they would like, what it is about, when, by which way."""

from __future__ import annotations

from handlers.naming import shortened, without_numbers
from handlers.scene import Scene
from storage.case import Case

LENGTH = 120
_CHOICES = {"wish": "wishes", "happened": "days", "reach": "ways"}


def said_lines(scene: Scene, case: Case, language: str) -> list[str]:
    """A line for each thing the customer said, masked as groups see it."""
    lines = []
    if wish := said(scene, case, "wish", language):
        lines.append(scene.say(language, "desk.card.wish", wish=wish))
    for name in ("product", "happened"):
        if words := said(scene, case, name, language):
            lines.append(scene.say(language, f"desk.card.{name}", words=words))
    return lines


def said(scene: Scene, case: Case, name: str, language: str) -> str:
    """What they said to one question: a choice in the reader's language, or their words without numbers."""
    answer = str((case.details or {}).get(name, ""))
    key = f"complaint.{_CHOICES.get(name, '')}.{answer}"
    if key in scene.house.texts.keys(language):
        return scene.say(language, key)
    return shortened(without_numbers(answer), LENGTH)
