"""/cases: managers and heads see their cases by filters and pages, and one case with all about it."""

from __future__ import annotations

import re

from sqlalchemy import select, update

from storage.case import Case
from storage.person import Customer
from storage.person import Person as PersonRow
from tests.desk.cases import complaint, complaint_resolved, newest, the_case
from tests.town.people import Person
from tests.town.town import Town


async def matters(town: Town) -> tuple[Person, Person, Person]:
    """A complaint and a question, an hour apart, that nobody has taken: manager, agent, customer."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    await town.agent("Zhao", "consulting")
    anna = await town.customer("Anna Smith")
    await anna.says("/start")
    await complaint(town, anna, "The room was cold, ring 13912345678")
    await town.travel(hours=1)
    bob = await town.customer("Bob")
    await bob.says("talk to a human")
    return boss, li, anna


async def numbers(town: Town) -> list[str]:
    """The numbers of all cases, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Case.number).order_by(Case.id)))


async def make_head(boss: Person, name: str, department: str) -> None:
    """Make an agent the head of a department."""
    await boss.says("/heads")
    await boss.presses(department)
    await boss.presses(name)
    await boss.presses("head")


async def test_the_list_begins_with_what_is_open(town: Town) -> None:
    """Open cases, what is due first on top; a button changes the same message to another filter."""
    boss, _, _ = await matters(town)
    first, second = await numbers(town)
    await boss.says("/cases")
    lines = boss.last.text.splitlines()
    assert lines[0] == "🗂 Open: 2"
    assert (first in lines[2], second in lines[3]) == (True, True)
    assert "13912345678" not in boss.last.text
    shown = boss.last.message_id
    await boss.presses("Overdue")
    assert boss.last.text.startswith("🗂 Overdue: 0")
    await boss.presses("Open")
    await boss.presses("Kind")
    await boss.presses("Complaint")
    assert boss.last.text.startswith("🗂 Open · Complaint: 1")
    assert second not in boss.last.text
    await boss.presses("Department")
    await boss.presses("Consulting")
    assert boss.last.text.startswith("🗂 Open · Complaint · Consulting: 0")
    assert boss.last.message_id == shown
    await town.travel(hours=25)
    await boss.says("/cases late complaints")
    assert boss.last.text.startswith("🗂 Overdue · Complaint: 1")
    assert f"🔴⬆️ {first}" in boss.last.text, "since it was due an hour ago, it has climbed"


async def test_filters_in_words(town: Town) -> None:
    """Standing, kind and department may be written, in either language; what is not known is said."""
    boss, _, _ = await matters(town)
    first, second = await numbers(town)
    await boss.says("/cases 未结束 投诉")
    assert first in boss.last.text
    assert second not in boss.last.text
    await boss.says("/cases open Consulting")
    assert boss.last.text.startswith("🗂 Open · Consulting: 1")
    assert second in boss.last.text
    await boss.says("/cases service request")
    assert boss.last.text.startswith("🗂 Open · Service request: 0")
    await boss.says("/cases gloomy")
    assert "“gloomy”" in boss.last.text
    assert "/cases and words" in boss.last.text


async def test_whose_and_what_stands_how(town: Town) -> None:
    """Owners, classes of customers and what waits are filters too: by buttons, words, and in the file."""
    boss, li, _ = await matters(town)
    first, second = await numbers(town)
    await li.presses("我来处理", topic=newest(town.group("complaints")))
    async with town.store.begin() as session:
        anna = select(PersonRow.id).where(PersonRow.name == "Anna Smith").scalar_subquery()
        await session.execute(update(Customer).where(Customer.person_id == anna).values(vip=True))
    for words, head, number in (
        ("@li", "Open · 👤 Li", first),
        ("untaken", "With nobody", second),
        ("没人接手", "With nobody", second),
        ("未结束投诉", "Open · Complaint", first),
        ("vip 投诉", "Open · Complaint · VIP", first),
        ("regular inquiries", "Open · Question · Regular", second),
    ):
        await boss.says(f"/cases {words}")
        assert boss.last.text.startswith(f"🗂 {head}: 1"), words
        assert number in boss.last.text
    await boss.says("/cases waiting @me")
    assert boss.last.text.startswith("🗂 Waiting · 👤 Wang: 0")
    await boss.says("/cases all")
    await boss.presses("With whom")
    assert boss.last.buttons == ["With anybody", "Li (1)"]
    await boss.presses("Li (1)")
    await boss.presses("Customers")
    await boss.presses("VIP")
    assert boss.last.text.startswith("🗂 All · 👤 Li · VIP: 1")
    await boss.presses("file")
    assert "All · 👤 Li · VIP: one case" in boss.last.text
    await boss.says("/cases @nobody")
    assert "nothing with “@nobody”" in boss.last.text


async def test_a_number_with_a_slip(town: Town) -> None:
    """One wrong, missing, additional or swapped character leads to the case, if overseen; nothing is done."""
    boss, li, _ = await matters(town)
    first, second = await numbers(town)
    await make_head(boss, "Li", "Complaints")
    wrong = "3" if first[2] == "2" else "2"
    swapped = next(at for at in range(6) if first[at] != first[at + 1])
    turned = first[:swapped] + first[swapped + 1] + first[swapped] + first[swapped + 2 :]
    for typed in (first[:2] + wrong + first[3:], first[:4] + first[5:], f"{first[:3]}x{first[3:]}", turned):
        await boss.says(f"/cases {typed.lower()} note Ring her")
        assert "a character may have slipped" in boss.last.text
        assert first in boss.last.buttons
    await boss.presses(first)
    assert "🏢 Complaints" in boss.last.text
    assert "note for colleagues" not in boss.last.text
    await li.says(f"/cases {second[:4]}{second[5:]}")
    assert second not in li.last.buttons


async def test_in_a_group_the_answer_is_private(town: Town) -> None:
    """A list asked for in a group comes in private; the group reads no more than that."""
    boss, li, anna = await matters(town)
    first, _ = await numbers(town)
    group = town.group("complaints")
    await boss.says("/cases 投诉", group=group)
    assert boss.last.text.startswith("🗂 Open · Complaint: 1")
    await boss.presses(first)
    assert "🏢 Complaints" in boss.last.text
    assert group.texts[-1] == "已在私聊里回复您。"
    await li.says("/cases", group=group)
    assert "Only managers and heads" in li.last.text
    town.world.join(anna.id, group.id)
    said = len(group.texts)
    await anna.says("/cases", group=group)
    assert group.texts[said:] == ["/cases"]


async def test_supervised_and_closed(town: Town) -> None:
    """A case under supervision has a filter of its own, and so has what is over."""
    boss = await town.manager("Wang")
    anna, _, _ = await complaint_resolved(town)
    await town.travel(hours=3)
    await anna.presses("Not satisfied")
    case = await the_case(town)
    await boss.says("/cases supervised")
    assert case.number in boss.last.text
    await boss.says("/cases closed")
    assert "There are none." in boss.last.text


async def test_pages_are_turned_in_place(town: Town) -> None:
    """More cases than a page holds are shown page by page, each once."""
    boss = await town.manager("Wang")
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    for place in range(10):
        await complaint(town, anna, f"Matter {place}")
    await boss.says("/cases")
    seen = re.findall(r"Matter \d", boss.last.text)
    assert len(seen) == 8
    await boss.presses("2/2 ▶")
    seen += re.findall(r"Matter \d", boss.last.text)
    assert sorted(seen) == [f"Matter {place}" for place in range(10)]
    await boss.presses("◀ 1/2")
    assert "Matter 0" in boss.last.text


async def test_one_case_with_all_about_it(town: Town) -> None:
    """A number shows what, who (masked), promise, time left, owner, first taker and history."""
    boss, li, _ = await matters(town)
    number = (await numbers(town))[0]
    async with town.store.begin() as session:
        phone = update(PersonRow).where(PersonRow.name == "Anna Smith").values(phone="+8613912345678")
        await session.execute(phone)
    await li.presses("我来处理", topic=newest(town.group("complaints")))
    await boss.says(f"/cases {number[:3].lower()}-{number[3:]}")
    text = boss.last.text
    for part in (number, "Complaint", "Anna", "+86139••••78", "Complaints", "With Li", "24 November, 10:00"):
        assert part in text, part
    assert "13912345678" not in text
    assert "⏳ 23 hours left" in text
    assert "23 Nov 10:00 · received" in text
    assert "23 Nov 11:00 · taken · Li" in text
    await li.says("It is warm now", topic=newest(town.group("complaints")))
    await boss.says("/cases")
    await boss.presses(number)
    assert "first answer · Li" in boss.last.text
    assert "promise kept" in boss.last.text
    await boss.presses("To the list")
    assert boss.last.text.startswith("🗂 Open: 2")


async def test_heads_see_their_own_department(town: Town) -> None:
    """A head sees and finds what is their department's; agents and customers are told whose list it is."""
    boss, li, anna = await matters(town)
    first, second = await numbers(town)
    await li.says("/cases")
    assert "Only managers and heads" in li.last.text
    await anna.says("/cases")
    assert "Only managers and heads" in anna.last.text
    await make_head(boss, "Li", "Complaints")
    await li.says("/cases")
    assert first in li.last.text
    assert second not in li.last.text
    assert not any("Department" in label for label in li.last.buttons)
    await li.says(f"/cases {second}")
    assert li.last.text == f"I can't find a case {second} among those you oversee."


async def test_who_oversees_no_more_presses_in_vain(town: Town) -> None:
    """Every button asks again whether its presser oversees the case."""
    boss, li, _ = await matters(town)
    number = (await numbers(town))[0]
    await make_head(boss, "Li", "Complaints")
    await li.says("/cases")
    await li.presses(number)
    await boss.says("/heads")
    await boss.presses("Complaints")
    await boss.presses("Li")
    await boss.presses("member")
    before = li.last.text
    assert "do not oversee" in await li.presses("Give to")
    assert "do not oversee" in await li.presses("Later")
    assert "do not oversee" in await li.presses("Note")
    assert "Only managers and heads" in await li.presses("To the list")
    assert li.last.text == before


async def test_in_chinese(town: Town) -> None:
    """The list and a case read as Chinese to whom Chinese is spoken."""
    li = await town.agent("Li", "complaints")
    boss = await town.manager("王经理", language_code="zh-hans")
    anna = await town.customer("Anna")
    await anna.says("/start")
    case = await complaint(town, anna)
    await li.presses("我来处理", topic=newest(town.group("complaints")))
    await boss.says("/cases 投诉")
    assert boss.last.text.startswith("🗂 未结束 · 投诉：1 件")
    await boss.presses(case.number)
    assert "⏳ 还剩" in boss.last.text
    assert "接手 · Li" in boss.last.text
    assert boss.last.buttons[:2] == ["🙋 改派", "🕒 改时间"]
    await boss.says(f"/cases {case.number} 备注 请优先处理")
    assert "📝 王经理：请优先处理" in newest(town.group("complaints")).texts[-1]


async def test_cases_are_found_by_words(town: Town) -> None:
    """Words, a name or a phone find open and closed cases within what is overseen; a filter narrows them."""
    boss, _, _ = await matters(town)
    first, second = await numbers(town)
    await boss.says("/cases cold room")
    assert first in boss.last.text
    assert second not in boss.last.text
    assert "🗂 All · “cold room”: 1" in boss.last.text
    await boss.says("/cases smith closed")
    assert "nothing with “smith”" in boss.last.text
    await boss.says("/cases Smith")
    await boss.presses("Kind")
    await boss.presses("Complaint")
    assert "All · Complaint · “smith”: 1" in boss.last.text
    await boss.says("/cases 1391234")
    assert "•••• · new" in boss.last.text
    await boss.says("/cases export cold")
    assert boss.last.kind == "document"
    await boss.says("/cases 100%")
    assert "nothing with “100%”" in boss.last.text
