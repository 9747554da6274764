"""The checks: every sign is judged, red exactly where a person is wanted, and each finding has its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import User, WebhookInfo
from pydantic import SecretStr

from bot.cards.health_words import SAID
from crm.health import Finding, Level, Sign
from gotovo.operation.checks import Circumstances, Seen, ask_telegram, judge
from gotovo.operation.vitals import Vitals
from gotovo.poller import OTHER_POLLER
from gotovo.settings import Settings
from gotovo.telegram import open_bot
from sandbox import Sandbox

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
GB = 10**9
ME = User(id=42, is_bot=True, first_name="Gotovo", username="gotovo_bot", can_join_groups=True, supports_inline_queries=True)
POLLING = WebhookInfo(url="", has_custom_certificate=False, pending_update_count=0)
WELL = Vitals(
    at=NOW,
    started_at=NOW,
    database="sqlite",
    database_bytes=1,
    schema="0001",
    schema_wanted="0001",
    inbox_waiting=0,
    inbox_age=119,
    outbox_waiting=0,
    outbox_age=299,
    timer_age=299,
    dead=0,
    input_age=None,
    door_age=1,
    door_failing=0,
    door_note="",
    sent=0,
    waits=0,
    errors=0,
    answers=(),
    disk_free=50 * GB,
    disk_total=100 * GB,
    backup_age=25.9 * 3600,
)
SEEN = Seen(ME, POLLING, 0.5)
HERE = Circumstances()
WEB = Circumstances(public_url="https://crm.example.com")


def webhook(**values: Any) -> Seen:
    return replace(SEEN, webhook=POLLING.model_copy(update={"url": "https://crm.example.com/telegram", **values}))


def found(
    vitals: Vitals = WELL, seen: Seen | None = SEEN, around: Circumstances = HERE
) -> dict[Sign, Finding]:  # law: what a check looks at
    findings = judge(vitals, seen, around=around)
    assert len({finding.sign for finding in findings}) == len(findings)
    for finding in findings:
        said = SAID[finding.sign, finding.case]
        assert said.text.format(**finding.data)
        assert (finding.level is Level.WELL) is not bool(said.advice), "what is not well says what to do"
    return {finding.sign: finding for finding in findings}


def test_a_well_company_is_well_in_every_sign() -> None:
    for seen, around in ((SEEN, HERE), (webhook(), WEB)):
        assert [str(one.sign) for one in found(WELL, seen, around).values() if one.level is not Level.WELL] == []
        assert set(found(WELL, seen, around)) == set(Sign)
    assert Sign.TELEGRAM not in found(WELL, None)


RED: list[tuple[Sign, str, dict[str, Any]]] = [
    (Sign.INBOX, "late", {"inbox_age": 121}),
    (Sign.OUTBOX, "late", {"outbox_age": 301}),
    (Sign.TIMERS, "late", {"timer_age": 301}),
    (Sign.DEAD_LETTERS, "stuck", {"dead": 1}),
    (Sign.BACKUP, "none", {"backup_age": None}),
    (Sign.BACKUP, "old", {"backup_age": 26.1 * 3600}),
    (Sign.DISK, "full", {"disk_free": 499_000_000, "disk_total": GB}),
    (Sign.DISK, "full", {"disk_free": 4 * GB, "disk_total": 100 * GB}),
    (Sign.DATABASE, "schema", {"schema": ""}),
    (Sign.TELEGRAM, "silent", {"door_failing": 121, "door_note": "retry"}),
    (Sign.DOOR, "other", {"door_failing": 121, "door_note": OTHER_POLLER}),
]


@pytest.mark.parametrize(("sign", "case", "values"), RED)
def test_one_thing_wrong_is_one_thing_red(sign: Sign, case: str, values: dict[str, Any]) -> None:
    findings = found(replace(WELL, **values))
    assert [(one.sign, one.case) for one in findings.values() if one.level is Level.RED] == [(sign, case)]


@pytest.mark.parametrize(
    ("sign", "case", "seen", "around"),
    [
        (Sign.CLOCK, "wrong", replace(SEEN, skew=-31.0), HERE),
        (Sign.TELEGRAM, "silent", Seen(refused="TelegramNetworkError"), HERE),
        (Sign.TELEGRAM, "token", Seen(refused="token", is_token_wrong=True), HERE),
        (Sign.TELEGRAM, "unset", Seen(), Circumstances(has_token=False)),
        (Sign.DOOR, "webhook", webhook(), HERE),
        (Sign.DOOR, "webhook", webhook(url="https://other.example.com/x"), WEB),
        (Sign.DOOR, "unset", SEEN, WEB),
        (Sign.DOOR, "unreachable", webhook(last_error_message="Connection refused", pending_update_count=3), WEB),
        (Sign.DOOR, "withheld", webhook(allowed_updates=["message"]), WEB),
        (Sign.BACKUP, "failed", SEEN, Circumstances(backup_failed="no room")),
        (Sign.DATABASE, "damaged", SEEN, Circumstances(damaged="page 3")),
    ],
)
def test_what_telegram_and_the_files_tell_is_judged(sign: Sign, case: str, seen: Seen, around: Circumstances) -> None:
    findings = found(WELL, seen, around)
    assert [(one.sign, one.case) for one in findings.values() if one.level is Level.RED] == [(sign, case)]


def test_an_old_error_of_a_webhook_that_works_again_is_no_alarm() -> None:
    assert found(WELL, webhook(last_error_message="Connection refused", pending_update_count=0), WEB)[Sign.DOOR].level is Level.WELL


@pytest.mark.parametrize(("field", "case"), [("supports_inline_queries", "inline"), ("can_join_groups", "groups")])
def test_a_right_that_is_off_is_a_note(field: str, case: str) -> None:
    finding = found(WELL, replace(SEEN, me=ME.model_copy(update={field: False})))[Sign.RIGHTS]
    assert (finding.level, finding.case) == (Level.NOTE, case)


async def asked(sandbox: Sandbox, token: str) -> Seen:
    bot: Bot = open_bot(Settings(telegram_api_url=sandbox.url, bot_token=SecretStr(token)))
    try:
        return await ask_telegram(bot)
    finally:
        await bot.session.close()


async def test_telegram_is_asked_for_the_bot_the_webhook_and_the_time() -> None:
    sandbox = Sandbox()
    await sandbox.start()
    try:
        seen = await asked(sandbox, sandbox.world.token)
        assert seen.me is not None
        assert seen.webhook is not None
        assert seen.skew is not None
        assert abs(seen.skew) < 5
        wrong = await asked(sandbox, "1:WRONG")
        assert wrong.is_token_wrong
        assert [one.case for one in judge(WELL, wrong, around=HERE) if one.level is Level.RED] == ["token"]
    finally:
        await sandbox.stop()
    away = await asked(sandbox, sandbox.world.token)
    assert away.refused == "TelegramNetworkError"
