"""Requests checked against the table: unknown parameters, missing ones, wrong kinds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.errors import Refused, bad
from bot.sandbox.media import Upload
from bot.sandbox.table import NAMES, NESTED, PARAMETERS, REQUIRED, UNOFFERED, Known

EMPTY_MEANS_MISSING = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "action": "wrong parameter action in request",
    "name": "TOPIC_NAME_EMPTY",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "message_thread_id": "message thread not found",
    "from_chat_id": "chat_id is empty",
    "file_id": "wrong file_id or the file is temporarily unavailable",
}


def known_method(name: str) -> str:
    """The method's lower-case name, or the refusal for one the sandbox has not."""
    lower = name.lower()
    if lower in PARAMETERS:
        return lower
    if lower in UNOFFERED:
        raise bad(f"the sandbox does not offer the method {name}")
    raise Refused(404, "Not Found")


def checked(method: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters in their proper kinds; refuses what Telegram would not understand or would ignore."""
    known = PARAMETERS[method]
    params: dict[str, Any] = {}
    for name, value in given.items():
        parameter = known.get(name)
        if parameter is None:
            if isinstance(value, Upload):
                params[name] = value
                continue
            raise bad(f'unknown parameter "{name}" of method {NAMES[method]}')
        if value is None or (value == "" and parameter[0] not in "sF"):
            continue
        params[name] = CONVERT[parameter[0]](name, value)
    for name in REQUIRED[method]:
        if params.get(name) is None:
            raise bad(EMPTY_MEANS_MISSING.get(name, f'parameter "{name}" is required'))
    _no_loose_uploads(method, params)
    return params


def fields(given: Any, known: Known, where: str) -> dict[str, Any]:
    """The fields of an object inside a request, checked like parameters."""
    if not isinstance(given, dict):
        raise bad(f"{where} must be an object")
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise bad(f'unknown field "{name}" of {where}')
        if value is not None:
            found[name] = CONVERT[known[name][0]](name, value)
    for name, (_, required) in known.items():
        if required and name not in found:
            raise bad(f'field "{name}" of {where} is required')
    return found


def _no_loose_uploads(method: str, params: dict[str, Any]) -> None:
    """An attached file that nothing refers to is a mistake of the sender."""
    for name, value in params.items():
        if isinstance(value, Upload) and name not in PARAMETERS[method]:
            reference = f"attach://{name}"
            if not any(reference in str(other) for key, other in params.items() if key != name):
                raise bad(f'unknown parameter "{name}" of method {NAMES[method]}')


def _integer(name: str, value: Any) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        return int(value)
    raise bad(f'parameter "{name}" must be an integer')


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Upload):
        return value.content.decode("utf-8", "replace")
    if type(value) is int:
        return str(value)
    raise bad(f'parameter "{name}" must be a string')


def _truth(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    lower = str(value).lower()
    if lower in ("true", "1", "yes", "t"):
        return True
    if lower in ("false", "0", "no", "f"):
        return False
    raise bad(f'parameter "{name}" must be a boolean')


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise bad(f'parameter "{name}" must be a number') from error


def chat_reference(name: str, value: Any) -> int | str:
    """A chat's number, or its @username."""
    if isinstance(value, str) and value.startswith("@"):
        return value
    try:
        return _integer(name, value)
    except Refused as error:
        raise bad("chat not found") from error


def _array(name: str, value: Any) -> list[Any]:
    value = _decoded(name, value)
    if not isinstance(value, list):
        raise bad(f'parameter "{name}" must be an array')
    return value


def _integers(name: str, value: Any) -> list[int]:
    items = _array(name, value)
    if not all(type(item) is int for item in items):
        raise bad(f'parameter "{name}" must be an array of integers')
    return items


def _object(name: str, value: Any) -> dict[str, Any]:
    value = _decoded(name, value)
    if not isinstance(value, dict):
        what = (
            "object expected as reply markup"
            if name == "reply_markup"
            else f'parameter "{name}" must be an object'
        )
        raise bad(what)
    if name in NESTED:
        return fields(value, NESTED[name], f'parameter "{name}"')
    return value


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        what = "reply keyboard markup" if name == "reply_markup" else name
        raise bad(f"can't parse {what} JSON object") from error


def _file(name: str, value: Any) -> Any:
    if isinstance(value, Upload | str):
        return value
    raise bad(f'parameter "{name}" must be a file or a string')


CONVERT: dict[str, Callable[[str, Any], Any]] = {
    "i": _integer,
    "s": _text,
    "b": _truth,
    "f": _number,
    "c": chat_reference,
    "a": _array,
    "n": _integers,
    "o": _object,
    "F": _file,
}
