"""/cases export: the filtered cases as a file for whoever oversees them, safe to open, and recorded."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from faq import sheets
from storage.event import Event
from storage.outbox import OutboxRow
from storage.person import Person as PersonRow
from tests.desk.cases import complaint, newest, the_case
from tests.overseeing.test_cases import make_head, matters, numbers
from tests.town.people import Person
from tests.town.town import Town

FORMULA = '=HYPERLINK("http://evil.example")'


async def received(town: Town, person: Person) -> tuple[str, bytes]:
    """The name and content of the file that somebody got last."""
    document = person.last.raw["document"]
    path = await town.app.gateway.fetch(document["file_id"])
    return document["file_name"], path


async def with_formula(town: Town) -> Person:
    """A customer whose name and words would run as formulas, with a phone: the manager who will export."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    anna = await town.customer("@SUM(A1)")
    await anna.says("/start")
    await complaint(town, anna, f"{FORMULA}\x0b\nring 13912345678")
    async with town.store.begin() as session:
        phone = update(PersonRow).where(PersonRow.name == "@SUM(A1)").values(phone="+8613912345678")
        await session.execute(phone)
    await li.presses("我来处理", topic=newest(town.group("complaints")))
    return boss


async def test_a_spreadsheet_of_texts(town: Town) -> None:
    """The file holds each case in a row of text cells, with phones masked, under a name with the day."""
    boss = await with_formula(town)
    await boss.says("/cases export")
    name, content = await received(town, boss)
    assert name == "cases-2026-11-23.xlsx"
    assert boss.last.text.startswith("🗂 Open: one case.")
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    head, row = list(sheet.iter_rows())
    told = {title.value: cell.value for title, cell in zip(head, row, strict=True)}
    case = await the_case(town)
    assert (told["Number"], told["Kind"], told["Owner"]) == (case.number, "Complaint", "Li")
    assert told["Promised by"] == "2026-11-24 10:00"
    assert told["Phone (masked)"] == "+86139••••78"
    assert told["Customer"] == "@SUM(A1)"
    assert told["What it is about"].startswith("=HYPERLINK")
    assert all(cell.data_type in ("s", "n") and cell.data_type != "f" for cell in row)
    assert "13912345678" not in str(told)


async def test_a_csv_where_no_spreadsheet_can_be_written(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without openpyxl it is a CSV, in which an apostrophe keeps formulas from running."""
    monkeypatch.setattr(sheets, "find_spec", lambda name: None)
    boss = await with_formula(town)
    await boss.says("/cases")
    await boss.presses("As a file")
    name, content = await received(town, boss)
    assert name == "cases-2026-11-23.csv"
    [told] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert told["Customer"] == "'@SUM(A1)"
    assert told["What it is about"].startswith("'=HYPERLINK")
    assert told["Phone (masked)"] == "'+86139••••78"


async def test_a_head_gets_what_is_theirs_and_it_is_recorded(town: Town) -> None:
    """Only their department's cases are in it; the record says who had how many, and the file is not kept."""
    boss, li, _ = await matters(town)
    first, _ = await numbers(town)
    await li.says("/cases export")
    assert "Only managers and heads" in li.last.text
    await make_head(boss, "Li", "Complaints")
    await li.says("/cases export")
    _, content = await received(town, li)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [first]
    async with town.store.read() as session:
        event = (await session.scalars(select(Event).where(Event.verb == "cases.exported"))).one()
        bodies = list(await session.scalars(select(OutboxRow.body)))
    assert (event.actor_kind, event.facts["count"]) == ("staff", 1)
    assert not any('"content"' in body for body in bodies)
    await boss.says("/cases export closed")
    assert "no file" in boss.last.text


async def test_in_chinese(town: Town) -> None:
    """Titles and words of the table are in the language of whoever asked for it."""
    await town.agent("Li", "complaints")
    boss = await town.manager("王经理", language_code="zh-hans")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    await boss.says("/cases 导出 投诉")
    _, content = await received(town, boss)
    rows = list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][:4] == ("工单号", "类别", "状态", "部门")
    assert rows[1][1:4] == ("投诉", "新工单", "投诉组")
    assert "本次导出已记录" in boss.last.text
