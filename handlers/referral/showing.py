"""/refer: the personal link, and how the friends named so far stand."""

from __future__ import annotations

from sqlalchemy import select

from handlers.referral.link import link_of, sharing
from handlers.turn import Turn
from storage.outbound import Button, SendText
from storage.referral import Referral, ReferralState

MOST_SHOWN = 20


async def show(turn: Turn) -> None:
    """Show the link and the list; offer to register a friend."""
    await turn.customer()
    link = await link_of(turn)
    business = turn.house.name(turn.language)
    lines = [turn.text_of("referral.intro", link=link), *await _list(turn)]
    words = turn.text_of("referral.share_words", business=business)
    turn.send(
        SendText(
            "\n".join(lines),
            (
                (turn.choice("referral.button.register", "referral.register"),),
                (Button(turn.text_of("referral.button.share"), url=sharing(link, words)),),
            ),
        )
    )


async def _list(turn: Turn) -> list[str]:
    rows = await turn.session.scalars(
        select(Referral)
        .where(Referral.referrer_id == turn.person.id)
        .order_by(Referral.id.desc())
        .limit(MOST_SHOWN)
    )
    lines = [
        turn.text_of(
            "referral.line",
            name=row.friend_name or turn.text_of("referral.a_friend"),
            state=_state_words(turn, row),
        )
        for row in rows
    ]
    return ["", turn.text_of("referral.so_far"), *lines] if lines else []


def _state_words(turn: Turn, referral: Referral) -> str:
    if referral.state is ReferralState.rejected and referral.reason:
        return turn.text_of(f"referral.reason.{referral.reason}")
    return turn.text_of(f"referral.state.{referral.state.value}")
