"""What a copy does not show by itself is said beside it; what cannot be copied is named to both sides."""

from __future__ import annotations

from tests.desk.test_talking import connected, newest
from tests.town.people import Person, Topic
from tests.town.town import Town


async def test_a_forwarded_message_is_called_so_to_the_agents(town: Town) -> None:
    """With the name of who wrote it first, if the app tells: a copy would pass for the customer's words."""
    anna, _, group = await connected(town)
    await anna.says("look what they wrote")
    await anna.sends(forward={"text": "you are <b>banned</b>", "name": "Boss <i>\u202eX +86 138 0013 8000"})
    label, copy = newest(group).seen[-2:]
    assert label.text == "↪️ 转发自Boss <i>X ••••："
    assert copy.text == "you are <b>banned</b>"


async def test_a_forwarded_message_is_called_so_to_the_customer(town: Town) -> None:
    """Without a name: whom colleagues talk to is their own affair."""
    anna, li, group = await connected(town)
    await li.sends(topic=newest(group), forward={"text": "closed on Sunday", "name": "Head office"})
    assert [one.text for one in anna.heard[-2:]] == ["↪️ Forwarded:", "closed on Sunday"]


async def test_an_answer_to_what_agents_have_not_seen_says_to_what(town: Town) -> None:
    """The customer replies to something the bot said: the agents read the beginning of it."""
    anna, _, group = await connected(town)
    taken = next(one for one in anna.heard if "is looking after" in one.text)
    await anna.says("who is that?", reply_to=taken.message_id)
    label, copy = newest(group).seen[-2:]
    assert label.text.startswith("↩️ 回复的是：“Li from Consulting is looking after")
    assert copy.text == "who is that?"


async def test_an_answer_to_a_message_elsewhere_says_so(town: Town) -> None:
    """A reply to a message of another chat carries the words that were quoted there."""
    anna, _, group = await connected(town)
    quote = {"text": "ten percent off", "position": 0}
    await anna.sends(raw={"text": "is this true?", "external_reply": {"origin": {}}, "quote": quote})
    assert newest(group).seen[-2].text == "↩️ 回复的是：“ten percent off”"


async def test_what_was_quoted_is_quoted(town: Town) -> None:
    """The part of a message that somebody marked is marked on the other side too."""
    anna, li, group = await connected(town)
    await li.says("Monday at three or Tuesday at four", topic=newest(group))
    quote = {"text": "Tuesday at four", "position": 19, "is_manual": True}
    await anna.sends(raw={"text": "this one", "quote": quote}, reply_to=anna.last.message_id)
    copy = newest(group).last
    assert copy.text == "this one"
    assert copy.raw["quote"]["text"] == "Tuesday at four"
    assert copy.raw["reply_to_message"]["text"].startswith("Monday")


async def test_a_quote_that_is_gone_costs_only_the_quote(town: Town) -> None:
    """If the words quoted are not there any more, the reply arrives without them."""
    anna, li, group = await connected(town)
    await li.says("Monday at three or Tuesday at four", topic=newest(group))
    town.world.fault("400", method="copyMessage", times=1, text="Bad Request: QUOTE_TEXT_INVALID")
    quote = {"text": "Tuesday at four", "position": 19, "is_manual": True}
    await anna.sends(raw={"text": "this one", "quote": quote}, reply_to=anna.last.message_id)
    copy = newest(group).last
    assert copy.text == "this one"
    assert "quote" not in copy.raw
    assert "reply_to_message" in copy.raw


async def test_an_agents_reply_to_a_note_tells_the_customer_nothing_of_it(town: Town) -> None:
    """What colleagues said among themselves is never quoted to a customer."""
    anna, li, group = await connected(town)
    note = await li.says("// she is difficult", topic=newest(group))
    heard = len(anna.heard)
    await li.says("Hello Anna", topic=newest(group), reply_to=note)
    assert all("difficult" not in str(one.raw) for one in anna.heard[heard:])


UNSHOWN = {
    "story": "一条动态",
    "paid_media": "付费内容",
    "checklist": "一份任务清单",
    "gift": "一份礼物",
    "something_of_tomorrow": "一条我不认识的消息",
}


async def test_what_nobody_can_copy_is_named_to_both_sides(town: Town) -> None:
    """A customer's story: they are asked for another form, and the agents hear what it was; once, however
    often it changes afterwards. What the app notes by itself is nobody's message."""
    anna, _, group = await connected(town)
    for what, name in UNSHOWN.items():
        heard, before = len(anna.heard), len(newest(group).seen)
        raw = {"reply_to_story": {"id": 7}, "show_caption_above_media": True, what: {"id": 1}, "caption": "x"}
        sent = await anna.sends(raw=raw)
        for _ in range(2):
            town.world.edit(anna.id, None, sent, caption="changed")
            await town.settle()
        assert ["can't pass on this kind" in one.text for one in anna.heard[heard:]] == [True], what
        assert [name in one.text for one in newest(group).seen[before:]] == [True], what
    heard, before = len(anna.heard), len(newest(group).seen)
    for notice in ("connected_website", "boost_added", "proximity_alert_triggered", "checklist_tasks_done"):
        await anna.sends(raw={notice: {"id": 1}})
    assert (len(anna.heard), len(newest(group).seen)) == (heard, before)


async def test_what_an_agent_cannot_send_is_said_to_them(town: Town) -> None:
    """An agent's story goes nowhere, and the agent hears so at once; nor do a command that nobody knows, and
    the words of somebody who is anonymous, each time."""
    anna, li, group = await connected(town)
    heard = len(anna.heard)
    for given, told in (
        ({"raw": {"story": {"id": 1}}}, "没有发出：一条动态我转不了"),
        ({"text": "/price is 5"}, "没有发出：以 / 开头的是命令"),
        ({"text": "/ 5 each"}, "没有发出：以 / 开头的是命令"),
    ):
        sent = await li.sends(topic=newest(group), **given)
        assert newest(group).last.text.startswith(told)
        assert newest(group).last.raw["reply_to_message"]["message_id"] == sent
    owner = town.world.account(name="Group", username="GroupAnonymousBot")
    town.world.join(owner, group.id)
    sender = {
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        "sender_chat": {"id": group.id},
    }
    said = [
        town.world.send(owner, group.id, raw={"text": text, **sender}, thread=newest(group).thread)
        for text in ("hello", "are you there?")
    ]
    await town.settle()
    assert newest(group).last.text.startswith("没有发出：看不到您是谁")
    assert newest(group).last.raw["reply_to_message"]["message_id"] == said[0]
    assert [bool(town.world.reactions(group.id, int(str(one)))) for one in said] == [False, True]
    assert len(anna.heard) == heard


async def test_a_story_in_a_group_without_topics(town: Town) -> None:
    """There a case's messages are replies: the agent hears that this one went nowhere all the same."""
    group = await town.open_group("consulting", forum=False)
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    await li.presses("我来处理", group=group)
    await anna.says("look")
    await li.sends(group=group, reply_to=group.seen[-1].message_id, raw={"story": {"id": 1}})
    assert group.seen[-1].text.startswith("没有发出")


def reaction(
    town: Town, who: Person, message: int, *given: dict[str, str], topic: Topic | None = None
) -> None:
    """Put something under a message that the local Bot API has no picture of."""
    place = {"id": who.id, "type": "private"}
    if topic is not None:
        place = {"id": topic.group.id, "type": "supergroup"}
    user = {"id": who.id, "is_bot": False, "first_name": who.name}
    what = {"chat": place, "message_id": message, "user": user, "date": 1, "old_reaction": []}
    town.world.garbage({"message_reaction": what | {"new_reaction": list(given)}})


OWN = {"type": "custom_emoji", "custom_emoji_id": "5"}


async def test_a_reaction_that_no_bot_can_show(town: Town) -> None:
    """Agents read that the customer put one there, and an agent that the customer cannot see theirs; an emoji
    beside it is shown."""
    anna, li, group = await connected(town)
    said = await li.says("Hello", topic=newest(group))
    reaction(town, anna, anna.last.message_id, OWN)
    await town.settle()
    assert newest(group).last.text == "客户给这条消息放了一个这里显示不了的表情。"
    assert newest(group).last.raw["reply_to_message"]["message_id"] == said
    asked = await anna.says("thank you")
    copy = newest(group).last.message_id
    reaction(town, li, copy, OWN, topic=newest(group))
    await town.settle()
    assert newest(group).last.text.startswith("客户看不到这个表情")
    assert newest(group).last.raw["reply_to_message"]["message_id"] == copy
    reaction(town, li, copy, {"type": "emoji", "emoji": "❤"}, OWN, topic=newest(group))
    await town.settle()
    assert anna.reactions(asked) == ["❤"]


async def test_a_reaction_that_the_group_does_not_take(town: Town) -> None:
    """The group allows few: what the customer meant is said in words. A colleague who joined reacts too."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    await li.says("Hello", topic=newest(group))
    refusal = "Bad Request: REACTION_INVALID"
    town.world.fault("400", method="setMessageReaction", chat=group.id, times=1, text=refusal)
    await anna.reacts(anna.last.message_id, "🔥")
    assert newest(group).last.text == "客户给这条消息的表情：🔥"
    asked = await anna.says("thank you")
    copy = newest(group).last.message_id
    await zhao.reacts(copy, "🎉", topic=newest(group))
    assert anna.reactions(asked) == []
    await zhao.presses("加入", topic=newest(group))
    await zhao.reacts(copy, "👍", topic=newest(group))
    assert anna.reactions(asked) == ["👍"]


async def test_a_live_place_is_shown_now_and_then(town: Town) -> None:
    """Somebody who shares where they are moves all the time; agents see a new place every ten minutes."""
    anna, _, group = await connected(town)
    sent = await anna.sends(location={"latitude": 31.2, "longitude": 121.5})
    chat = town.world.state.privates[100001, anna.id]
    for step in range(1, 25):
        moved = {**chat.messages[sent], "location": {"latitude": 31.2 + step, "longitude": 121.5}}
        chat.messages[sent] = moved
        town.world.garbage({"edited_message": moved | {"edit_date": int(town.now.timestamp())}})
        await town.travel(minutes=1)
    places = [one.raw["location"]["latitude"] for one in newest(group).seen if "location" in one.raw]
    assert len(places) == 3
    assert places[0] == 31.2
