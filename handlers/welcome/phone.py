"""A contact shared without being asked for: one's own phone is noted, somebody else's is not."""

from __future__ import annotations

from handlers import forms
from handlers.turn import Turn


async def receive(turn: Turn) -> bool:
    """Keep the sender's own number. True if the message was a contact."""
    if turn.message is None or turn.message.contact is None:
        return False
    sender = turn.inbound.sender
    phone, own = forms.shared_phone(
        turn.message.contact, sender.id if sender else None, turn.house.rules.forms.region
    )
    if phone is None or not own:
        turn.reply("welcome.phone.not_own", buttons=((turn.go("refer"),),))
        return True
    turn.record("phone.given")
    turn.reply("welcome.phone.kept", remove_keyboard=True)
    await forms.note_own_phone(turn, phone)
    return True
