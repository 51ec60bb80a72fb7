"""What can be set, and what it is when nobody sets it. docs/settings.md says it in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.pace import Limits
from bot.settings import values
from bot.settings.categories import CATEGORIES, CATEGORY_WORDS
from bot.settings.durations import with_durations
from bot.settings.hours import HoursSettings
from bot.settings.values import Language
from handlers.rules import Rules

CaseKind = Literal["inquiry", "complaint", "suggestion", "service_request", "order_question"]
Key = Annotated[str, AfterValidator(values.key)]
Address = Annotated[str, AfterValidator(values.address)]
Place = Annotated[str, AfterValidator(values.place)]
Network = Annotated[str, AfterValidator(values.network)]
Names = Annotated[dict[Language, str], BeforeValidator(values.names)]
Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]

_DEFAULTS = Limits()


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LimitSettings(_Part):
    """How many messages fit into how many seconds."""

    bot: Count = _DEFAULTS.bot
    bot_seconds: Seconds = _DEFAULTS.bot_seconds
    chat: Count = _DEFAULTS.chat
    chat_seconds: Seconds = _DEFAULTS.chat_seconds
    group: Count = _DEFAULTS.group
    group_seconds: Seconds = _DEFAULTS.group_seconds

    def as_limits(self) -> Limits:
        """The same, as pacing wants it."""
        return Limits(**self.model_dump())


class TelegramSettings(_Part):
    """The bot's account and the way to it."""

    token: Annotated[SecretStr, AfterValidator(values.token)] = SecretStr("")
    api_base: Address = "https://api.telegram.org"
    proxy: Annotated[SecretStr, AfterValidator(values.proxy)] = SecretStr("")
    client: Literal["aiogram", "ptb"] = "aiogram"
    limits: LimitSettings = LimitSettings()


class WebhookSettings(_Part):
    """Being called by Telegram (or by another bot of yours) instead of asking it."""

    url: Annotated[str, AfterValidator(values.address_or_nothing)] = ""
    listen: Place = "127.0.0.1:8080"
    secret: Annotated[SecretStr, AfterValidator(values.secret)] = SecretStr("")
    connections: Annotated[int, Field(ge=1, le=100)] = 40
    allow_from: tuple[Network, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    proxy_header: str = "X-Forwarded-For"
    remove_at_stop: bool = False
    forwarded: bool = False

    @field_validator("forwarded")
    @classmethod
    def _one_way(cls, forwarded: bool, about: ValidationInfo) -> bool:
        if forwarded and about.data.get("url"):
            raise ValueError(
                "messages come either from Telegram (webhook.url) or from another bot of yours "
                "(webhook.forwarded), not from both; leave one of them out"
            )
        return forwarded


class MetricsSettings(_Part):
    """Where the running can be watched."""

    listen: Annotated[str, AfterValidator(values.place_or_nothing)] = ""


class StorageSettings(_Part):
    """The database."""

    url: Annotated[SecretStr, AfterValidator(values.database)] = SecretStr("sqlite:///frontline.db")
    synchronous: Literal["FULL", "NORMAL"] = "FULL"
    pool_size: Annotated[int, Field(ge=1, le=100)] = 5
    database_schema: Annotated[str, AfterValidator(values.key_or_nothing)] = ""


class MemberSettings(_Part):
    """What a member of a department knows best."""

    skills: tuple[Key, ...] = ()
    languages: tuple[Language, ...] = ()


class DepartmentSettings(_Part):
    """A department: a group of agents with a duty."""

    key: Key
    name: Names
    kinds: tuple[CaseKind, ...] = ()
    hours: HoursSettings | None = None
    capacity: Count | None = None
    assignment: Literal["offer", "balanced"] = "offer"
    members: dict[str, MemberSettings] = Field(default_factory=dict)


EVERYTHING = DepartmentSettings(
    key="service",
    name={"zh": "客服部", "en": "Customer service"},
    kinds=("inquiry", "complaint", "suggestion", "service_request", "order_question"),
)


class BusinessSettings(_Part):
    """Who the bot speaks for, and what it knows."""

    name: Names = {"zh": "我们的客服", "en": "Our customer service"}
    zone: Annotated[str, AfterValidator(values.zone)] = "Asia/Shanghai"
    default_language: Language = "zh"
    departments: tuple[DepartmentSettings, ...] = (EVERYTHING,)
    categories: dict[Key, Names] = Field(default_factory=lambda: dict(CATEGORIES), validate_default=True)
    category_words: dict[Key, tuple[str, ...]] = Field(default_factory=lambda: dict(CATEGORY_WORDS))
    faq: str = ""
    texts: dict[Language, dict[str, Any]] = Field(default_factory=dict)
    privacy_url: Annotated[str, AfterValidator(values.address_or_nothing)] = ""

    @field_validator("departments")
    @classmethod
    def _different(cls, departments: tuple[DepartmentSettings, ...]) -> tuple[DepartmentSettings, ...]:
        keys = [department.key for department in departments]
        if not keys:
            raise ValueError("at least one department is needed; leave the setting out for one that does all")
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"each department needs a key of its own, and {twice[0]} is there twice")
        return departments

    @field_validator("categories")
    @classmethod
    def _skills_exist(
        cls, categories: dict[str, dict[Language, str]], about: ValidationInfo
    ) -> dict[str, dict[Language, str]]:
        for department in about.data.get("departments", ()):
            for name, member in department.members.items():
                if unknown := sorted(set(member.skills) - set(categories)):
                    raise ValueError(
                        f"{department.key} says that {name} knows {unknown[0]}, which is none of them"
                    )
        return categories


class VoiceSettings(_Part):
    """What writes voice notes down."""

    command: tuple[str, ...] = ()
    time_limit: timedelta = timedelta(seconds=60)


class EncoderSettings(_Part):
    """What says which texts mean the same: a second opinion for the matching."""

    call: Annotated[str, AfterValidator(values.call_or_nothing)] = ""
    command: tuple[str, ...] = ()
    time_limit: timedelta = timedelta(seconds=1)
    start_limit: timedelta = timedelta(seconds=60)

    @field_validator("command")
    @classmethod
    def _one_encoder(cls, command: tuple[str, ...], about: ValidationInfo) -> tuple[str, ...]:
        if command and about.data.get("call"):
            raise ValueError("either encoder.call or encoder.command; leave one of them out")
        return command


class LogSettings(_Part):
    """What is written down about the running."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "json", "text"] = "auto"


class Settings(BaseSettings):
    """Everything together. Environment variables win over what is passed in (the file)."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="FRONTLINE_",
        env_nested_delimiter="__",
        env_ignore_empty=False,
        validate_default=False,
        nested_model_default_partial_update=False,
    )

    telegram: TelegramSettings = TelegramSettings()
    webhook: WebhookSettings = WebhookSettings()
    storage: StorageSettings = StorageSettings()
    business: BusinessSettings = BusinessSettings()
    hours: HoursSettings = HoursSettings()
    rules: Rules = Rules()
    voice: VoiceSettings = VoiceSettings()
    encoder: EncoderSettings = EncoderSettings()
    log: LogSettings = LogSettings()
    metrics: MetricsSettings = MetricsSettings()

    @field_validator("rules")
    @classmethod
    def _plans_name_who_is_there(cls, rules: Rules, about: ValidationInfo) -> Rules:
        business = about.data.get("business")
        if business is None:
            return rules
        there = [department.key for department in business.departments]
        for key, plan in rules.contingency.plans.items():
            for who in (plan.first_to, *(role.who for role in plan.roles)):
                if who not in ("managers", "heads") and who.removeprefix("heads:") not in there:
                    raise ValueError(
                        f"contingency.plans.{key} names {who}, which is no department; "
                        f"write managers, heads, heads: and a key, or a key ({', '.join(there)})"
                    )
        return rules

    @model_validator(mode="before")
    @classmethod
    def _read_durations(cls, data: Any) -> Any:
        return with_durations(cls, data)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then what the file says; nothing else."""
        return env_settings, init_settings
