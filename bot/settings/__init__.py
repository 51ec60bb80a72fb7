"""The settings: one TOML file, environment variables over it, and plain words for whatever is wrong."""

from bot.settings.model import Settings
from bot.settings.reading import WrongSettings, load_file, load_settings

__all__ = ["Settings", "WrongSettings", "load_file", "load_settings"]
