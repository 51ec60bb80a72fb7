"""Staff: how people get in and out, which group is whose, and what they are alerted to."""

from __future__ import annotations

from handlers.staff import binding, heads, inviting, leaving, team
from handlers.staff.alerts import alert, alert_parked
from handlers.staff.invites import invite, link
from handlers.staff.joining import redeem
from handlers.staff.out_of_groups import not_removed

__all__ = ["ACTIONS", "COMMANDS", "alert", "alert_parked", "invite", "link", "not_removed", "redeem"]

ACTIONS = {
    "staff.invite": inviting.choose,
    "staff.bind": binding.choose,
    "staff.release": binding.release,
    "staff.heads_of": heads.of_department,
    "staff.heads_as": heads.choose_role,
    "staff.heads_set": heads.appoint,
    "staff.dismiss": leaving.ask,
    "staff.dismiss_confirm": leaving.confirm,
    "staff.dismiss_keep": leaving.keep,
}
COMMANDS = {
    "invite": inviting.command,
    "department": binding.command,
    "team": team.command,
    "heads": heads.command,
    "dismiss": leaving.command,
}
