"""No request, however wrong, makes the sandbox fall over: every refusal is a proper one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.checks import checked
from bot.sandbox.control import READS, VERBS
from bot.sandbox.errors import Refused
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.methods.request import Request
from bot.sandbox.table import PARAMETERS

from .conftest import TOKEN, Api

SOUND: dict[str, Any] = {
    "i": 1,
    "s": "text",
    "b": True,
    "f": 1.5,
    "a": [],
    "n": [1],
    "o": {},
    "F": "file",
}
WRONG: list[Any] = [
    None,
    "",
    "x",
    -1,
    10**30,
    1.5,
    True,
    [],
    {},
    [[]],
    [None],
    {"a": None},
    [{}],
    {"type": 5},
]


INSIDE: dict[str, list[Any]] = {
    "reply_parameters": [
        {"message_id": "x"},
        {"message_id": 1, "chat_id": "x"},
        {"message_id": 1, "quote": 5},
    ],
    "reply_markup": [
        {"inline_keyboard": 5},
        {"inline_keyboard": [5]},
        {"inline_keyboard": [[5]]},
        {"inline_keyboard": [[{"text": 5, "callback_data": 5}]]},
        {"keyboard": [[5]]},
        {"keyboard": [["a", {"text": None}]]},
        {"force_reply": True},
    ],
    "entities": [[{"type": "bold", "offset": "x", "length": 1}], [{"type": [], "offset": 0, "length": 1}]],
    "media": [
        [{"type": "photo"}] * 2,
        [{"type": "photo", "media": 5}] * 2,
        {"type": "photo", "media": "attach://x"},
    ],
    "scope": [{"type": "chat", "chat_id": "x"}, {"type": []}, {"type": "chat_member", "chat_id": 1}],
    "commands": [[{"command": 5, "description": 6}], [{"command": "a"}]],
    "options": [["a", 5], [{"text": 5}], [{"text": "a", "text_entities": 5}]],
    "menu_button": [{"type": 5}, {"type": "web_app"}],
    "reaction": [[{"type": "emoji"}], [{"type": "emoji", "emoji": []}], [5]],
    "message_ids": [["x"], [1, 1], list(range(200))],
    "parse_mode": ["HTML", "MarkdownV2", "Markdown"],
    "text": [
        '<a href="tg://user?id=x">l</a>',
        '<tg-time unix="x">t</tg-time>',
        "[l](tg://user?id=x)",
        "[",
        "]",
        "`",
        "```",
    ],
}


def refused_properly(sandbox: Sandbox, method: str, given: dict[str, Any]) -> bool:
    """Whether a request is carried out or refused; anything else raises."""
    try:
        params = checked(method, given)
        METHODS[method](Request(sandbox.state, sandbox.state.the_bot(), method, params))
    except Refused as refusal:
        return 400 <= refusal.code < 500
    return True


@pytest.mark.parametrize("method", sorted(METHODS.keys() - {"setwebhook", "leavechat"}))
def test_every_method_answers_whatever_it_is_given(method: str) -> None:
    """Each parameter in turn gets each wrong value: a result or a 4xx, never a crash."""
    sandbox = Sandbox(False)
    sandbox.world.bot(TOKEN)
    person = sandbox.world.account("Li")
    for place in (sandbox.world.private_chat(person), sandbox.world.group(members=[person])):
        sandbox.world.send(person, place, "hi")
        known = PARAMETERS[method]
        sound = {name: SOUND.get(kind, place) for name, (kind, required) in known.items() if required}
        assert refused_properly(sandbox, method, sound)
        for name in known:
            for value in WRONG + INSIDE.get(name, []):
                assert refused_properly(sandbox, method, sound | {name: value}), (name, value)
                for mode in ("HTML", "MarkdownV2", "Markdown") if "parse_mode" in known else ():
                    assert refused_properly(sandbox, method, sound | {name: value, "parse_mode": mode})


async def test_every_control_verb_answers_whatever_it_is_given(
    sandbox: Sandbox, api: Api, customer: int
) -> None:
    """Each verb and each thing to read: 200 or a 4xx with a sentence."""
    fields: list[dict[str, Any]] = [
        {},
        {"user": customer, "chat": None},
        {"user": customer, "text": "hi", "photo": 5},
        {"who": customer, "chat": "x"},
        {"user": customer, "chat": -5, "message_id": 1, "button": "x", "options": ["x"], "name": "n"},
        {"chat": customer, "message_ids": 7, "thread": 1, "title": "t", "forum": True},
        {"token": TOKEN, "update_id": 0, "kind": "429", "enforced": "x"},
        {"user": customer, "album": [5, {"photo": 6}]},
        {"user": customer, "venue": {}, "bot": TOKEN},
        {"user": customer, "poll": {"options": 5}},
        {"user": customer, "forward": {"message_id": "x"}},
        {"chat": [], "user": {}, "who": [], "members": [5], "bot": {}},
    ]
    for verb in (*VERBS, "clock"):
        for given in fields:
            async with api.session.post(f"{sandbox.url}/control/{verb}", json=given) as response:
                assert response.status < 500, (verb, given, await response.text())
                body = await response.json()
                assert body["ok"] or body["error"]
    for what in READS:
        for query in ({}, {"chat": "x"}, {"chat": "-5", "message_id": "x"}, {"id": "x"}, {"since": "x"}):
            async with api.session.get(f"{sandbox.url}/control/{what}", params=query) as response:
                assert response.status < 500, (what, query)
