"""Albums stay albums, whichever way they go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from storage.staff import Staff
from storage.topic import AlbumPart
from tests.desk.test_talking import connected, newest
from tests.desk.test_writing import new_agent_connected
from tests.gateways.test_contract import PNG
from tests.town.people import Person, Seen, Topic
from tests.town.town import Town

THREE: list[dict[str, Any]] = [
    {"photo": PNG, "caption": "the kitchen"},
    {"photo": PNG},
    {"video": b"moving", "caption": "the bath"},
]


def albums_in(seen: list[Seen]) -> list[list[Seen]]:
    """The albums among messages, each with its parts."""
    found: dict[str, list[Seen]] = {}
    for one in seen:
        if "media_group_id" in one.raw:
            found.setdefault(one.raw["media_group_id"], []).append(one)
    return list(found.values())


async def sends_album(
    town: Town, who: Person, topic: Topic | None = None, reply_to: int | None = None, **more: Any
) -> list[int]:
    """Send an album, and wait until nothing more can belong to it. Gives its messages."""
    place = topic.group.id if topic is not None else None
    sent = town.world.send(
        who.id,
        place,
        album=more.get("album", THREE),
        thread=topic.thread if topic is not None else None,
        reply_to=reply_to,
    )
    assert isinstance(sent, list)
    await town.settle()
    await town.travel(seconds=3)
    return sent


async def test_a_customers_album_reaches_the_agents_as_one(town: Town) -> None:
    """In its order, with each caption under its picture, and acknowledged once."""
    anna, _, group = await connected(town)
    await anna.says("look")
    sent = await sends_album(town, anna)
    (album,) = albums_in([one for one in newest(group).seen if one.by_bot])
    assert [one.text for one in album] == ["the kitchen", "", "the bath"]
    assert [one.kind for one in album] == ["photo", "photo", "video"]
    assert [anna.reactions(message) for message in sent] == [["👌"], [], []]


async def test_an_agents_album_reaches_the_customer_as_one(town: Town) -> None:
    """The same the other way, with one receipt."""
    anna, li, group = await connected(town)
    sent = await sends_album(town, li, newest(group))
    (album,) = albums_in(anna.heard)
    assert [one.text for one in album] == ["the kitchen", "", "the bath"]
    receipts = [bool(town.world.reactions(group.id, message)) for message in sent]
    assert receipts == [True, False, False]


async def test_what_is_written_after_an_album_stays_after_it(town: Town) -> None:
    """A word that follows at once does not overtake the pictures."""
    anna, _, group = await connected(town)
    await anna.says("look")
    town.world.send(anna.id, album=THREE)
    await anna.says("that is all")
    assert [one.text for one in newest(group).seen][-4:] == ["the kitchen", "", "the bath", "that is all"]


async def test_ten_pictures_are_not_waited_for(town: Town) -> None:
    """No album is longer, so a full one goes at once; and two albums stay two."""
    anna, _, group = await connected(town)
    await anna.says("look")
    town.world.send(anna.id, album=[{"photo": PNG, "caption": f"{nth}"} for nth in range(10)])
    await town.settle()
    (ten,) = albums_in(newest(group).seen)
    assert [one.text for one in ten] == [f"{nth}" for nth in range(10)]
    town.world.send(anna.id, album=THREE[:2])
    await sends_album(town, anna, album=THREE)
    assert [len(album) for album in albums_in(newest(group).seen)] == [10, 2, 3]


async def test_an_album_answers_what_it_answered(town: Town) -> None:
    """A reply stays a reply, both ways, and replies to a part of an album find that part."""
    anna, li, group = await connected(town)
    asked = await anna.says("which rooms do you have?")
    copy = newest(group).last.message_id
    sent = await sends_album(town, li, newest(group), copy)
    (album,) = albums_in(anna.heard)
    assert [one.raw["reply_to_message"]["message_id"] for one in album] == [asked] * 3
    await anna.says("this one, please", reply_to=album[1].message_id)
    assert newest(group).last.raw["reply_to_message"]["message_id"] == sent[1]
    mine = await sends_album(town, anna, reply_to=album[0].message_id)
    back = albums_in([one for one in newest(group).seen if one.by_bot])[-1]
    assert [one.raw["reply_to_message"]["message_id"] for one in back] == [sent[0]] * 3
    await li.says("nice", topic=newest(group), reply_to=back[2].message_id)
    assert anna.last.raw["reply_to_message"]["message_id"] == mine[2]


async def test_an_edited_caption_is_edited_in_the_album(town: Town) -> None:
    """Before the album was passed on and after it: the right part shows the new words."""
    anna, _, group = await connected(town)
    await anna.says("look")
    sent = town.world.send(anna.id, album=THREE)
    assert isinstance(sent, list)
    await town.settle()
    town.world.edit(anna.id, None, sent[0], caption="the old kitchen")
    await town.settle()
    await town.travel(seconds=3)
    town.world.edit(anna.id, None, sent[2], caption="the old bath")
    await town.settle()
    (album,) = albums_in(newest(group).seen)
    assert [one.text for one in album] == ["the old kitchen", "", "the old bath"]


async def test_a_group_without_topics_gets_albums_as_replies(town: Town) -> None:
    """There a message must reply to its case's card, which a copied album cannot: it is sent anew."""
    group = await town.open_group("consulting", forum=False)
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    await li.presses("我来处理", group=group)
    await anna.says("look")
    await sends_album(town, anna)
    (album,) = albums_in(group.seen)
    assert all("reply_to_message" in one.raw for one in album)
    await li.says("nice bath", group=group, reply_to=album[2].message_id)
    assert anna.last.text == "nice bath"


async def test_a_part_that_was_deleted_is_missed_by_both_sides(town: Town) -> None:
    """What could be copied is there, and both hear how many were not."""
    anna, _, group = await connected(town)
    await anna.says("look")
    sent = town.world.send(anna.id, album=THREE)
    assert isinstance(sent, list)
    await town.settle()
    town.world.delete(anna.id, sent[1])
    await town.travel(seconds=3)
    (album,) = albums_in(newest(group).seen)
    assert len(album) == 2
    assert any("One of the pictures" in text for text in anna.texts)
    assert any("有 1 条没能复制过来" in text for text in newest(group).texts)


async def test_a_new_agent_is_asked_once_about_an_album(town: Town) -> None:
    """Sent, it reaches the customer as one; kept, none of it does."""
    anna, li, group = await new_agent_connected(town)
    await sends_album(town, li, newest(group))
    questions = [one for one in newest(group).seen if any("发给客户" in label for label in one.buttons)]
    assert len(questions) == 1
    await li.presses("发给客户", topic=newest(group))
    (album,) = albums_in(anna.heard)
    assert [one.text for one in album] == ["the kitchen", "", "the bath"]
    await sends_album(town, li, newest(group))
    await li.presses("备注", topic=newest(group), message=newest(group).last.message_id)
    assert len(albums_in(anna.heard)) == 1


async def test_an_album_handed_in_with_a_complaint_stays_one(town: Town) -> None:
    """Evidence that was kept until the form was sent is shown together as well."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    await anna.presses("Complaint")
    await anna.says("The teacher was twenty minutes late twice.")
    await anna.presses("Teaching")
    await anna.presses("Skip")
    await sends_album(town, anna)
    await anna.presses("That's all")
    await anna.presses("Here in the chat")
    await anna.presses("Send")
    (album,) = albums_in(newest(town.group("complaints")).seen)
    assert [one.text for one in album] == ["the kitchen", "", "the bath"]


async def test_what_is_kept_after_a_part_went_on_holds_nobody_up(town: Town) -> None:
    """An agent who becomes practised between two parts and keeps the album keeps all of it; others' go on."""
    anna, li, group = await new_agent_connected(town)
    before = len(anna.heard)
    town.world.send(li.id, group.id, thread=newest(group).thread, album=THREE[:2])
    await town.receive()
    await town.app.worker.once()
    await town.send()
    async with town.store.begin() as session:
        await session.execute(update(Staff).values(replies=100))
    await town.settle()
    await li.presses("备注", topic=newest(group), message=newest(group).last.message_id)
    await town.travel(seconds=3)
    assert len(anna.heard) == before
    await sends_album(town, anna)
    assert len(albums_in([one for one in newest(group).seen if one.by_bot])) == 1


async def test_a_chat_whose_album_cannot_be_read_holds_nobody_up(town: Town) -> None:
    """The albums of other chats are passed on; what failed is left as it was."""
    anna, _, group = await connected(town)
    bo = await town.customer("Bo", language_code="en")
    await bo.says("hello")
    bos, annas = await town.conversation(bo), await town.conversation(anna)
    assert annas.case_id is not None
    async with town.store.begin() as session:
        session.add(
            AlbumPart(
                conversation_id=bos.id,
                album="x",
                message="1",
                case_id=annas.case_id,
                body="{",
                at=town.now - timedelta(hours=1),
            )
        )
    await anna.says("look")
    await sends_album(town, anna)
    assert len(albums_in([one for one in newest(group).seen if one.by_bot])) == 1
    async with town.store.read() as session:
        assert (await session.scalars(select(AlbumPart).where(AlbumPart.album == "x"))).one().body == "{"
