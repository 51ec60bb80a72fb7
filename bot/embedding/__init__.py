"""A Frontline inside another program: it takes what the program leaves, and answers for itself."""

from bot.embedding.front import Front

__all__ = ["Front"]
