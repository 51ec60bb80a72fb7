"""Doors to the channels. The only place that imports a Telegram library."""
