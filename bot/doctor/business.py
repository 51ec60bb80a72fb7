"""Looking at what the settings say of the business: zone, texts, FAQ, who answers what."""

from __future__ import annotations

from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from bot.doctor.finding import Finding
from bot.house_building import build_texts, load_faq
from bot.settings import Settings, WrongSettings
from bot.settings.model import CaseKind
from handlers.calendar import BusinessCalendar


def examine(settings: Settings, now: datetime) -> list[Finding]:
    """Everything that can be seen without going anywhere."""
    return [_zone(settings, now), _hours(settings, now), _texts(settings), _faq(settings), _kinds(settings)]


def _zone(settings: Settings, now: datetime) -> Finding:
    zone = ZoneInfo(settings.business.zone)
    return Finding("time zone", f"{zone.key}, where it is {now.astimezone(zone):%H:%M} now")


def _hours(settings: Settings, now: datetime) -> Finding:
    zone, hours = ZoneInfo(settings.business.zone), settings.hours.as_hours()
    today = now.astimezone(zone).date()
    opening = BusinessCalendar(zone, hours.on).next_opening(now).astimezone(zone)
    whose = f"holidays of {hours.holidays}" if hours.holidays else "no holidays"
    how = f"next at work {opening:%Y-%m-%d %H:%M}, {whose}"
    years = hours.years_unknown(today)
    if years:
        how += f"; which weekend days of {years[-1]} are worked for holidays is not known yet"
    # Before a year begins, nobody may have announced it: that is worth knowing, and no fault.
    late = today.year in years
    return Finding("hours", how, 'Update the package "holidays", or name them in hours.days' if late else "")


def _texts(settings: Settings) -> Finding:
    try:
        build_texts(settings.business.texts)
    except WrongSettings as wrong:
        return Finding("texts", wrong.lines[0], "Mend it in [business.texts]")
    own = sum(len(words) for words in settings.business.texts.values())
    return Finding("texts", f"{own} of your own" if own else "as they come with Frontline")


def _faq(settings: Settings) -> Finding:
    if not settings.business.faq:
        return Finding(
            "FAQ",
            "there is no file, so the bot knows no answers and hands every question to people",
            "Name one in business.faq; docs/settings.md shows the form",
        )
    try:
        matcher = load_faq(settings.business.faq, settings.encoder)
    except WrongSettings as wrong:
        more = f" (and {len(wrong.lines) - 1} more)" if len(wrong.lines) > 1 else ""
        return Finding("FAQ", wrong.lines[0] + more, "Mend the file; `frontline faq check` tells all")
    return Finding("FAQ", f"{len(matcher.entries)} entries")


def _kinds(settings: Settings) -> Finding:
    departments = settings.business.departments
    answered = {kind for department in departments for kind in department.kinds}
    nobodys = [kind for kind in get_args(CaseKind) if kind not in answered]
    if nobodys and len(departments) > 1:
        return Finding(
            "departments",
            f"nobody is named for {', '.join(nobodys)}, so {departments[0].key} gets them",
            f"Add them to a department's kinds, or to {departments[0].key}'s to say that it is meant",
        )
    return Finding("departments", ", ".join(department.key for department in departments))
