"""The contract every gateway keeps: what it pushes, what it sends, and how it says that something failed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from bot.gateways.contract import Arrival
from bot.gateways.errors import (
    ChatMoved,
    Conflict,
    Deferred,
    DeliveryError,
    Refused,
    TopicGone,
    Unauthorised,
    Uncertain,
    Undeliverable,
)
from bot.gateways.telegram_door import TelegramDoor
from bot.sandbox import Sandbox
from bot.sandbox.methods.topics import ICONS
from storage.inbound import Message, Press
from storage.outbound import (
    AlbumFile,
    AnswerPress,
    Button,
    CloseTopic,
    Copy,
    CreateTopic,
    Delete,
    Edit,
    EditFile,
    EditTopic,
    Leave,
    Outbound,
    Pin,
    React,
    Remove,
    ReopenTopic,
    SendAlbum,
    SendText,
)
from tests.gateways.conftest import DOORS, TOKEN

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


async def _heard(door: TelegramDoor, sandbox: Sandbox, count: int) -> list[Arrival]:
    """Listen until so many updates were accepted and confirmed."""
    heard: list[Arrival] = []

    async def accept(arrivals: Sequence[Arrival]) -> None:
        heard.extend(arrivals)

    listening = asyncio.create_task(door.listen(accept))
    await sandbox.until(lambda: len(heard) >= count and not sandbox.world.pending())
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    return heard


async def test_it_knows_who_it_is(door: TelegramDoor) -> None:
    """The account is the token's bot."""
    me = await door.identify()
    assert (me.channel, me.external_id) == ("telegram", "100002")
    assert me.username


async def test_what_people_write_arrives_in_order(door: TelegramDoor, sandbox: Sandbox) -> None:
    """Text, with who wrote it where."""
    anna = sandbox.world.account(name="Anna", language_code="en")
    for number in range(3):
        sandbox.world.send(anna, text=f"message {number}")
    heard = await _heard(door, sandbox, 3)
    inbounds = [arrival.inbound for arrival in heard]
    assert [inbound.what.text for inbound in inbounds if inbound and isinstance(inbound.what, Message)] == [
        "message 0",
        "message 1",
        "message 2",
    ]
    first = inbounds[0]
    assert first is not None
    assert first.sender is not None
    assert (first.chat.id, first.chat.kind, first.sender.name, first.sender.language) == (
        str(anna),
        "private",
        "Anna",
        "en",
    )


async def test_an_update_is_confirmed_only_after_it_was_accepted(
    door: TelegramDoor, sandbox: Sandbox
) -> None:
    """Accepting fails once: the same update comes again, and is not confirmed before."""
    anna = sandbox.world.account()
    sandbox.world.send(anna, text="keep me")
    tries: list[int] = []

    async def accept(arrivals: Sequence[Arrival]) -> None:
        tries.append(len(sandbox.world.pending()))
        if len(tries) == 1:
            raise ConnectionError("the database is away")

    listening = asyncio.create_task(door.listen(accept))
    await sandbox.until(lambda: not sandbox.world.pending())
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert tries == [1, 1]


async def test_an_update_it_cannot_read_is_handed_on_raw(door: TelegramDoor, sandbox: Sandbox) -> None:
    """And those around it arrive."""
    anna = sandbox.world.account()
    sandbox.world.send(anna, text="before")
    sandbox.world.garbage({"message": {"nonsense": True}})
    sandbox.world.send(anna, text="after")
    heard = await _heard(door, sandbox, 3)
    assert [arrival.inbound is None for arrival in heard] == [False, True, False]
    assert "nonsense" in heard[1].raw


async def test_a_text_with_buttons_is_sent_and_pressed(door: TelegramDoor, sandbox: Sandbox) -> None:
    """Buttons come back as presses with what they carry, and are answered."""
    anna = sandbox.world.account()
    sandbox.world.start(anna)
    sent = await door.send(
        Outbound(
            SendText("Choose", ((Button("Yes", "y:1"), Button("Site", url="https://example.org")),)),
            str(anna),
        )
    )
    press = sandbox.world.press(anna, None, int(sent.messages[0]), "Yes")
    heard = await _heard(door, sandbox, 2)
    inbound = heard[-1].inbound
    assert inbound is not None
    assert isinstance(inbound.what, Press)
    assert (inbound.what.data, inbound.what.message, inbound.chat.id) == ("y:1", sent.messages[0], str(anna))
    await door.send(Outbound(AnswerPress(inbound.what.query, "Noted", alert=True)))
    answer = sandbox.world.callback(str(press))["answer"]
    assert (answer["text"], answer["show_alert"]) == ("Noted", True)


async def test_names_cannot_carry_markup(door: TelegramDoor, sandbox: Sandbox) -> None:
    """Text is sent as it is, whatever it looks like."""
    anna = sandbox.world.account()
    sandbox.world.start(anna)
    text = "<b>Bob</b> *bold* [x](http://y) &amp;"
    sent = await door.send(Outbound(SendText(text), str(anna)))
    message = sandbox.world.message(anna, int(sent.messages[0]))
    assert message is not None
    assert message["text"] == text
    assert "parse_mode" not in sandbox.world.calls("sendMessage")[-1]["params"]


async def test_editing_deleting_pinning_and_reacting(door: TelegramDoor, sandbox: Sandbox) -> None:
    """Every operation on a message of ours; an edit that changes nothing is no error."""
    anna = sandbox.world.account()
    first = sandbox.world.start(anna)
    sent = await door.send(Outbound(SendText("old"), str(anna)))
    edit = Outbound(Edit(sent.messages[0], "new"), str(anna))
    await door.send(edit)
    await door.send(edit)
    message = sandbox.world.message(anna, int(sent.messages[0]))
    assert message is not None
    assert message["text"] == "new"
    await door.send(Outbound(Pin(sent.messages[0]), str(anna)))
    await door.send(Outbound(React(str(first), "👌"), str(anna)))
    assert sandbox.world.reactions(anna, int(first))
    await door.send(Outbound(Delete(sent.messages[0]), str(anna)))
    assert sandbox.world.message(anna, int(sent.messages[0])) is None


async def test_taking_somebody_out_of_a_group_and_leaving_it(door: TelegramDoor, sandbox: Sandbox) -> None:
    """A person can be removed from a group, and the bot can go itself."""
    owner, li = sandbox.world.account(), sandbox.world.account()
    group = sandbox.world.group("Agents", members=[owner, li])
    await door.send(Outbound(Remove(str(li)), str(group)))
    await door.send(Outbound(Leave(), str(group)))
    assert [call["method"].lower() for call in sandbox.world.calls()[-2:]] == ["banchatmember", "leavechat"]


async def test_the_contact_button_and_its_end(door: TelegramDoor, sandbox: Sandbox) -> None:
    """A keyboard that shares the customer's own number, and its removal."""
    anna = sandbox.world.account(phone="+8613800138000")
    sandbox.world.start(anna)
    sent = await door.send(Outbound(SendText("Your number?", contact_button="Share"), str(anna)))
    sandbox.world.press(anna, None, int(sent.messages[0]), "Share")
    heard = await _heard(door, sandbox, 2)
    inbound = heard[-1].inbound
    assert inbound is not None
    assert isinstance(inbound.what, Message)
    assert inbound.what.contact is not None
    assert (inbound.what.contact.owner, inbound.what.contact.phone.lstrip("+")) == (
        str(anna),
        "8613800138000",
    )
    await door.send(Outbound(SendText("Thank you", remove_keyboard=True), str(anna)))


async def test_topics_from_opening_to_closing(door: TelegramDoor, sandbox: Sandbox) -> None:
    """A topic gives its thread; messages go into it; it is renamed, closed and opened again."""
    owner = sandbox.world.account()
    group = str(sandbox.world.group("Agents", members=[owner]))
    thread = (await door.send(Outbound(CreateTopic("Case 1", "❗️"), group))).thread
    assert thread is not None

    def shown() -> tuple[str, str]:
        (topic,) = sandbox.world.topics(int(group))
        return topic["name"], topic["icon_custom_emoji_id"]

    assert shown() == ("Case 1", ICONS["❗️"])
    await door.send(Outbound(SendText("hello"), group, thread))
    assert [
        message["text"] for message in sandbox.world.messages(int(group), int(thread)) if "text" in message
    ] == ["hello"]
    await door.send(Outbound(EditTopic("Case 1, taken", "✅"), group, thread))
    assert shown() == ("Case 1, taken", ICONS["✅"])
    await door.send(Outbound(EditTopic("Case 1, on the way", "🛸"), group, thread))
    assert shown() == ("Case 1, on the way", ICONS["✅"]), "Telegram has no such icon"
    await door.send(Outbound(CloseTopic(), group, thread))
    await door.send(Outbound(CloseTopic(), group, thread))
    await door.send(Outbound(ReopenTopic(), group, thread))


async def test_photos_are_copied_and_fetched(door: TelegramDoor, sandbox: Sandbox) -> None:
    """A customer's photo reaches the group as a copy, and its content can be read."""
    anna = sandbox.world.account()
    group = str(sandbox.world.group("Agents", members=[sandbox.world.account()]))
    photo = sandbox.world.send(anna, photo=PNG, caption="broken")
    heard = await _heard(door, sandbox, 1)
    inbound = next(a.inbound for a in heard if a.inbound and isinstance(a.inbound.what, Message))
    assert isinstance(inbound.what, Message)
    assert (inbound.what.what, inbound.what.text) == ("photo", "broken")
    copied = await door.send(Outbound(Copy(str(anna), (str(photo),)), group))
    message = sandbox.world.message(int(group), int(copied.messages[0]))
    assert message is not None
    assert message["caption"] == "broken"
    assert await door.fetch(inbound.what.attachments[0].file_id) == PNG


async def test_an_album_is_copied_whole(door: TelegramDoor, sandbox: Sandbox) -> None:
    """Several messages at once keep their order."""
    anna = sandbox.world.account()
    group = str(sandbox.world.group("Agents", members=[sandbox.world.account()]))
    album = sandbox.world.send(anna, album=[{"photo": PNG}, {"photo": PNG}])
    assert isinstance(album, list)
    copied = await door.send(Outbound(Copy(str(anna), tuple(str(one) for one in album)), group))
    assert len(copied.messages) == 2


async def test_an_album_sent_anew_answers_and_changes(door: TelegramDoor, sandbox: Sandbox) -> None:
    """Files the channel knows go out as one album in reply; one of them is replaced, with another caption."""
    anna = sandbox.world.account()
    asked = sandbox.world.send(anna, photo=PNG)
    sandbox.world.send(anna, photo=PNG + b"other")
    heard = [a.inbound.what for a in await _heard(door, sandbox, 2) if a.inbound]
    first, other = [what.attachments[0].file_id for what in heard if isinstance(what, Message)]
    bold = ({"type": "bold", "offset": 0, "length": 4},)
    files = (AlbumFile("photo", first, "left side", bold), AlbumFile("photo", first))
    sent = await door.send(Outbound(SendAlbum(files, reply_to=str(asked)), str(anna)))
    shown = [sandbox.world.message(anna, int(one)) or {} for one in sent.messages]
    assert len({one["media_group_id"] for one in shown}) == 1
    assert [one["reply_to_message"]["message_id"] for one in shown] == [asked, asked]
    assert (shown[0]["caption"], shown[0]["caption_entities"]) == ("left side", list(bold))
    await door.send(Outbound(EditFile(sent.messages[1], AlbumFile("photo", other, "right")), str(anna)))
    changed = sandbox.world.message(anna, int(sent.messages[1])) or {}
    assert (changed["photo"][-1]["file_id"], changed["caption"]) == (other, "right")


async def test_formatting_quotes_and_captions(door: TelegramDoor, sandbox: Sandbox) -> None:
    """Marks stay on their letters, a quote is shown as one, and a copy may get another caption."""
    anna = sandbox.world.account()
    asked = sandbox.world.send(anna, text="Monday or Tuesday")
    bold = ({"type": "bold", "offset": 3, "length": 7},)
    sent = await door.send(
        Outbound(SendText("on Tuesday", reply_to=str(asked), marks=bold, quote="Tuesday"), str(anna))
    )
    shown = sandbox.world.message(anna, int(sent.messages[0])) or {}
    assert (shown["entities"], shown["quote"]["text"]) == (list(bold), "Tuesday")
    await door.send(Outbound(Edit(sent.messages[0], "ok Tuesday", marks=bold), str(anna)))
    assert (sandbox.world.message(anna, int(sent.messages[0])) or {})["entities"] == list(bold)
    photo = sandbox.world.send(anna, photo=PNG, caption="long")
    copied = await door.send(Outbound(Copy(str(anna), (str(photo),), caption="short"), str(anna)))
    assert (sandbox.world.message(anna, int(copied.messages[0])) or {})["caption"] == "short"
    await door.send(Outbound(Edit(copied.messages[0], "shorter", caption=True), str(anna)))
    assert (sandbox.world.message(anna, int(copied.messages[0])) or {})["caption"] == "shorter"


@pytest.mark.parametrize(
    ("fault", "error", "reason"),
    [
        ({"kind": "429", "retry_after": 7}, Deferred, None),
        ({"kind": "5xx"}, Deferred, None),
        ({"kind": "drop_after"}, Uncertain, None),
        ({"kind": "timeout_after", "seconds": 5}, Uncertain, None),
        ({"kind": "401"}, Unauthorised, None),
        ({"kind": "409"}, Conflict, None),
        ({"kind": "403", "text": "blocked"}, Undeliverable, "blocked"),
        ({"kind": "403", "text": "deactivated"}, Undeliverable, "deactivated"),
        ({"kind": "403", "text": "kicked"}, Undeliverable, "kicked"),
        ({"kind": "400", "text": "chat not found"}, Undeliverable, "no_chat"),
        ({"kind": "400", "text": "message thread not found"}, TopicGone, None),
        ({"kind": "400", "text": "TOPIC_CLOSED"}, Undeliverable, "topic_closed"),
        ({"kind": "400", "text": "QUOTE_TEXT_INVALID"}, Undeliverable, "quote"),
        ({"kind": "400", "text": "CHAT_SEND_PHOTOS_FORBIDDEN"}, Undeliverable, "no_rights"),
        ({"kind": "400", "text": "VOICE_MESSAGES_FORBIDDEN"}, Undeliverable, "voice_forbidden"),
        ({"kind": "400", "text": "something nobody has seen"}, Refused, None),
    ],
)
async def test_failures_are_told_apart_by_type(
    door: TelegramDoor, sandbox: Sandbox, fault: dict[str, object], error: type[Exception], reason: str | None
) -> None:
    """Nobody behind the gateway ever looks at Telegram's words."""
    anna = sandbox.world.account()
    sandbox.world.start(anna)
    sandbox.world.fault(method="sendMessage", times=1, **fault)  # type: ignore[arg-type]
    with pytest.raises(error) as raised:
        await door.send(Outbound(SendText("hello"), str(anna)))
    if isinstance(raised.value, Undeliverable):
        assert raised.value.reason == reason
    if fault["kind"] == "429":
        assert isinstance(raised.value, Deferred)
        assert (raised.value.after, raised.value.asked) == (7, True)


async def test_a_moved_group_names_its_new_id(door: TelegramDoor, sandbox: Sandbox) -> None:
    """The error carries where to go."""
    group = sandbox.world.group("Agents", forum=False, kind="group", members=[sandbox.world.account()])
    moved = sandbox.world.migrate(group)
    with pytest.raises(ChatMoved) as raised:
        await door.send(Outbound(SendText("hello"), str(group)))
    assert raised.value.to == str(moved)


async def test_nobody_there_means_later(
    door: TelegramDoor, sandbox: Sandbox, make_door: Callable[[str, str], TelegramDoor]
) -> None:
    """A connection that is refused has certainly delivered nothing."""
    await sandbox.stop()
    lonely = make_door(TOKEN, sandbox.url)
    with pytest.raises(Deferred):
        await lonely.send(Outbound(SendText("hello"), "1"))
    await lonely.close()


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_token_that_is_none_is_refused_at_once(library: str) -> None:
    """Before any request."""
    with pytest.raises(Unauthorised):
        DOORS[library]("not a token", "http://127.0.0.1:1")


async def test_it_reports_what_a_group_allows(door: TelegramDoor, sandbox: Sandbox) -> None:
    """Topics, standing and missing rights, for the doctor."""
    owner = sandbox.world.account()
    good = sandbox.world.group("Good", members=[owner])
    poor = sandbox.world.group("Poor", forum=False, members=[owner], admin=False)
    report = await door.inspect(str(good))
    assert (report.exists, report.forum, report.admin, report.missing_rights) == (True, True, True, ())
    report = await door.inspect(str(poor))
    assert (report.forum, report.admin) == (False, False)
    assert report.missing_rights
    assert not (await door.inspect("-1009999")).exists


def test_delivery_errors_are_one_family() -> None:
    """So that a sender can catch them all without catching anything else."""
    for error in (Deferred, Undeliverable, TopicGone, ChatMoved, Uncertain, Refused):
        assert issubclass(error, DeliveryError)
