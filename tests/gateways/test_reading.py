"""Reading raw updates: every kind is named, and nothing whatever makes it stumble."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateways.telegram_decoding import decoded
from bot.gateways.telegram_reading import UPDATE_KINDS, read_batch, read_update
from storage.inbound import (
    Membership,
    Message,
    Moved,
    Reaction,
    TopicChange,
    Unsupported,
    decode_inbound,
    encode_inbound,
)

USER = {"id": 7, "is_bot": False, "first_name": "An", "last_name": "Na", "language_code": "en"}
PRIVATE = {"id": 7, "type": "private", "first_name": "An"}
FORUM = {"id": -1001, "type": "supergroup", "title": "Agents", "is_forum": True}


def _message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_750_000_000, "chat": PRIVATE, "from": USER} | fields


def _read(update: dict[str, Any]) -> Any:
    arrival = read_update({"update_id": 1} | update)
    assert arrival.problem == ""
    assert arrival.inbound is not None
    assert decode_inbound(encode_inbound(arrival.inbound)) == arrival.inbound
    return arrival.inbound


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"text": "hi"}, "text"),
        (
            {"photo": [{"file_id": "a", "width": 1, "height": 1}, {"file_id": "b", "width": 9, "height": 9}]},
            "photo",
        ),
        ({"voice": {"file_id": "v", "duration": 3}}, "voice"),
        ({"animation": {"file_id": "g"}, "document": {"file_id": "g"}}, "animation"),
        ({"venue": {"title": "x"}, "location": {"latitude": 1}}, "venue"),
        ({"location": {"latitude": 1}}, "location"),
        ({"poll": {"id": "1"}}, "poll"),
        ({"dice": {"value": 3}}, "dice"),
        ({"sticker": {"file_id": "s"}}, "sticker"),
        ({"contact": {"phone_number": "+861", "first_name": "B", "user_id": 7}}, "contact"),
    ],
)
def test_kinds_of_messages_are_named(fields: dict[str, Any], what: str) -> None:
    """A message that looks like two kinds is the more telling one."""
    inbound = _read({"message": _message(**fields)})
    assert isinstance(inbound.what, Message)
    assert inbound.what.what == what


def test_the_largest_photo_counts() -> None:
    """Small sizes are previews."""
    sizes = [
        {"file_id": "s", "width": 1, "height": 1, "file_size": 5},
        {"file_id": "l", "width": 9, "height": 9, "file_size": 99},
    ]
    inbound = _read({"message": _message(photo=sizes, caption="see")})
    assert inbound.what.attachments[0].file_id == "l"
    assert inbound.what.text == "see"


def test_a_topic_message_belongs_to_its_thread_and_replies_to_nobody() -> None:
    """Telegram makes every topic message a reply to the topic's first one."""
    raw = _message(
        chat=FORUM,
        text="x",
        message_thread_id=33,
        is_topic_message=True,
        reply_to_message={"message_id": 33, "forum_topic_created": {"name": "c"}},
    )
    inbound = _read({"message": raw})
    assert (inbound.thread, inbound.what.reply_to, inbound.chat.forum) == ("33", None, True)


def test_a_thread_id_outside_topics_is_none() -> None:
    """Replies in ordinary groups carry one too."""
    raw = _message(
        chat=FORUM | {"is_forum": False}, text="x", message_thread_id=9, reply_to_message={"message_id": 9}
    )
    inbound = _read({"message": raw})
    assert (inbound.thread, inbound.what.reply_to) == (None, "9")


def test_anonymous_admins_are_marked() -> None:
    """Nobody knows who speaks behind the group."""
    raw = _message(
        chat=FORUM, text="x", sender_chat=FORUM, **{"from": USER | {"id": 1087968824, "is_bot": True}}
    )
    assert _read({"message": raw}).sender.anonymous


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        ({"message": _message(migrate_to_chat_id=-1002)}, Moved),
        ({"message": _message(forum_topic_closed={})}, TopicChange),
        ({"message": _message(new_chat_title="x")}, Unsupported),
        ({"edited_message": _message(text="x", edit_date=1_750_000_001)}, Message),
        (
            {
                "message_reaction": {
                    "chat": PRIVATE,
                    "message_id": 5,
                    "date": 1,
                    "user": USER,
                    "new_reaction": [{"type": "emoji", "emoji": "👍"}],
                }
            },
            Reaction,
        ),
        (
            {
                "my_chat_member": {
                    "chat": FORUM,
                    "from": USER,
                    "date": 1,
                    "new_chat_member": {"status": "kicked", "user": USER},
                }
            },
            Membership,
        ),
        ({"inline_query": {"id": "1", "from": USER, "query": "x"}}, Unsupported),
        ({"poll": {"id": "1"}}, Unsupported),
        ({"something_new": {"whatever": 1}}, Unsupported),
        ({}, Unsupported),
    ],
)
def test_other_updates_are_named(update: dict[str, Any], kind: type[object]) -> None:
    """Known or not, an update with an id becomes something that can be kept."""
    assert isinstance(_read(update).what, kind)


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "chat", "from", "type", "text", "date", "message_id", "photo", "user", "x"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=24,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([*UPDATE_KINDS, "poll", "else"]), _json)
def test_nothing_makes_reading_stumble(kind: str, content: Any) -> None:
    """Whatever arrives is either understood or handed on raw with its problem."""
    arrival = read_update({"update_id": 3, kind: content})
    assert arrival.update == 3
    assert (arrival.inbound is None) == bool(arrival.problem)
    if arrival.inbound is not None:
        assert decode_inbound(encode_inbound(arrival.inbound)) == arrival.inbound


@settings(max_examples=100, deadline=None)
@given(st.lists(_json, max_size=5))
def test_a_batch_of_anything_gives_as_many_arrivals(batch: list[Any]) -> None:
    """Not even the frame of an update is trusted."""
    assert len(read_batch(batch)) == len(batch)


def test_the_digest_tells_contents_apart() -> None:
    """The same id with another content must not look the same."""
    first = read_update({"update_id": 1, "message": _message(text="a")})
    again = read_update({"update_id": 1, "message": _message(text="a")})
    other = read_update({"update_id": 1, "message": _message(text="b")})
    assert first.digest == again.digest != other.digest


def test_half_a_letter_spoils_no_batch() -> None:
    """JSON can spell an unpaired surrogate, which no text holds; everything around it is read."""
    assert decoded(b'{"ok":true,"result":[{"text":"a\\ud83d"},{"text":"b"}]}') == {
        "ok": True,
        "result": [{"text": "a?"}, {"text": "b"}],
    }


def test_what_is_nested_too_deep_holds_nobody_up() -> None:
    """Of one such update in a batch the depths are left out; those before and behind it are read."""
    deep = b'{"update_id":2,"message":' + b'{"a":[' * 50_000 + b'"]}"' + b"]}" * 50_000 + b"}"
    batch = decoded(b'{"ok":true,"result":[{"update_id":1},' + deep + b',{"update_id":3,"x":"[[{"}]}')[
        "result"
    ]
    assert [one["update_id"] for one in batch] == [1, 2, 3]
    assert batch[2]["x"] == "[[{"
    assert [arrival.update for arrival in read_batch(batch)] == [1, 2, 3]
    assert [arrival.inbound is None for arrival in read_batch(batch)] == [False, True, False]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"NaN"])
def test_what_is_no_json(content: bytes) -> None:
    """Is said to be none, whatever it is."""
    with pytest.raises(ValueError):
        decoded(content)
