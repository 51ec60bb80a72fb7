"""Questions customers ask, and finding the right answer in Chinese and English.

matcher = Matcher.build(load_base("base.toml"))
verdict = matcher.match("how much is a trial lesson?")
"""

from __future__ import annotations

from faq.entry import Attachment, Button, Entry, Given, Link
from faq.matcher import Matcher
from faq.verdict import Answer, Policy, Ranked, Suggestions, Unknown, Verdict

__all__ = [
    "Answer",
    "Attachment",
    "Button",
    "Entry",
    "Given",
    "Link",
    "Matcher",
    "Policy",
    "Ranked",
    "Suggestions",
    "Unknown",
    "Verdict",
]
