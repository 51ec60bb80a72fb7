"""Sending, replying, editing, deleting, copying, forwarding, as a bot does it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import Bounds, Sandbox

from .conftest import TOKEN, Api

KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


async def test_a_bot_hears_nothing_of_its_own_messages(api: Api, chat: int) -> None:
    """What the bot sends is no update for it."""
    await api.result("sendMessage", chat_id=chat, text="hi")
    assert await api.updates() == []


async def test_a_reply_carries_what_it_answers(sandbox: Sandbox, api: Api, customer: int) -> None:
    """Both sides' replies hold the message answered, one level deep."""
    question = sandbox.world.send(customer, text="?")
    answer = await api.result(
        "sendMessage", chat_id=customer, text="!", reply_parameters={"message_id": question}
    )
    assert answer["reply_to_message"]["text"] == "?"
    sandbox.world.send(customer, text="thanks", reply_to=answer["message_id"])
    update = (await api.updates())[-1]
    assert update["message"]["reply_to_message"]["text"] == "!"
    assert "reply_to_message" not in update["message"]["reply_to_message"]


async def test_a_reply_to_nothing_is_refused_unless_allowed(api: Api, chat: int) -> None:
    """The message answered must be there, or allow_sending_without_reply must be said."""
    reply = {"message_id": 77}
    error = await api.error("sendMessage", chat_id=chat, text="!", reply_parameters=reply)
    assert error == "Bad Request: message to be replied not found"
    reply = {"message_id": 77, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await api.result(
        "sendMessage", chat_id=chat, text="!", reply_parameters=reply
    )


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"text": "A", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "A", "callback_data": "汉" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "A", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        (
            {"text": "A"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "", "callback_data": "a"},
            "can't parse inline keyboard button: inline keyboard button text must be",
        ),
        ({"text": "A", "url": "nowhere"}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        ({"text": "A", "data": "a"}, 'can\'t parse inline keyboard button: unknown field "data"'),
    ],
)
async def test_buttons_are_checked(api: Api, chat: int, button: dict[str, str], complaint: str) -> None:
    """Data of 65 bytes, empty texts, wrong links and unknown fields are refused."""
    markup = {"inline_keyboard": [[button]]}
    error = await api.error("sendMessage", chat_id=chat, text="?", reply_markup=markup)
    assert error.startswith(f"Bad Request: {complaint}")


async def test_data_of_64_bytes_fits(api: Api, chat: int) -> None:
    """The limit is 64 bytes, not characters."""
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "汉" * 21 + "x"}]]}
    await api.result("sendMessage", chat_id=chat, text="?", reply_markup=markup)


async def test_a_number_is_asked_for_in_private_only(api: Api, chat: int, agents: int) -> None:
    """A contact button is refused in a group."""
    markup = {"keyboard": [[{"text": "My number", "request_contact": True}]]}
    await api.result("sendMessage", chat_id=chat, text="?", reply_markup=markup)
    error = await api.error("sendMessage", chat_id=agents, text="?", reply_markup=markup)
    assert error == "Bad Request: phone number can be requested in private chats only"


async def test_an_edit_changes_text_and_buttons(sandbox: Sandbox, api: Api, chat: int) -> None:
    """An edit without buttons takes them away; the message keeps its id and gets an edit date."""
    sent = await api.result("sendMessage", chat_id=chat, text="one", reply_markup=KEYBOARD)
    edited = await api.result("editMessageText", chat_id=chat, message_id=sent["message_id"], text="two")
    assert edited["text"] == "two"
    assert "reply_markup" not in edited
    assert "edit_date" in edited
    assert sandbox.world.message(chat, sent["message_id"]) == edited


async def test_an_edit_that_changes_nothing_is_refused(api: Api, chat: int) -> None:
    """The same text and buttons again: "message is not modified"."""
    sent = await api.result("sendMessage", chat_id=chat, text="one", reply_markup=KEYBOARD)
    same: dict[str, Any] = {"chat_id": chat, "message_id": sent["message_id"], "reply_markup": KEYBOARD}
    assert (await api.error("editMessageText", text="one", **same)).startswith(
        "Bad Request: message is not modified"
    )
    assert (await api.error("editMessageReplyMarkup", **same)).startswith(
        "Bad Request: message is not modified"
    )
    await api.result("editMessageText", text="two", **same)
    assert (await api.error("editMessageText", text="two", **same)).startswith(
        "Bad Request: message is not modified"
    )


async def test_only_ones_own_messages_can_be_edited(sandbox: Sandbox, api: Api, customer: int) -> None:
    """A person's message can't, one that is gone isn't found."""
    message_id = sandbox.world.send(customer, text="mine")
    edit = {"chat_id": customer, "text": "yours"}
    assert (
        await api.error("editMessageText", message_id=message_id, **edit)
        == "Bad Request: message can't be edited"
    )
    assert (
        await api.error("editMessageText", message_id=99, **edit) == "Bad Request: message to edit not found"
    )


async def test_a_persons_edit_is_an_update(sandbox: Sandbox, api: Api, customer: int) -> None:
    """edited_message carries the new text under the same id."""
    message_id = sandbox.world.send(customer, text="teh")
    sandbox.world.edit(customer, None, message_id, "the")
    update = (await api.updates())[-1]
    assert update["edited_message"]["text"] == "the"
    assert update["edited_message"]["message_id"] == message_id


async def test_deleting(sandbox: Sandbox, api: Api, customer: int) -> None:
    """In private a bot deletes either side's messages for 48 hours; twice is an error."""
    message_id = sandbox.world.send(customer, text="secret")
    await api.result("deleteMessage", chat_id=customer, message_id=message_id)
    assert sandbox.world.messages(customer) == []
    error = await api.error("deleteMessage", chat_id=customer, message_id=message_id)
    assert error == "Bad Request: message to delete not found"
    old = sandbox.world.send(customer, text="old")
    sandbox.world.clock.advance(49 * 3600)
    error = await api.error("deleteMessage", chat_id=customer, message_id=old)
    assert error == "Bad Request: message can't be deleted for everyone"


async def test_deleting_many_leaves_out_what_is_gone(sandbox: Sandbox, api: Api, customer: int) -> None:
    """deleteMessages takes up to a hundred and skips the missing."""
    kept, gone = sandbox.world.send(customer, text="a"), sandbox.world.send(customer, text="b")
    await api.result("deleteMessages", chat_id=customer, message_ids=[gone, 99])
    assert [message["message_id"] for message in sandbox.world.messages(customer)] == [kept]


async def test_a_copy_has_no_trace_of_its_origin(
    sandbox: Sandbox, api: Api, customer: int, agents: int
) -> None:
    """copyMessage returns an id; the copy is the bot's, with the same content."""
    message_id = sandbox.world.send(customer, photo=b"...", caption="broken")
    copy = await api.result("copyMessage", chat_id=agents, from_chat_id=customer, message_id=message_id)
    assert set(copy) == {"message_id"}
    message = sandbox.world.message(agents, copy["message_id"])
    assert message is not None
    assert message["caption"] == "broken"
    assert message["photo"]
    assert message["from"]["is_bot"]
    assert "forward_origin" not in message
    copy = await api.result(
        "copyMessage", chat_id=agents, from_chat_id=customer, message_id=message_id, caption="other"
    )
    assert (sandbox.world.message(agents, copy["message_id"]) or {})["caption"] == "other"


async def test_a_forward_names_its_origin(sandbox: Sandbox, api: Api, customer: int, agents: int) -> None:
    """forwardMessage says who wrote it first."""
    message_id = sandbox.world.send(customer, text="hi")
    sent = await api.result("forwardMessage", chat_id=agents, from_chat_id=customer, message_id=message_id)
    assert sent["forward_origin"]["sender_user"]["id"] == customer
    error = await api.error("forwardMessage", chat_id=agents, from_chat_id=customer, message_id=99)
    assert error == "Bad Request: message to forward not found"


async def test_copying_many_keeps_albums(sandbox: Sandbox, api: Api, customer: int, agents: int) -> None:
    """copyMessages skips what is gone and leaves an album an album under a new id."""
    ids = sandbox.world.send(customer, album=[{"photo": b"1"}, {"photo": b"2", "caption": "two"}])
    assert isinstance(ids, list)
    copies = await api.result("copyMessages", chat_id=agents, from_chat_id=customer, message_ids=[*ids, 99])
    copied = [sandbox.world.message(agents, copy["message_id"]) or {} for copy in copies]
    assert len(copied) == 2
    assert copied[0]["media_group_id"] == copied[1]["media_group_id"]
    originals = sandbox.world.messages(customer)
    assert copied[0]["media_group_id"] != originals[0]["media_group_id"]


async def test_service_messages_cannot_be_copied(
    sandbox: Sandbox, api: Api, agents: int, customer: int
) -> None:
    """Somebody's coming is nothing to copy."""
    sandbox.world.join(customer, agents)
    service = sandbox.world.messages(agents)[-1]["message_id"]
    error = await api.error("copyMessage", chat_id=agents, from_chat_id=agents, message_id=service)
    assert error == "Bad Request: message can't be copied"


@pytest.mark.parametrize(
    ("method", "params", "field"),
    [
        ("sendLocation", {"latitude": 31.2, "longitude": 121.5}, "location"),
        ("sendVenue", {"latitude": 31.2, "longitude": 121.5, "title": "Shop", "address": "1 Road"}, "venue"),
        ("sendContact", {"phone_number": "+861", "first_name": "A"}, "contact"),
        ("sendPoll", {"question": "?", "options": [{"text": "a"}, {"text": "b"}]}, "poll"),
        ("sendDice", {}, "dice"),
    ],
)
async def test_other_kinds_of_message(
    api: Api, chat: int, method: str, params: dict[str, Any], field: str
) -> None:
    """Places, contacts, polls and dice can be sent."""
    assert field in await api.result(method, chat_id=chat, **params)


async def test_what_people_send_arrives(sandbox: Sandbox, api: Api, customer: int) -> None:
    """Every kind of message a person sends reaches the bot, unknown ones too."""
    world = sandbox.world
    world.send(customer, contact=True)
    world.send(customer, location={"latitude": 1.0, "longitude": 2.0})
    world.send(
        customer, venue={"location": {"latitude": 1.0, "longitude": 2.0}, "title": "t", "address": "a"}
    )
    world.send(customer, dice="🎲")
    world.send(customer, poll={"question": "?", "options": ["a", "b"]})
    world.send(customer, sticker=b"webp")
    world.send(customer, video_note=b"mp4")
    world.send(customer, raw={"story": {"chat": {"id": 1, "type": "private"}, "id": 5}})
    world.send(customer, forward={"name": "Somebody", "text": "news"})
    messages = [update["message"] for update in await api.updates()]
    kinds = [
        "contact",
        "location",
        "venue",
        "dice",
        "poll",
        "sticker",
        "video_note",
        "story",
        "forward_origin",
    ]
    assert [kind in message for kind, message in zip(kinds, messages, strict=True)] == [True] * len(kinds)
    assert messages[0]["contact"] == {
        "phone_number": "+8613800000000",
        "first_name": "李雷",
        "user_id": customer,
    }


async def test_polls(sandbox: Sandbox, api: Api, customer: int, chat: int) -> None:
    """A vote reaches the bot; a closed poll stays closed."""
    sent = await api.result(
        "sendPoll", chat_id=chat, question="?", options=[{"text": "a"}, {"text": "b"}], is_anonymous=False
    )
    sandbox.world.vote(customer, None, sent["message_id"], [1])
    poll, answer = await api.updates()
    assert poll["poll"]["options"][1]["voter_count"] == 1
    assert answer["poll_answer"]["option_ids"] == [1]
    assert (await api.result("stopPoll", chat_id=chat, message_id=sent["message_id"]))["is_closed"]
    error = await api.error("stopPoll", chat_id=chat, message_id=sent["message_id"])
    assert error == "Bad Request: poll has already been closed"


async def test_reactions_of_the_bot(sandbox: Sandbox, api: Api, customer: int) -> None:
    """One emoji that everyone may use; an empty list takes it back."""
    message_id = sandbox.world.send(customer, text="hi")
    react = {"chat_id": customer, "message_id": message_id}
    await api.result("setMessageReaction", reaction=[{"type": "emoji", "emoji": "👍"}], **react)
    assert sandbox.world.reactions(customer, message_id) == {"123456789": [{"type": "emoji", "emoji": "👍"}]}
    await api.result("setMessageReaction", reaction=[], **react)
    assert sandbox.world.reactions(customer, message_id) == {}
    error = await api.error("setMessageReaction", reaction=[{"type": "emoji", "emoji": "🚗"}], **react)
    assert error == "Bad Request: REACTION_INVALID"


async def test_messages_are_bounded() -> None:
    """The oldest messages go when there are too many."""

    sandbox = Sandbox(bounds=Bounds(messages=10))
    sandbox.world.bot(TOKEN)
    person = sandbox.world.account("Li")
    for number in range(25):
        sandbox.world.send(person, text=str(number))
    assert [message["text"] for message in sandbox.world.messages(person)] == [str(n) for n in range(15, 25)]


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ({"keyboard": []}, "reply keyboard must contain at least one button"),
        ({"keyboard": [[""]]}, "can't parse keyboard button"),
        (
            {"keyboard": [[{"text": "A", "request_phone": True}]]},
            "can't parse keyboard button: unknown field \"request_",
        ),
        ({"keyboard": [["A"]], "big": True}, "can't parse reply keyboard markup: unknown field big"),
        ({"inline_keyboard": [], "keyboard": []}, "can't parse inline keyboard: unknown fields"),
        ({"inline_keyboard": [[{"text": "A", "callback_data": "a"}] * 301]}, "REPLY_MARKUP_TOO_LONG"),
        ({"remove_keyboard": False}, "object expected as reply markup"),
    ],
)
async def test_keyboards_are_checked(api: Api, chat: int, markup: dict[str, Any], complaint: str) -> None:
    """Empty, unknown and oversized keyboards are refused."""
    error = await api.error("sendMessage", chat_id=chat, text="?", reply_markup=markup)
    assert error.startswith(f"Bad Request: {complaint}")


async def test_reply_keyboards_are_shown_to_people_only(sandbox: Sandbox, api: Api, chat: int) -> None:
    """The Bot API never tells them again, and they can't be edited; people see and press them."""
    sent = await api.result("sendMessage", chat_id=chat, text="?", reply_markup={"keyboard": [["A"]]})
    assert "reply_markup" not in sent
    edit = {"chat_id": chat, "message_id": sent["message_id"], "text": "!"}
    assert await api.error("editMessageText", **edit) == "Bad Request: message can't be edited"
    shown = sandbox.world.message(chat, sent["message_id"]) or {}
    assert shown["reply_markup"]["keyboard"] == [[{"text": "A"}]]
    await api.result("sendMessage", chat_id=chat, text="?", reply_markup={"remove_keyboard": True})
    plain = await api.result("sendMessage", chat_id=chat, text="?")
    error = await api.error(
        "editMessageReplyMarkup",
        chat_id=chat,
        message_id=plain["message_id"],
        reply_markup={"keyboard": [["A"]]},
    )
    assert error == "Bad Request: inline keyboard expected"


async def test_forwarding_many(sandbox: Sandbox, api: Api, customer: int, agents: int) -> None:
    """forwardMessages wants increasing ids and skips what is gone."""
    ids = [sandbox.world.send(customer, text=text) for text in "ab"]
    forward = {"chat_id": agents, "from_chat_id": customer}
    assert len(await api.result("forwardMessages", message_ids=[*ids, 99], **forward)) == 2
    assert await api.error("forwardMessages", message_ids=ids[::-1], **forward) == (
        "Bad Request: message identifiers must be in a strictly increasing order"
    )
    assert await api.error("forwardMessages", message_ids=[99], **forward) == (
        "Bad Request: there are no messages to forward"
    )


async def test_protected_messages_are_not_passed_on(api: Api, chat: int, agents: int) -> None:
    """protect_content holds for copies and forwards."""
    sent = await api.result("sendMessage", chat_id=chat, text="secret", protect_content=True)
    assert sent["has_protected_content"]
    source = {"chat_id": agents, "from_chat_id": chat, "message_id": sent["message_id"]}
    assert await api.error("forwardMessage", **source) == "Bad Request: message can't be forwarded"
    assert await api.error("copyMessage", **source) == "Bad Request: message can't be copied"


async def test_unknown_fields_inside_a_request_are_named(api: Api, chat: int) -> None:
    """Also what stands inside an object is checked."""
    error = await api.error("sendMessage", chat_id=chat, text="?", reply_parameters={"message": 1})
    assert error == 'Bad Request: unknown field "message" of parameter "reply_parameters"'
    error = await api.error("sendMessage", chat_id=chat, text="?", link_preview_options={"disabled": True})
    assert error == 'Bad Request: unknown field "disabled" of parameter "link_preview_options"'


async def test_an_answer_to_a_message_of_another_chat(
    sandbox: Sandbox, api: Api, customer: int, agents: int
) -> None:
    """A reply may quote a message of another chat the bot is in."""
    question = sandbox.world.send(customer, text="how much?")
    reply = {"message_id": question, "chat_id": customer, "quote": "how"}
    sent = await api.result("sendMessage", chat_id=agents, text="see", reply_parameters=reply)
    assert sent["external_reply"]["message_id"] == question
    assert sent["quote"]["text"] == "how"
