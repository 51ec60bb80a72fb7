"""The hours in which nobody is disturbed: local arithmetic that holds across clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from handlers.rules import FollowUpRules
from handlers.scene import Scene


def quiet(now: datetime, zone: tzinfo, rules: FollowUpRules) -> datetime:
    """The next decent moment: now, or the end of the quiet hours that now falls into."""
    local = now.astimezone(zone)
    if not in_quiet_hours(local.time(), rules):
        return now
    end = datetime.combine(local.date(), rules.quiet_until, tzinfo=zone)
    if local.time() >= rules.quiet_until:
        end += timedelta(days=1)
    # In the hour that autumn gives twice, the first of two ends may be over already.
    candidates = (end.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return min(moment for moment in candidates if moment > now)


def in_quiet_hours(local: time, rules: FollowUpRules) -> bool:
    """Whether a local time of day lies in the quiet hours, which may reach over midnight."""
    start, end = rules.quiet_from, rules.quiet_until
    if start <= end:
        return start <= local < end
    return local >= start or local < end


def is_quiet(scene: Scene) -> bool:
    """Whether it is a quiet hour at the business now."""
    return in_quiet_hours(scene.now.astimezone(scene.house.zone).time(), scene.house.rules.follow_ups)
