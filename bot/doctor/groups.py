"""Looking at the departments' groups: bound, with topics, and the bot an administrator there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.doctor.finding import Finding
from bot.gateways.contract import Gateway
from bot.gateways.errors import GatewayError

RIGHTS = {
    "can_manage_topics": "Manage topics",
    "can_delete_messages": "Delete messages",
    "can_pin_messages": "Pin messages",
    "can_restrict_members": "Ban users",
}


async def examine(gateway: Gateway | None, groups: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Each department's groups. Without a gateway only whether there is one."""
    return [
        await _group(gateway, department, chat)
        for department, chats in groups.items()
        for chat in (chats or (None,))
    ]


async def _group(gateway: Gateway | None, department: str, chat: str | None) -> Finding:
    what = f"group of {department}"
    if chat is None:
        do = f"Make a group with topics, add the bot as administrator, write /department {department} there"
        return Finding(what, "none yet, so nobody sees its cases", do)
    if gateway is None:
        return Finding(what, "bound (not looked at: Telegram was not reached)")
    try:
        report = await gateway.inspect(chat)
    except GatewayError as problem:
        return Finding(what, f"could not be looked at ({type(problem).__name__})", "Try again in a minute")
    if not report.exists:
        return Finding(
            what, "the bot is not there any more", f"Add it again and write /department {department}"
        )
    if not report.admin:
        do = "Make it one in the group's settings (privacy mode then does not matter)"
        return Finding(what, f"in “{report.title}” the bot is no administrator", do)
    if not report.forum:
        do = "Switch on Topics in the group's settings; until then agents answer by replying"
        return Finding(what, f"“{report.title}” has no topics", do)
    if report.missing_rights:
        missing = ", ".join(RIGHTS.get(right, right) for right in report.missing_rights)
        return Finding(
            what, f"in “{report.title}” the bot may not: {missing}", "Allow it in its rights there"
        )
    return Finding(what, f"“{report.title}”, topics on, all rights")
