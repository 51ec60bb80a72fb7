"""What cannot be passed on is named to both sides."""

from __future__ import annotations

from handlers.desk.agent_side import topic_here
from handlers.desk.topics import note
from handlers.turn import Turn
from storage.case import Case
from storage.inbound import Unsupported
from storage.outbound import SendText

_SAID = (
    "story paid_media game invoice giveaway giveaway_winners checklist gift unique_gift successful_payment "
    "passport_data web_app_data"
)
SAID = frozenset(_SAID.split())
"""Kinds that people send, and that have a name of their own in the texts."""
_NOTICES = (
    "pinned_message message_auto_delete_timer_changed chat_background_set write_access_allowed "
    "users_shared user_shared chat_shared connected_website proximity_alert_triggered boost_added "
    "refunded_payment gift_upgrade_sent giveaway_created giveaway_completed "
    "checklist_tasks_done checklist_tasks_added poll_option_added poll_option_deleted "
    "direct_message_price_changed paid_message_price_changed managed_bot_created "
    "suggested_post_approved suggested_post_approval_failed suggested_post_declined suggested_post_paid "
    "suggested_post_refunded "
    "new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo "
    "chat_owner_left chat_owner_changed group_chat_created supergroup_chat_created channel_chat_created "
    "migrate_from_chat_id general_forum_topic_hidden general_forum_topic_unhidden "
    "video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited "
    "community_chat_added community_chat_joined community_chat_removed"
)
NOTICES = frozenset(_NOTICES.split())
"""What the app notes in a chat by itself: nobody said anything, so nobody waits for an answer."""


def kind_name(turn: Turn, what: Unsupported) -> str:
    """What it was, in the words of the house; for a kind nobody has heard of yet, just that."""
    name = what.what if what.what in SAID else "other"
    return turn.say(turn.house.default_language, f"desk.kinds.{name}")


async def cannot_show(turn: Turn, what: Unsupported) -> None:
    """The customer sent something that the agents cannot be shown: they hear that it was there."""
    case_id = turn.conversation.case_id
    if case_id is not None:
        case = await turn.session.get_one(Case, case_id)
        await note(turn, case, "desk.topic.unsupported", what=kind_name(turn, what))


async def cannot_pass_on(turn: Turn, what: Unsupported) -> None:
    """An agent sent something about a case that cannot reach the customer: it is said at once.

    What nobody has heard of yet may be a notice of the app as well: of that nothing is said in a group.
    """
    if turn.staff is None or what.id is None or what.what not in SAID:
        return
    if await topic_here(turn, what) is not None:
        text = turn.say(turn.house.default_language, "desk.hint.unsupported", what=kind_name(turn, what))
        turn.send(SendText(text, reply_to=what.id, silent=True))
