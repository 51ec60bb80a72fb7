"""A bot that answers one thing itself and forwards everything else, raw, to a Frontline of its own.

    TOKEN=… FRONTLINE=http://127.0.0.1:8080/telegram SECRET=… python examples/forwarding_bot.py

It needs nothing of Frontline's but its address and secret, and may be written in any language.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

KINDS = [
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
    "chat_member",
]


class ForwardingBot:
    """Asks Telegram for updates and confirms only what somebody has taken."""

    def __init__(self, session: ClientSession, api: str, front: str, secret: str) -> None:
        self._session = session
        self._api = api
        self._front = front
        self._headers = {"Authorization": f"Bearer {secret}"}

    async def run(self, *, seconds: int = 25) -> None:
        """Until cancelled."""
        offset = 0
        while True:
            asked = {"offset": offset, "timeout": seconds, "allowed_updates": KINDS}
            for update in await self._call("getUpdates", **asked) or []:
                if not await self.answer(update):
                    await self.forward(update)
                offset = update["update_id"] + 1

    async def answer(self, update: dict[str, Any]) -> bool:
        """Your own features; True if this one was for them."""
        message = update.get("message") or {}
        if message.get("text") != "/weather":
            return False
        await self._call("sendMessage", chat_id=message["chat"]["id"], text="Sunny.")
        return True

    async def forward(self, update: dict[str, Any]) -> None:
        """Post until it is taken. What can never be taken is told and left."""
        pause = 0.2
        while True:
            try:
                async with self._session.post(self._front, json=update, headers=self._headers) as response:
                    if response.status == 200:
                        return
                    if response.status in {400, 413}:
                        print(f"not taken ({response.status}): update {update.get('update_id')}")
                        return
            except (ClientError, TimeoutError):
                print("Frontline does not answer; trying again")
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10)

    async def _call(self, method: str, **parameters: Any) -> Any:
        timeout = ClientTimeout(total=60)
        async with self._session.post(f"{self._api}/{method}", json=parameters, timeout=timeout) as response:
            return (await response.json()).get("result")


async def main() -> None:
    """Run with what the environment says."""
    api = f"{os.environ.get('API', 'https://api.telegram.org')}/bot{os.environ['TOKEN']}"
    async with ClientSession() as session:
        await ForwardingBot(session, api, os.environ["FRONTLINE"], os.environ["SECRET"]).run()


if __name__ == "__main__":
    asyncio.run(main())
