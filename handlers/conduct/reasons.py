"""Why the house asks: a rule's own words, or ours for the rules that stand from the beginning."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.rules import ConductRule
from handlers.scene import Scene


def reasons(scene: Scene, rules: Sequence[ConductRule], language: str) -> list[str]:
    """A line for each rule."""
    return [f"· {_reason(scene, rule, language)}" for rule in rules]


def _reason(scene: Scene, rule: ConductRule, language: str) -> str:
    own = {str(key): words for key, words in rule.reason.items()}
    if own:
        return own.get(language) or next(iter(own.values()))
    key = f"conduct.reason.{rule.name}"
    return scene.say(language, key if key in scene.house.texts.keys(language) else "conduct.reason.other")
