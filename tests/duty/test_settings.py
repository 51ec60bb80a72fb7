"""What counts in a department: the chat's word, then the file, then the house's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.house_building import build_house
from bot.settings import WrongSettings, load_settings
from handlers.calendar.opening import usual_hours
from handlers.duty.settings import capacity_of, is_balanced, languages_of, skills_of
from handlers.house import House
from storage.staff import Assignment, Department, DepartmentMember

FILE = """
[[business.departments]]
key = "complaints"
name = { zh = "投诉部", en = "Complaints" }
kinds = ["complaint"]
assignment = "balanced"
capacity = 8
members = { "Li" = { skills = ["price"], languages = ["zh"] } }

[[business.departments]]
key = "consulting"
name = "Consulting"
hours = { week = { "mon-sun" = ["00:00-24:00"] }, holidays = "" }

[rules.duty]
capacity = 5
take_up = "3 min"
"""


def house_of(folder: Path, text: str) -> House:
    """The house of a settings file."""
    file = folder / "frontline.toml"
    file.write_text(text, "utf-8")
    return build_house(load_settings(file), with_faq=False)


def test_the_file_counts_where_the_chat_says_nothing(tmp_path: Path) -> None:
    """Rows win over the file, a single department over the rules; "all" said in the chat is a word too."""
    house = house_of(tmp_path, FILE)
    complaints = Department(key="complaints")
    consulting = Department(key="consulting")
    li = DepartmentMember()
    assert (capacity_of(house, complaints), capacity_of(house, consulting)) == (8, 5)
    assert (is_balanced(house, complaints), is_balanced(house, consulting)) == (True, False)
    assert skills_of(house, complaints, li, "Li") == ("price",)
    assert skills_of(house, complaints, li, "Zhou") == ()
    assert languages_of(house, complaints, li, "LI") == ("zh",)
    assert house.rules.duty.take_up.total_seconds() == 180

    complaints.capacity, complaints.assignment = 2, Assignment.offer
    complaints.week = [[[600, 660]], [], [], [], [], [], []]
    consulting.week = complaints.week
    li.skills, li.languages = [], ["en"]
    assert (capacity_of(house, complaints), is_balanced(house, complaints)) == (2, False)
    assert (skills_of(house, complaints, li, "Li"), languages_of(house, complaints, li, "Li")) == (
        (),
        ("en",),
    )
    assert usual_hours(house, complaints).holidays == "CN"
    assert (usual_hours(house, consulting).holidays, len(usual_hours(house, consulting).week[0])) == ("", 1)


def test_a_skill_that_is_no_category_is_refused(tmp_path: Path) -> None:
    """A typing mistake in a member's skills is told at the start, with the name."""
    with pytest.raises(WrongSettings) as wrong:
        house_of(tmp_path, FILE.replace('["price"]', '["prise"]'))
    assert "Li knows prise" in str(wrong.value)
