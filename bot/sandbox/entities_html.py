"""Telegram's HTML dialect: a handful of tags, strictly nested."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import Refused, bad

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
PIECE = re.compile(r"<[^>]*>|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});|<", re.ASCII)
TAG = re.compile(r"^<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[^>]*)?)>$", re.DOTALL)
ATTRIBUTE = re.compile(r"""([A-Za-z-]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")


@dataclass(slots=True)
class Opened:
    """A tag that waits for its end."""

    tag: str
    offset: int
    attributes: dict[str, str]


class Writer:
    """Plain text so far, with its length in UTF-16 units."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def write(self, text: str) -> None:
        """Append text."""
        self.parts.append(text)
        self.length += len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities, or Telegram's "can't parse entities" error."""
    writer, opened, entities = Writer(), list[Opened](), list[dict[str, Any]]()
    position = 0
    for piece in PIECE.finditer(source):
        writer.write(source[position : piece.start()])
        position = piece.end()
        if piece[0].startswith("&"):
            writer.write(html.unescape(piece[0]))
            continue
        at = len(source[: piece.start()].encode())
        tag = TAG.match(piece[0])
        if tag is None:
            raise _error(f'Unsupported start tag "{piece[0][1:-1]}" at byte offset {at}')
        if tag[1]:
            _close(tag[2].lower(), at, opened, entities, writer.length)
        else:
            _open(tag[2].lower(), tag[3], at, opened, writer.length)
    writer.write(source[position:])
    if opened:
        raise _error(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(writer.parts), entities


def _open(tag: str, rest: str, at: int, opened: list[Opened], offset: int) -> None:
    if tag not in TAGS:
        raise _error(f'Unsupported start tag "{tag}" at byte offset {at}')
    attributes = {name.lower(): html.unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(rest)}
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    opened.append(Opened(tag, offset, attributes))


def _close(tag: str, at: int, opened: list[Opened], entities: list[dict[str, Any]], end: int) -> None:
    if not opened:
        raise _error(f"Unexpected end tag at byte offset {at}")
    begun = opened.pop()
    if begun.tag != tag:
        raise _error(f'Unmatched end tag at byte offset {at}, expected "</{begun.tag}>", found "</{tag}>"')
    if end > begun.offset and (entity := _entity(begun, end)):
        _merge_language(entity, entities)
        entities.append(entity)


def _entity(begun: Opened, end: int) -> dict[str, Any] | None:
    entity: dict[str, Any] = {"offset": begun.offset, "length": end - begun.offset, "type": TAGS[begun.tag]}
    attributes = begun.attributes
    if begun.tag == "a":
        url = attributes.get("href", "")
        if url.startswith("tg://user?id=") and url[13:].isdecimal():
            user = {"id": int(url[13:]), "is_bot": False, "first_name": "User"}
            return entity | {"type": "text_mention", "user": user}
        return entity | {"url": url} if url else None
    if begun.tag == "blockquote" and "expandable" in attributes:
        return entity | {"type": "expandable_blockquote"}
    if begun.tag == "code" and attributes.get("class", "").startswith("language-"):
        return entity | {"language": attributes["class"][9:]}
    if begun.tag == "tg-emoji":
        return entity | {"custom_emoji_id": attributes.get("emoji-id", "")}
    if begun.tag == "tg-time":
        if not attributes.get("unix", "").isdecimal():
            raise _error('Tag "tg-time" must have attribute "unix"')
        return entity | {"unix_time": int(attributes["unix"])}
    return entity


def _merge_language(entity: dict[str, Any], entities: list[dict[str, Any]]) -> None:
    """`<pre><code class="language-x">` is one `pre` with a language."""
    if entity["type"] != "pre" or not entities:
        return
    inner = entities[-1]
    if inner["type"] == "code" and (inner["offset"], inner["length"]) == (entity["offset"], entity["length"]):
        entities.pop()
        if "language" in inner:
            entity["language"] = inner["language"]


def _error(text: str) -> Refused:
    return bad(f"can't parse entities: {text}")
