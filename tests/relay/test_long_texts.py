"""What is longer than a message may be arrives in several, whole, also when it is edited later."""

from __future__ import annotations

from typing import Any

from tests.desk.test_talking import connected, newest
from tests.gateways.test_contract import PNG
from tests.town.people import Person
from tests.town.town import Town

SENTENCE = "The teacher came twenty minutes late and nobody told us. "


def told(number: int, letters: str = SENTENCE) -> str:
    """Words of so many sentences, each with its number."""
    return " ".join(f"Day {nth}, {letters.strip()}" for nth in range(number))


async def replaces(town: Town, who: Person, message_id: int, **content: Any) -> None:
    """Change a message into anything, also what an app would not let one write."""
    chat = town.world.state.privates[100001, who.id]
    raw = {**chat.messages[message_id], **content, "edit_date": int(town.now.timestamp())}
    chat.messages[message_id] = raw
    town.world.garbage({"edited_message": raw})
    await town.settle()


async def test_a_text_too_long_arrives_in_parts(town: Town) -> None:
    """No letter is lost, no sentence is torn, and a reply to any part answers the whole."""
    anna, li, group = await connected(town)
    await anna.says("listen")
    before = len(newest(group).seen)
    words = told(180)
    assert len(words) > 10_000
    sent = await anna.sends(raw={"text": words})
    parts = newest(group).seen[before:]
    assert len(parts) == 3
    assert all(part.text.endswith("told us.") for part in parts)
    assert " ".join(part.text for part in parts) == words
    for part in parts:
        await li.says("I see", topic=newest(group), reply_to=part.message_id)
        assert anna.last.raw["reply_to_message"]["message_id"] == sent


async def test_emoji_count_double(town: Town) -> None:
    """The channel counts UTF-16 units: three thousand faces are two messages."""
    anna, _, group = await connected(town)
    await anna.says("listen")
    before = len(newest(group).seen)
    await anna.sends(raw={"text": "😀" * 3000})
    assert [len(part.text) for part in newest(group).seen[before:]] == [2048, 952]


async def test_a_long_text_is_edited_into_more_and_fewer_parts(town: Town) -> None:
    """Each part shows its share of the new words; parts come and go."""
    anna, _, group = await connected(town)
    await anna.says("listen")
    before = len(newest(group).seen)
    sent = await anna.sends(raw={"text": told(100)})
    assert len(newest(group).seen) == before + 2
    await replaces(town, anna, sent, text=told(180, SENTENCE.upper()))
    assert " ".join(one.text for one in newest(group).seen[before:]) == told(180, SENTENCE.upper())
    await replaces(town, anna, sent, text="never mind")
    assert [one.text for one in newest(group).seen[before:]] == ["never mind"]


async def test_a_caption_over_the_limit_goes_on_below_its_picture(town: Town) -> None:
    """Bots may write 1,024 units under a picture, people with a subscription more."""
    anna, li, group = await connected(town)
    await anna.says("listen")
    before = len(newest(group).seen)
    sent = await anna.sends(
        raw={"photo": town.world.messages(anna.id)[0].get("photo") or a_photo(town), "caption": told(30)}
    )
    picture, *rest = newest(group).seen[before:]
    assert picture.kind == "photo"
    assert len(picture.text) <= 1024
    assert " ".join([picture.text, *(one.text for one in rest)]) == told(30)
    await li.says("I see", topic=newest(group), reply_to=rest[-1].message_id)
    assert anna.last.raw["reply_to_message"]["message_id"] == sent


async def test_a_caption_edited_over_the_limit(town: Town) -> None:
    """A short caption that becomes a long one, and short again."""
    anna, _, group = await connected(town)
    await anna.says("listen")
    before = len(newest(group).seen)
    sent = await anna.sends(photo=PNG, caption="short")
    await replaces(town, anna, sent, caption=told(30))
    picture, *rest = newest(group).seen[before:]
    assert " ".join([picture.text, *(one.text for one in rest)]) == told(30)
    await replaces(town, anna, sent, caption="short again")
    assert [one.text for one in newest(group).seen[before:]] == ["short again"]


async def test_a_long_caption_in_an_album(town: Town) -> None:
    """The album stays one, and the rest of the caption follows it."""
    anna, _, group = await connected(town)
    await anna.says("listen")
    before = len(newest(group).seen)
    photo = a_photo(town)
    for caption in (told(30), "short"):
        town.world.send(
            anna.id, raw={"photo": photo, "caption": caption, "media_group_id": "12345678901234567"}
        )
    await town.settle()
    await town.travel(seconds=3)
    first, second, *rest = newest(group).seen[before:]
    assert first.raw["media_group_id"] == second.raw["media_group_id"]
    assert second.text == "short"
    assert " ".join([first.text, *(one.text for one in rest)]) == told(30)


async def test_formatting_is_kept_by_edits(town: Town) -> None:
    """Bold words that are edited are bold on the other side as well."""
    anna, _, group = await connected(town)
    sent = await anna.sends(text="come <b>on Mondey</b>", parse_mode="HTML")
    copy = newest(group).last
    assert copy.raw["entities"] == [{"type": "bold", "offset": 5, "length": 9}]
    marks = [{"type": "bold", "offset": 5, "length": 9}]
    await replaces(town, anna, sent, text="come on Monday", entities=marks)
    assert (newest(group).last.text, newest(group).last.raw["entities"]) == ("come on Monday", marks)


async def test_an_edit_that_overtakes_its_message(town: Town) -> None:
    """Changed while its copy is still on the way: the copy shows the new words all the same."""
    anna, _, group = await connected(town)
    await anna.says("listen")
    sent = town.world.send(anna.id, text="on Mondey")
    assert isinstance(sent, int)
    await town.receive()
    await town.app.worker.once()
    assert await town.app.sender.cycle()
    await town.app.sender.back()
    town.world.edit(anna.id, None, sent, text="on Monday")
    await town.receive()
    await town.app.worker.once()
    await town.settle()
    assert newest(group).texts.count("on Monday") == 1
    assert "on Mondey" not in newest(group).texts


async def test_many_edits_are_one(town: Town) -> None:
    """What is edited twenty times before it can be sent is sent once, as it is in the end."""
    anna, _, group = await connected(town)
    sent = await anna.says("0")
    for nth in range(1, 21):
        town.world.edit(anna.id, None, sent, text=f"{nth}")
    while await town.receive() or await town.app.worker.once():
        pass
    town.world.forget_calls()
    await town.settle()
    assert newest(group).last.text == "20"
    assert len(town.world.calls("editMessageText")) == 1


async def test_another_picture_in_the_place_of_the_first(town: Town) -> None:
    """A picture that is replaced is replaced on the other side."""
    anna, _, group = await connected(town)
    sent = await anna.sends(photo=PNG, caption="wrong one")
    other = a_photo(town)
    await replaces(town, anna, sent, photo=other, caption="right one")
    assert newest(group).last.text == "right one"
    assert newest(group).last.raw["photo"][-1]["file_id"] == other[-1]["file_id"]


async def test_an_edit_whose_copy_was_deleted_is_said_anew(town: Town) -> None:
    """The customer deleted the agent's words from their chat; the corrected ones reach them anyway."""
    anna, li, group = await connected(town)
    said = await li.says("at tree", topic=newest(group))
    town.world.delete(anna.id, anna.last.message_id)
    await li.edits(said, "at three", topic=newest(group))
    assert anna.last.text == "✏️ Edited: at three"


def a_photo(town: Town) -> list[dict[str, Any]]:
    """A picture the bot has seen, as a message carries it."""
    fields = town.world._file_fields("photo", PNG + b"another")
    town.world.state.files.get(fields["photo"][-1]["file_id"]).bots.add(100001)
    photo: list[dict[str, Any]] = fields["photo"]
    return photo
