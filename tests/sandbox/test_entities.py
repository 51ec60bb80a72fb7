"""Formatted text: the three dialects, entities found by themselves, Telegram's complaints."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.entities import formatted
from bot.sandbox.errors import Refused


def entity(kind: str, offset: int, length: int, **extra: Any) -> dict[str, Any]:
    """One entity."""
    return {"offset": offset, "length": length, "type": kind} | extra


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>bold</b> and <i>it</i>", "bold and it", [entity("bold", 0, 4), entity("italic", 9, 2)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("😀<u>x</u>", "😀x", [entity("underline", 2, 1)]),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3", []),
        (
            '<a href="https://x.org/?a=1&amp;b=2">l</a>',
            "l",
            [entity("text_link", 0, 1, url="https://x.org/?a=1&b=2")],
        ),
        ('<pre><code class="language-py">x</code></pre>', "x", [entity("pre", 0, 1, language="py")]),
        ("<blockquote expandable>q</blockquote>", "q", [entity("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [entity("spoiler", 0, 1)]),
        ("<code>/not a command</code>", "/not a command", [entity("code", 0, 14)]),
    ],
)
def test_html(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    """HTML becomes plain text with entities in UTF-16 units."""
    assert formatted(source, "HTML", None) == (text, entities)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*bold* _it_", "bold it", [entity("bold", 0, 4), entity("italic", 5, 2)]),
        (
            "__u__ ~s~ ||p||",
            "u s p",
            [entity("underline", 0, 1), entity("strikethrough", 2, 1), entity("spoiler", 4, 1)],
        ),
        ("1\\.5 \\*", "1.5 *", []),
        ("`a.b`", "a.b", [entity("code", 0, 3)]),
        ("```py\nx=1```", "x=1", [entity("pre", 0, 3, language="py")]),
        ("[l](https://x.org/a\\)b)", "l", [entity("text_link", 0, 1, url="https://x.org/a)b")]),
        (">one\n>two\nafter", "one\ntwo\nafter", [entity("blockquote", 0, 7)]),
        ("*a _b_*", "a b", [entity("bold", 0, 3), entity("italic", 2, 1)]),
    ],
)
def test_markdown_v2(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    """MarkdownV2 becomes plain text with entities."""
    assert formatted(source, "MarkdownV2", None) == (text, entities)


def test_old_markdown() -> None:
    """The old dialect knows bold, italic, code and links, and lets everything else stand."""
    text, entities = formatted("*b* 1.5! [l](https://x.org/)", "Markdown", None)
    assert text == "b 1.5! l"
    assert entities == [entity("bold", 0, 1), entity("text_link", 7, 1, url="https://x.org/")]


@pytest.mark.parametrize(
    ("mode", "source", "complaint"),
    [
        ("HTML", "<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("HTML", "<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("HTML", "a</b>", "Unexpected end tag at byte offset 1"),
        ("HTML", "1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("MarkdownV2", "1.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "你好 *a", "Can't find end of Bold entity at byte offset 7"),
        ("MarkdownV2", "a `b", "Can't find end of Code entity at byte offset 2"),
        ("Markdown", "a *b", "Can't find end of the entity starting at byte offset 2"),
    ],
)
def test_complaints(mode: str, source: str, complaint: str) -> None:
    """What can't be parsed is refused in Telegram's words."""
    with pytest.raises(Refused) as refused:
        formatted(source, mode, None)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_an_unknown_dialect_is_refused() -> None:
    """There are three parse modes."""
    with pytest.raises(Refused, match="unsupported parse_mode"):
        formatted("x", "BBCode", None)


def test_commands_mentions_links_and_tags_are_found() -> None:
    """What Telegram recognises in plain text is marked."""
    text = "/start@front_bot @lilei https://x.org/a. a@b.org #工单"
    found = {text[e["offset"] : e["offset"] + e["length"]]: e["type"] for e in formatted(text, None, None)[1]}
    assert found == {
        "/start@front_bot": "bot_command",
        "@lilei": "mention",
        "https://x.org/a": "url",
        "a@b.org": "email",
        "#工单": "hashtag",
    }


def test_given_entities_are_checked_and_trimmed() -> None:
    """Entities move with the white space that is cut; one beyond the text is refused."""
    assert formatted("  hi", None, [entity("bold", 0, 4)]) == ("hi", [entity("bold", 0, 2)])
    with pytest.raises(Refused, match="ends beyond the text"):
        formatted("hi", None, [entity("bold", 0, 9)])
