"""Accounts and bots."""

from __future__ import annotations

from typing import Any

from bot.sandbox.accounts import TOKEN, Account, bot_id_of
from bot.sandbox.errors import Misuse
from bot.sandbox.members import set_blocked
from bot.sandbox.world.place import Places, Ref


class People(Places):
    """Who exists."""

    def account(
        self,
        name: str = "Customer",
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "zh-hans",
        phone: str | None = None,
        id: int | None = None,
    ) -> int:
        """Make a person; returns their user id."""
        state = self.state
        if id is None:
            while state.next_account in state.accounts:
                state.next_account += 1
        number = state.next_account if id is None else id
        if not 0 < number < 2**52 or number in state.accounts or number in state.bots:
            raise Misuse(f"the id {number} is taken or out of range")
        username = username.lstrip("@") if username else None
        if username and any(
            (other.username or "").lower() == username.lower() for other in state.accounts.values()
        ):
            raise Misuse(f"the username @{username} is taken")
        account = Account(number, name, last_name, username, language_code, phone)
        state.accounts[number] = account
        state.hub.publish("account", {"user": account.user})
        return number

    def bot(
        self, token: str, name: str | None = None, username: str | None = None, privacy: bool | None = None
    ) -> int:
        """Make a bot, or change its name, username or privacy mode; returns its number."""
        bot_id = bot_id_of(token)
        if bot_id is None:
            raise Misuse(
                "a token looks like 123456789:AAExampleExampleExampleExampleExample (at least 30 after ':')"
            )
        bot = self.state.bot_for(bot_id)
        bot.name = name or bot.name
        bot.username = (username or bot.username).lstrip("@")
        bot.privacy = bot.privacy if privacy is None else privacy
        bot.refresh()
        return bot_id

    def revoke(self, token: str) -> bool:
        """Revoke a token, as BotFather does: it is unauthorized from now on; the bot's next one works."""
        if not TOKEN.match(token):
            raise Misuse("that is no well-formed token")
        bot = self.state.bot_for(bot_id_of(token) or 0)
        bot.revoked.add(token)
        bot.queue.interrupt("revoke")
        return True

    def block(self, user: Ref, bot: Ref | None = None) -> bool:
        """A person blocks a bot."""
        account = self.state.the_account(user)
        set_blocked(self.state, self._private(account, bot), account, blocked=True)
        return True

    def unblock(self, user: Ref, bot: Ref | None = None) -> bool:
        """A person lets a bot write again."""
        account = self.state.the_account(user)
        set_blocked(self.state, self._private(account, bot), account, blocked=False)
        return True

    def deactivate(self, user: Ref) -> bool:
        """A person deletes their account."""
        account: Any = self.state.the_account(user)
        account.deactivated = True
        self.state.hub.publish("account", {"user": account.user, "deactivated": True})
        return True
