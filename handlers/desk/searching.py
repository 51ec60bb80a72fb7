"""Finding cases by what somebody remembers of them: a number, a phone, or words and names."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select

from storage.case import Case
from storage.numbers import read_number
from storage.person import Person

LEAST_DIGITS = 4
MOST_WORDS = 8


def matching(wanted: str) -> ColumnElement[bool]:
    """The cases that are meant. The old number of a merged case finds the one it goes on as."""
    digits = "".join(letter for letter in wanted if letter.isdigit())
    ways: list[ColumnElement[bool]] = [Case.number == (read_number(wanted) or "")]
    words = [
        or_(Case.summary.icontains(word, autoescape=True), Person.name.icontains(word, autoescape=True))
        for word in wanted.split()[:MOST_WORDS]
    ]
    if words:
        ways.append(and_(*words))
    if len(digits) >= LEAST_DIGITS and not any(letter.isalpha() for letter in wanted):
        ways += [Person.phone.contains(digits), Case.contact.contains(digits)]
    stands = select(func.coalesce(Case.merged_into_id, Case.id))
    return Case.id.in_(stands.join(Person, Person.id == Case.person_id).where(or_(*ways)))
