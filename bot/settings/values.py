"""What single values must be. Each function gives the value back or says what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_network
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import SecretStr
from sqlalchemy.exc import ArgumentError

from storage.engine import normalise_url

Language = Literal["zh", "en"]

TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CALL = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")


def token(value: SecretStr) -> SecretStr:
    """A bot's token, or nothing."""
    text = value.get_secret_value().strip()
    if text and not TOKEN.fullmatch(text):
        raise ValueError("a token looks like 123456789:AAE… (digits, a colon, at least 30 characters)")
    return SecretStr(text)


def proxy(value: SecretStr) -> SecretStr:
    """The address of a proxy, or nothing."""
    text = value.get_secret_value().strip()
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https", "socks5", "socks4"} or not parts.hostname):
        raise ValueError("write it like http://proxy.example:3128 or socks5://user:password@host:1080")
    return SecretStr(text)


def database(value: SecretStr) -> SecretStr:
    """The URL of a database that Frontline runs on."""
    text = value.get_secret_value().strip()
    right = "write sqlite:///frontline.db or postgresql://user:password@host:5432/name"
    try:
        normalise_url(text)
    except (ArgumentError, ValueError):
        raise ValueError(right) from None
    if text.partition("://")[0].startswith("sqlite") and not text.partition(":///")[2]:
        raise ValueError(f"{right}; a database in memory would lose everything at each stop")
    return SecretStr(text)


def address(value: str) -> str:
    """A web address, without a slash at its end."""
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write a web address like https://example.com")
    return value.strip().rstrip("/")


def address_or_nothing(value: str) -> str:
    """A web address, or nothing."""
    return address(value) if value.strip() else ""


def place(value: str) -> str:
    """An address and port to listen on."""
    host, _, port = value.strip().rpartition(":")
    if not host or not port.isdigit() or not 0 <= int(port) < 65_536:
        raise ValueError("write an address and a port like 127.0.0.1:8080; 0.0.0.0:8080 is every address")
    return value.strip()


def place_or_nothing(value: str) -> str:
    """An address and port to listen on, or nothing."""
    return place(value) if value.strip() else ""


def secret(value: SecretStr) -> SecretStr:
    """A webhook's secret, or nothing."""
    text = value.get_secret_value().strip()
    if text and not _SECRET.fullmatch(text):
        raise ValueError("a secret has 16 to 256 letters, digits, _ and - only; empty, one is made")
    return SecretStr(text)


def network(value: str) -> str:
    """A range of addresses, or the word that stands for Telegram's."""
    if value == "telegram":
        return value
    try:
        return str(ip_network(value))
    except ValueError:
        raise ValueError('write a range like 203.0.113.0/24, or "telegram" for Telegram\'s own') from None


def zone(value: str) -> str:
    """The name of a time zone."""
    known = available_timezones()
    if value in known:
        ZoneInfo(value)
        return value
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    hint = folded[near[0]] if near else "Asia/Shanghai"
    raise ValueError(f"this is no time zone; write one like {hint}")


def key(value: str) -> str:
    """A key that can be typed in a command."""
    if not _KEY.fullmatch(value):
        raise ValueError("a key has small letters, digits and _ only, and begins with a letter")
    return value


def key_or_nothing(value: str) -> str:
    """A key, or nothing."""
    return key(value) if value else ""


def call_or_nothing(value: str) -> str:
    """A function of a module, or nothing."""
    if value and not _CALL.fullmatch(value):
        raise ValueError("write module:function, such as my_encoder:encode")
    return value


def names(value: Any) -> Any:
    """Names by language; a single name is good for both."""
    if isinstance(value, str):
        value = {"zh": value, "en": value}
    if isinstance(value, Mapping):
        if not value or not all(isinstance(name, str) and name.strip() for name in value.values()):
            raise ValueError('write a name, or one for each language: { zh = "…", en = "…" }')
        return {language: name.strip() for language, name in value.items()}
    return value
