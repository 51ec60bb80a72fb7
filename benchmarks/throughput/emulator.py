"""The local Bot API in a process of its own, with messages waiting for every bot named."""

from __future__ import annotations

import argparse
import asyncio

from bot.sandbox import Sandbox
from bot.sandbox.state import Bounds


async def serve(tokens: list[str], messages: int, people: int, text: str) -> None:
    """Queue the messages, print the URL, and serve until the process is ended."""
    bounds = Bounds(messages=4 * messages, calls=0)
    sandbox = Sandbox(enforce_limits=False, slow_repeats=False, bounds=bounds)
    world = sandbox.world
    for token in tokens:
        bot = world.bot(token)
        accounts = [world.account(name=f"Customer {number}", language_code="en") for number in range(people)]
        for number in range(messages):
            world.send(accounts[number % people], text=text.format(number=number), bot=bot)
    await sandbox.start()
    print(sandbox.url, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokens", nargs="+", required=True)
    parser.add_argument("--messages", type=int, required=True)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--text", default="hello {number}")
    options = parser.parse_args()
    asyncio.run(serve(options.tokens, options.messages, options.people, options.text))
