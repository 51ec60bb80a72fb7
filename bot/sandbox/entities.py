"""Formatted text: lengths in UTF-16 units, entities given, parsed and found by themselves."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.entities_html import parse_html
from bot.sandbox.entities_markdown import parse_markdown, parse_markdown_v2
from bot.sandbox.errors import bad

KNOWN = (
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler "
    "blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time"
)
KINDS = frozenset(KNOWN.split())
FOUND = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<url>(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,!?:;)])"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{3,32})"
    r"|(?<!\w)(?P<hashtag>\#\w{1,255})"
)
SIGNS = re.compile(r"[/@#]|www\.")


def utf16_length(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def formatted(text: str, mode: str | None, given: list[Any] | None) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities, from a parse mode or a list of entities."""
    if mode:
        text, entities = _parse(text, mode)
    else:
        entities = _checked(given, utf16_length(text)) if given else []
    text, entities = _trimmed(text, entities)
    return text, _with_found(text, entities)


def _parse(text: str, mode: str) -> tuple[str, list[dict[str, Any]]]:
    kind = mode.lower()
    if kind == "html":
        return parse_html(text)
    if kind == "markdownv2":
        return parse_markdown_v2(text)
    if kind == "markdown":
        return parse_markdown(text)
    raise bad("unsupported parse_mode")


def _checked(given: list[Any], length: int) -> list[dict[str, Any]]:
    checked = []
    for entity in given:
        if not isinstance(entity, dict) or str(entity.get("type")) not in KINDS:
            raise bad("can't parse MessageEntity: wrong type of the entity")
        offset, size = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(size, int):
            raise bad('can\'t parse MessageEntity: Field "offset" and "length" must be of type Number')
        if offset < 0 or size < 0 or offset + size > length:
            raise bad(f"entity beginning at UTF-16 offset {offset} ends beyond the text")
        if size:
            checked.append(entity)
    return checked


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Cut white space at both ends, as Telegram does, and the entities with it."""
    bare = text.strip()
    if bare == text:
        return text, entities
    start = utf16_length(text[: len(text) - len(text.lstrip())])
    length = utf16_length(bare)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] + entity["length"] - start, length)
        if last > first:
            kept.append(entity | {"offset": first, "length": last - first})
    return bare, kept


def _with_found(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add commands, mentions, links, addresses and hashtags that stand in the text."""
    if not SIGNS.search(text):
        return entities
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in ("code", "pre", "text_link", "text_mention")
    ]
    given = {(entity["offset"], entity["length"], entity["type"]) for entity in entities}
    found = []
    for match in FOUND.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        if (offset, length, match.lastgroup) in given:
            continue
        if match.lastgroup and not any(start < offset + length and offset < end for start, end in taken):
            found.append({"offset": offset, "length": length, "type": match.lastgroup})
    return sorted(entities + found, key=lambda entity: entity["offset"]) if found else entities
