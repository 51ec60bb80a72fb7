"""The demo: a customer's phone, the agents' groups and the manager's chat side by side, nothing else needed.

`run()` is the command; `await start()` gives a running `Demo` with `.url` and `.stop()`.
"""

from bot.demo.command import run
from bot.demo.demo import Demo, PortBusy, start

__all__ = ["Demo", "PortBusy", "run", "start"]
