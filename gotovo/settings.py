"""Every setting of an installation, read from the environment and checked before anything starts."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

TELEGRAM = "https://api.telegram.org"
TELEGRAM_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
ANY_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
EXAMPLES = {"telegram_api_url": TELEGRAM, "public_url": "https://crm.example.com"}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
TELEGRAM_PORTS = (443, 80, 88, 8443)
LOG_FORMATS = ("json", "text")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
PROXY_SCHEMES = ("http", "https", "socks4", "socks5")
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
LONGEST_UNDO = 300
EXIT_CODE = 2
PRIVATE = 0o077


class WrongSetting(Exception):
    """A setting that is wrong or unsafe; the message is one sentence for the person who starts Gotovo, free of secrets."""


class Settings(BaseSettings):
    """What an installation may choose. Names are those of the environment; `.env` in the working directory is read too."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    bot_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM
    telegram_proxy: SecretStr | None = None
    data_dir: Path = Path("data")
    backup_dir: Path | None = None
    database_url: SecretStr = SecretStr("")
    http_host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]+$")] = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: str | None = None
    webhook_secret: SecretStr | None = None
    log_level: str = "INFO"
    log_format: str = ""
    undo_seconds: Annotated[int, Field(ge=0, le=LONGEST_UNDO)] = 10

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never reach a log: the token, the webhook's secret, and the passwords inside addresses."""
        found = [secret.get_secret_value() if secret else None for secret in (self.bot_token, self.webhook_secret)]
        if self.telegram_proxy:
            found.append(urlsplit(self.telegram_proxy.get_secret_value()).password)
        found.append(make_url(self.database_url.get_secret_value()).password)
        return tuple(secret for secret in found if secret)

    @field_validator("telegram_api_url", "public_url")
    @classmethod
    def _is_web_address(cls, value: str | None, about: ValidationInfo) -> str | None:
        if value is None:
            return None
        address, example = urlsplit(value), EXAMPLES[about.field_name or "telegram_api_url"]
        if address.scheme not in ("http", "https") or not address.hostname or address.query or address.fragment:
            raise ValueError(f"must be an http:// or https:// address such as {example}")
        if address.username or address.password:
            raise ValueError("must not hold a user name or a password")
        return value.rstrip("/")

    @field_validator("telegram_proxy")
    @classmethod
    def _is_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        address = urlsplit(value.get_secret_value() if value else "http://none")
        if address.scheme not in PROXY_SCHEMES or not address.hostname:
            raise ValueError(f"must begin with one of {', '.join(f'{scheme}://' for scheme in PROXY_SCHEMES)}")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _is_strong(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 32 to 256 letters, digits, _ or -; make one with: openssl rand -hex 32")
        return value

    @field_validator("log_level")
    @classmethod
    def _is_level(cls, value: str) -> str:
        if value.upper() not in LOG_LEVELS:
            raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
        return value.upper()

    @field_validator("log_format")
    @classmethod
    def _is_format(cls, value: str) -> str:
        if value.lower() not in ("", *LOG_FORMATS):
            raise ValueError(f"must be one of {', '.join(LOG_FORMATS)}")
        return value.lower()

    @field_validator("data_dir", "backup_dir")
    @classmethod
    def _is_safe_directory(cls, value: Path | None) -> Path | None:
        if value is None or not value.exists():
            return value
        if not value.is_dir():
            raise ValueError(f"must be a directory, and {value} is a file")
        if value.stat().st_mode & stat.S_IWOTH:
            raise ValueError(f"must not be writable by everybody on this machine; run: chmod 700 {value}")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value():
            return value
        try:
            url = make_url(value.get_secret_value())
        except ArgumentError:
            url = None
        if url is None or url.drivername not in DRIVERS:
            raise ValueError("must begin with postgresql+asyncpg:// or sqlite+aiosqlite:///")
        if url.drivername == DRIVERS[0] and url.database in (None, "", ":memory:"):
            raise ValueError("must name a file: a database in memory would lose every request")
        return value

    @model_validator(mode="after")
    def _token_fits_server(self) -> Settings:
        shape = TELEGRAM_TOKEN if urlsplit(self.telegram_api_url).hostname == "api.telegram.org" else ANY_TOKEN
        if self.bot_token and not shape.fullmatch(self.bot_token.get_secret_value()):
            raise ValueError("BOT_TOKEN does not look like a token of @BotFather (digits, a colon, 35 letters or digits)")
        return self

    @model_validator(mode="after")
    def _webhook_is_safe(self) -> Settings:
        """T1: without a secret anybody could post updates in anybody's name, without TLS anybody on the way could read it."""
        if self.public_url is None:
            return self
        if self.webhook_secret is None:
            raise ValueError("WEBHOOK_SECRET must be set together with PUBLIC_URL; make one with: openssl rand -hex 32")
        address, server = urlsplit(self.public_url), urlsplit(self.telegram_api_url).hostname
        if address.scheme != "https" and server not in LOOPBACK:
            raise ValueError("PUBLIC_URL must begin with https://, else the secret of the webhook could be read on its way")
        if server == "api.telegram.org" and (address.port or 443) not in TELEGRAM_PORTS:
            raise ValueError("PUBLIC_URL must use port 443, 80, 88 or 8443: Telegram posts to no other")
        return self

    @model_validator(mode="after")
    def _default_database(self) -> Settings:
        if not self.database_url.get_secret_value():
            url = f"sqlite+aiosqlite:///{self.data_dir / 'gotovo.db'}"
            object.__setattr__(self, "database_url", SecretStr(url))
        return self


def read_settings() -> Settings:
    """The settings of this process; raises `WrongSetting` with one sentence about the first wrong one."""
    try:
        return Settings()
    except ValidationError as wrong:
        raise WrongSetting(_sentence(wrong)) from None


def settings_or_exit() -> Settings:
    """For the command line: a wrong setting ends the process with one sentence and exit code 2."""
    try:
        return read_settings()
    except WrongSetting as wrong:
        _stop(str(wrong))


def make_data_dir(settings: Settings) -> Path:
    """Makes DATA_DIR when it is missing, and from here on every file this process creates readable by its owner alone."""
    os.umask(PRIVATE)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings.data_dir


def _stop(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(EXIT_CODE)


def _sentence(wrong: ValidationError) -> str:
    error = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
    name = ".".join(str(part) for part in error["loc"]).upper()
    if error["type"] == "extra_forbidden":
        return f"{name} in .env is not a setting of Gotovo; .env.example lists them all."
    said = error["msg"].removeprefix("Value error, ")
    said = said.replace("Input should", "must").replace("String should", "must")
    return f"{name} {said}.".strip().replace("must be a valid integer, unable to parse string as an integer", "must be a whole number")
