"""The first start: what a newcomer is asked, and the files that come of it."""

from bot.init.answers import Answers
from bot.init.files import WillNotOverwrite, write_all

__all__ = ["Answers", "WillNotOverwrite", "write_all"]
