"""Phone numbers as people write and share them."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher

from storage.inbound import Contact

_SHARED = re.compile(r"\+?(\d{7,15})")


def read_phone(text: str, region: str) -> str | None:
    """The first valid number in free text, as E.164; one written with its country code comes first.

    A number without one is read as dialled within `region`, as in CN.
    """
    matches = PhoneNumberMatcher(unicodedata.normalize("NFKC", text), region)
    valid = [match for match in matches if phonenumbers.is_valid_number(match.number)]
    if not valid:
        return None
    best = next((match for match in valid if match.raw_string.startswith("+")), valid[0])
    return str(phonenumbers.format_number(best.number, PhoneNumberFormat.E164))


def shared_phone(contact: Contact, sender: str | None, region: str) -> tuple[str | None, bool]:
    """The number of a shared contact, and whether the channel vouches that it is the sender's own."""
    own = contact.owner is not None and contact.owner == sender
    bare = re.sub(r"[\s()\-.]", "", contact.phone)
    if bare.startswith("+") or not own:
        phone = read_phone(bare, region)
    else:
        # The channel leaves the plus out of numbers it vouches for.
        phone = read_phone("+" + bare, region) or read_phone(bare, region)
    if phone is None and own and (digits := _SHARED.fullmatch(bare)):
        phone = "+" + digits.group(1)
    return phone, own


def mask_phone(phone: str) -> str:
    """A number as it may be shown to those who need not call it: +86 138****8000."""
    head, tail = phone[:-8], phone[-4:]
    if len(phone) < 10:
        return "****" + tail[-2:]
    return f"{head}****{tail}"
