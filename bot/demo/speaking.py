"""Which language the staff's side of the demo speaks: their apps, their names, their rows."""

from __future__ import annotations

import locale

from sqlalchemy import select

from bot.demo.cast import Cast, app_language
from bot.sandbox.state import State
from storage.person import Identity, Person
from storage.store import Store


def machine_language() -> str:
    """The language this machine speaks to its user, as far as one can tell."""
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def switch_apps(state: State, cast: Cast, language: str) -> None:
    """Switch the staff's apps, and show their names as that language writes them."""
    for user in cast.staff:
        account = state.accounts[user]
        account.name, account.language_code = cast.names[user][language], app_language(language)
        account.refresh()
        state.hub.publish("account", {"user": account.user})


async def follow_apps(state: State, store: Store, cast: Cast, language: str) -> None:
    """The rows follow, as they would after the next message from such an app."""
    async with store.begin() as session:
        for user in cast.staff:
            found = select(Identity.person_id).where(Identity.external_id == str(user))
            person = await session.scalar(select(Person).where(Person.id.in_(found)))
            if person is not None:
                person.name = state.accounts[user].name
                person.language = person.language if person.language_chosen else language
