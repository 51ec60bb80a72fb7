"""Telegram's two Markdown dialects, strict (MarkdownV2) and old (Markdown)."""

from __future__ import annotations

from typing import Any

from bot.sandbox.entities_html import Writer
from bot.sandbox.errors import Refused, bad

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
MARKS = {"__": "underline", "||": "spoiler", "*": "bold", "_": "italic", "~": "strikethrough"}
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "link": "TextUrl",
}


class Strict:
    """One run over MarkdownV2."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.writer = Writer()
        self.entities: list[dict[str, Any]] = []
        self.opened: list[tuple[str, int, int]] = []
        self.quote: int | None = None

    def parse(self) -> tuple[str, list[dict[str, Any]]]:
        """Plain text and entities."""
        while self.position < len(self.source):
            self._step()
        if self.opened:
            kind, _, at = self.opened[-1]
            raise _unclosed(kind, self._bytes(at))
        self._end_quote()
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.writer.parts), self.entities

    def _step(self) -> None:
        source, at = self.source, self.position
        sign = source[at]
        if sign == "\\" and at + 1 < len(source) and 0 < ord(source[at + 1]) < 127:
            self.writer.write(source[at + 1])
            self.position += 2
        elif sign == "`":
            self._code()
        elif sign == ">" and (at == 0 or source[at - 1] == "\n"):
            self.quote = self.writer.length if self.quote is None else self.quote
            self.position += 1
        elif sign == "\n":
            if not source.startswith(">", at + 1):
                self._end_quote()
            self._plain(sign)
        elif sign == "[" or source.startswith("![", at):
            self.opened.append(("link", self.writer.length, at))
            self.position += 1 if sign == "[" else 2
        elif sign == "]" and self.opened and self.opened[-1][0] == "link":
            self._link()
        elif self._mark():
            return
        elif sign in RESERVED:
            raise _error(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._plain(sign)

    def _plain(self, sign: str) -> None:
        self.writer.write(sign)
        self.position += 1

    def _mark(self) -> bool:
        for mark, kind in MARKS.items():
            if not self.source.startswith(mark, self.position):
                continue
            if self.quote is not None and mark == "||" and not self._is_open("spoiler"):
                rest = self.source[self.position + 2 : self.position + 3]
                if rest in ("", "\n"):
                    self.position += 2
                    self._end_quote("expandable_blockquote")
                    return True
            if self.opened and self.opened[-1][0] == kind:
                _, offset, _ = self.opened.pop()
                self._add(kind, offset)
            elif self._is_open(kind):
                raise _unclosed(self.opened[-1][0], self._bytes(self.opened[-1][2]))
            else:
                self.opened.append((kind, self.writer.length, self.position))
            self.position += len(mark)
            return True
        return False

    def _is_open(self, kind: str) -> bool:
        return any(begun[0] == kind for begun in self.opened)

    def _code(self) -> None:
        fence = "```" if self.source.startswith("```", self.position) else "`"
        kind = "pre" if fence == "```" else "code"
        end = self.source.find(fence, self.position + len(fence))
        if end < 0:
            raise _unclosed(kind, self._bytes(self.position))
        body = self.source[self.position + len(fence) : end]
        extra = {}
        if kind == "pre":
            first, newline, rest = body.partition("\n")
            if newline:
                body = rest
                extra = {"language": first.strip()} if first.strip() else {}
        offset = self.writer.length
        self.writer.write(body.replace("\\`", "`").replace("\\\\", "\\"))
        self._add(kind, offset, **extra)
        self.position = end + len(fence)

    def _link(self) -> None:
        _, offset, at = self.opened.pop()
        self.position += 1
        if not self.source.startswith("(", self.position):
            return
        end = self.position + 1
        while end < len(self.source) and self.source[end] != ")":
            end += 2 if self.source[end] == "\\" else 1
        if end >= len(self.source):
            raise _error(f"Can't find end of a URL at byte offset {self._bytes(self.position)}")
        url = self.source[self.position + 1 : end].replace("\\", "")
        self.position = end + 1
        if self.source.startswith("!", at) and url.startswith("tg://emoji?id="):
            self._add("custom_emoji", offset, custom_emoji_id=url[14:])
        elif url.startswith("tg://user?id=") and url[13:].isdigit():
            user = {"id": int(url[13:]), "is_bot": False, "first_name": "User"}
            self._add("text_mention", offset, user=user)
        else:
            self._add("text_link", offset, url=url)

    def _end_quote(self, kind: str = "blockquote") -> None:
        if self.quote is not None:
            self._add(kind, self.quote)
            self.quote = None

    def _add(self, kind: str, offset: int, **extra: Any) -> None:
        if self.writer.length > offset:
            entity = {"offset": offset, "length": self.writer.length - offset, "type": kind}
            self.entities.append(entity | extra)

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def parse_markdown_v2(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of MarkdownV2, or Telegram's "can't parse entities" error."""
    return Strict(source).parse()


def parse_markdown(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of the old dialect: no nesting, and only `* _ `` ` and `[` are special."""
    writer, entities, position = Writer(), list[dict[str, Any]](), 0
    while position < len(source):
        sign = source[position]
        if sign == "\\" and source[position + 1 : position + 2] in ("_", "*", "`", "["):
            writer.write(source[position + 1])
            position += 2
            continue
        if sign not in "*_`[":
            writer.write(sign)
            position += 1
            continue
        position = _old_entity(source, position, writer, entities)
    return "".join(writer.parts), entities


def _old_entity(source: str, start: int, writer: Writer, entities: list[dict[str, Any]]) -> int:
    sign = source[start]
    fence = "```" if source.startswith("```", start) else {"[": "]"}.get(sign, sign)
    kind = {"*": "bold", "_": "italic", "`": "code", "]": "text_link", "```": "pre"}[fence]
    opening = 3 if fence == "```" else 1
    end = source.find(fence, start + opening)
    if end < 0:
        offset = len(source[:start].encode())
        raise _error(f"Can't find end of the entity starting at byte offset {offset}")
    offset = writer.length
    writer.write(source[start + opening : end])
    entity: dict[str, Any] = {"offset": offset, "length": writer.length - offset, "type": kind}
    after = end + len(fence)
    if kind == "text_link":
        if not source.startswith("(", after) or (closing := source.find(")", after)) < 0:
            return after
        entity["url"] = source[after + 1 : closing]
        after = closing + 1
    if entity["length"]:
        entities.append(entity)
    return after


def _unclosed(kind: str, at: int) -> Refused:
    return _error(f"Can't find end of {NAMES[kind]} entity at byte offset {at}")


def _error(text: str) -> Refused:
    return bad(f"can't parse entities: {text}")
