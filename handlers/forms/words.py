"""Words that do what a form's buttons do, and words that ask something back."""

from __future__ import annotations

import re

from faq import Answer, Policy
from handlers.turn import Turn

CONTROLS = ("cancel", "back", "skip", "done", "send", "colleague", "go_on", "anew")
LONGEST = 24
LEAST_SURE = 0.5
_ASKS = re.compile(r"([?？]|[吗呢么嘛])[\s。.!！~～)）]*$")
_TRIM = re.compile(r"^[\s\W_]+|[\s\W_]+$")


def bare(text: str) -> str:
    """The words without what stands around them, in small letters."""
    return _TRIM.sub("", text).casefold()


def controls_in(turn: Turn, text: str) -> list[str]:
    """The buttons whose word this is, if the message is nothing else. Both languages are understood."""
    said = bare(text)
    if not said or len(said) > LONGEST:
        return []
    texts = turn.house.texts
    return [
        control
        for control in CONTROLS
        for language in texts.languages
        if said in map(bare, texts.phrases(language, f"forms.words.{control}"))
    ]


def asks_back(text: str) -> bool:
    """Whether the words end as a question does."""
    return _ASKS.search(text) is not None


def faq_knows(turn: Turn, text: str) -> bool:
    """Whether the message is, with confidence, one of the questions we have an answer to."""
    policy = Policy(answer_alone=max(turn.house.rules.faq.answer_alone, LEAST_SURE))
    return isinstance(turn.house.faq.match(text, policy=policy, now=turn.now), Answer)
