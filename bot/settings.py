"""The one door for settings: environment variables and `.env`, checked in plain words."""

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from funnel.errors import BadSetting
from funnel.periods import Calendar, FirstDay

SLACK_API = "https://slack.com/api/"


def default_database() -> str:
    """An SQLite file in the person's own data folder."""
    return f"sqlite:///{Path(platformdirs.user_data_dir('funnelbot')) / 'funnelbot.sqlite'}"


def is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return bool(host) and ip_address(str(host)).is_loopback
    except ValueError:
        return False


class Settings(BaseSettings):
    """What an operator may set. Nothing else in the program reads the environment."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    bot_token: SecretStr | None = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    app_token: SecretStr | None = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    signing_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")
    slack_api_url: str = Field(default=SLACK_API, validation_alias="SLACK_API_URL")
    database_url: SecretStr = Field(
        default_factory=lambda: SecretStr(default_database()),
        validation_alias="FUNNELBOT_DATABASE_URL",
    )
    zone: str = Field(default="UTC", validation_alias="FUNNELBOT_ZONE")
    currency: str = Field(default="EUR", validation_alias="FUNNELBOT_CURRENCY")
    number_style: str = Field(default="en", validation_alias="FUNNELBOT_NUMBER_STYLE")
    framework: Literal["funnel", "journey"] = Field(
        default="funnel", validation_alias="FUNNELBOT_FRAMEWORK"
    )
    week_start: Literal["monday", "sunday", "saturday"] = Field(
        default="monday", validation_alias="FUNNELBOT_WEEK_START"
    )
    fiscal_year_start: int = Field(
        default=1, ge=1, le=12, validation_alias="FUNNELBOT_FISCAL_YEAR_START"
    )
    country: str = Field(default="", pattern="^([A-Z]{2})?$", validation_alias="FUNNELBOT_COUNTRY")
    admins: str = Field(default="", validation_alias="FUNNELBOT_ADMINS")
    outside_channels: bool = Field(default=False, validation_alias="FUNNELBOT_OUTSIDE_CHANNELS")
    record: Path | None = Field(default=None, validation_alias="FUNNELBOT_RECORD")
    host: str = Field(default="127.0.0.1", validation_alias="FUNNELBOT_HOST")
    port: int = Field(default=3000, validation_alias="FUNNELBOT_PORT")
    log_format: str = Field(default="auto", validation_alias="FUNNELBOT_LOG_FORMAT")

    @field_validator("slack_api_url")
    @classmethod
    def _https_or_loopback(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
            raise ValueError("SLACK_API_URL receives the token: it must be https or loopback.")
        return url if url.endswith("/") else url + "/"

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(
                f'FUNNELBOT_ZONE is "{zone}", which is no time zone. Write one like Europe/Berlin.'
            ) from None
        return zone

    @model_validator(mode="after")
    def _tokens_are_what_they_say(self) -> Self:
        wanted = {
            "bot_token": ("SLACK_BOT_TOKEN", "xoxb-"),
            "app_token": ("SLACK_APP_TOKEN", "xapp-"),
        }
        for field, (name, prefix) in wanted.items():
            token: SecretStr | None = getattr(self, field)
            if token and not token.get_secret_value().startswith(prefix):
                raise ValueError(f"{name} must start with {prefix}.")
        return self

    @property
    def calendar(self) -> Calendar:
        return Calendar(FirstDay[self.week_start.upper()], self.fiscal_year_start)

    @property
    def admin_ids(self) -> frozenset[str]:
        """Slack user ids that count as admins besides Slack's own."""
        return frozenset(self.admins.replace(",", " ").split())


def load_settings() -> Settings:
    """Settings from the environment. Raises BadSetting with one sentence a wrong value."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSetting(" ".join(_sentence(dict(item)) for item in error.errors())) from None
    finally:
        _leave_nothing_for_bolt()


def _leave_nothing_for_bolt() -> None:
    """Bolt reads these by itself: the token a second time, and with the client's id and secret it
    would switch to its own OAuth mode with files in the home folder."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        os.environ.pop(name, None)


def _sentence(item: dict[str, object]) -> str:
    words = str(item["msg"]).removeprefix("Value error, ")
    where = item.get("loc") or ()
    name = where[0] if isinstance(where, tuple) and where else ""
    return words if not name or str(name) in words else f"{name}: {words}."


def require_tokens(settings: Settings, *, http: bool) -> None:
    """Raises BadSetting naming what is missing for the chosen mode."""
    second = (
        ("SLACK_SIGNING_SECRET", settings.signing_secret)
        if http
        else (
            "SLACK_APP_TOKEN",
            settings.app_token,
        )
    )
    missing = [n for n, token in (("SLACK_BOT_TOKEN", settings.bot_token), second) if not token]
    if missing:
        raise BadSetting(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set.",
            "Set them as the README's section on connecting Slack says, "
            "or try the bot without Slack: make demo",
        )
