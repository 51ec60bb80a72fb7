"""Programmes: the rules that turn an event into a follow-up. See docs/follow_ups.md."""

from handlers.programmes.planning import (
    answer,
    cancel,
    plan_call,
    plan_joined,
    plan_return_visit,
    plan_second_question,
    put_off,
)

__all__ = [
    "answer",
    "cancel",
    "plan_call",
    "plan_joined",
    "plan_return_visit",
    "plan_second_question",
    "put_off",
]
