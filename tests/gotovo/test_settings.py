"""Settings: defaults that are safe, and one clear sentence for each that is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gotovo.settings import Settings, WrongSetting, make_data_dir, read_settings

TOKEN = "42:" + "a" * 35
SECRET = "s" * 32
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_set_is_enough() -> None:
    settings = read_settings()
    assert settings.bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///data/gotovo.db"
    assert (settings.http_host, settings.http_port, settings.undo_seconds, settings.log_level) == ("127.0.0.1", 8080, 10, "INFO")
    assert settings.secrets == ()


def test_default_database_lies_in_data_dir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "deep"))
    assert read_settings().database_url.get_secret_value() == f"sqlite+aiosqlite:///{tmp_path}/deep/gotovo.db"


def test_empty_means_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "")
    monkeypatch.setenv("HTTP_PORT", "")
    assert read_settings().http_port == 8080


def test_secrets_are_named_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_PROXY", "socks5://me:proxypass@localhost:1080")
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://me:basepass@localhost/gotovo")
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    settings = read_settings()
    assert settings.secrets == (TOKEN, SECRET, "proxypass", "basepass")
    assert not any(secret in repr(settings) for secret in settings.secrets)


WRONG = [
    ("BOT_TOKEN", "hello", "BOT_TOKEN does not look like a token"),
    ("BOT_TOKEN", "42:short", "BOT_TOKEN does not look like a token"),
    ("TELEGRAM_API_URL", "ftp://x", "TELEGRAM_API_URL must be an http:// or https:// address"),
    ("TELEGRAM_API_URL", "https://", "TELEGRAM_API_URL must be an http:// or https:// address"),
    ("TELEGRAM_API_URL", "https://me:pass@host", "TELEGRAM_API_URL must not hold a user name"),
    ("TELEGRAM_PROXY", "localhost:1080", "TELEGRAM_PROXY must begin with one of"),
    ("DATABASE_URL", "mysql://x", "DATABASE_URL must begin with postgresql+asyncpg"),
    ("DATABASE_URL", "nonsense", "DATABASE_URL must begin with postgresql+asyncpg"),
    ("DATABASE_URL", "sqlite+aiosqlite://", "DATABASE_URL must name a file"),
    ("DATABASE_URL", "sqlite+aiosqlite:///:memory:", "DATABASE_URL must name a file"),
    ("HTTP_PORT", "eighty", "HTTP_PORT must be a whole number."),
    ("HTTP_PORT", "70000", "HTTP_PORT must be less than or equal to 65535."),
    ("HTTP_HOST", "http://x", "HTTP_HOST must match pattern"),
    ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR."),
    ("PUBLIC_URL", "crm.example.com", "PUBLIC_URL must be an http:// or https:// address such as https://crm.example.com"),
    ("PUBLIC_URL", "https://crm.example.com", "WEBHOOK_SECRET must be set together with PUBLIC_URL"),
    ("WEBHOOK_SECRET", "s" * 31, "WEBHOOK_SECRET must be 32 to 256 letters, digits"),
    ("WEBHOOK_SECRET", "s" * 257, "WEBHOOK_SECRET must be 32 to 256 letters, digits"),
    ("WEBHOOK_SECRET", "s" * 31 + "!", "WEBHOOK_SECRET must be 32 to 256 letters, digits"),
    ("WEBHOOK_SECRET", "s" * 31 + "я", "WEBHOOK_SECRET must be 32 to 256 letters, digits"),
    ("WEBHOOK_SECRET", "s" * 32 + "\n", "WEBHOOK_SECRET must be 32 to 256 letters, digits"),
    ("UNDO_SECONDS", "-1", "UNDO_SECONDS must be greater than or equal to 0."),
]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_wrong_setting_is_one_sentence(monkeypatch: pytest.MonkeyPatch, *, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as caught:
        read_settings()
    said = str(caught.value)
    assert said.startswith(sentence)
    assert "\n" not in said
    assert "pass" not in said.replace("password", "")


def test_other_servers_may_have_shorter_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "42:short")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://localhost:8081/")
    assert read_settings().telegram_api_url == "http://localhost:8081"


@pytest.mark.parametrize(
    ("url", "server", "sentence"),
    [
        ("https://crm.example.com/repairs/", "https://api.telegram.org", ""),
        ("https://crm.example.com:8443", "https://api.telegram.org", ""),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8081", ""),
        ("http://crm.example.com", "https://api.telegram.org", "PUBLIC_URL must begin with https://"),
        ("http://127.0.0.1:8080", "https://127.0.0.1.example.com", "PUBLIC_URL must begin with https://"),
        ("https://crm.example.com:8080", "https://api.telegram.org", "PUBLIC_URL must use port 443"),
        ("https://me:pass@crm.example.com", "https://api.telegram.org", "PUBLIC_URL must not hold a user name"),
    ],
)
def test_a_webhook_needs_a_safe_address(monkeypatch: pytest.MonkeyPatch, *, url: str, server: str, sentence: str) -> None:
    for name, value in (("PUBLIC_URL", url), ("TELEGRAM_API_URL", server), ("WEBHOOK_SECRET", SECRET)):
        monkeypatch.setenv(name, value)
    if sentence:
        with pytest.raises(WrongSetting, match=f"^{sentence}"):
            read_settings()
    else:
        assert read_settings().public_url == url.rstrip("/")


def test_directory_open_to_all_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    directory = tmp_path / "open"
    directory.mkdir()
    directory.chmod(0o777)
    monkeypatch.setenv("DATA_DIR", str(directory))
    with pytest.raises(WrongSetting, match="writable by everybody on this machine; run: chmod 700"):
        read_settings()


def test_file_is_no_data_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    with pytest.raises(WrongSetting, match="must be a directory"):
        read_settings()


def test_data_directory_is_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "a" / "b"))
    before = os.umask(0o022)
    try:
        directory = make_data_dir(read_settings())
        (directory / "gotovo.db").touch()
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in (directory, directory / "gotovo.db")] == [0o700, 0o600]


def test_misspelt_name_in_env_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HTTP_PROT=1\n")
    with pytest.raises(WrongSetting, match=r"^HTTP_PROT in \.env is not a setting"):
        read_settings()


def test_env_example_names_every_setting_and_reads_clean(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text()
    for name in Settings.model_fields:
        assert f"\n#{name.upper()}=" in example
    defaults = read_settings()
    (tmp_path / ".env").write_text(example)
    assert read_settings() == defaults


def test_exit_code_is_two(tmp_path: Path) -> None:
    assert started(tmp_path, HTTP_PORT="x") == (2, "", "HTTP_PORT must be a whole number.\n")


def test_no_webhook_without_a_secret(tmp_path: Path) -> None:
    """T1: the process ends before anything listens."""
    sentence = "WEBHOOK_SECRET must be set together with PUBLIC_URL; make one with: openssl rand -hex 32.\n"
    assert started(tmp_path, PUBLIC_URL="https://crm.example.com", BOT_TOKEN=TOKEN) == (2, "", sentence)
    assert list(tmp_path.iterdir()) == []


def started(folder: Path, **environment: str) -> tuple[int, str, str]:
    """How `gotovo run` ended, and what it said."""
    rest = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    ended = subprocess.run([sys.executable, "-m", "gotovo", "run"], cwd=folder, env=rest, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout, ended.stderr
