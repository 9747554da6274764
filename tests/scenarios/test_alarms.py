"""The machine's own troubles reach the director in chat, once each, with the button that mends them; nobody else hears of them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from crm.actor import Role
from gotovo.operation.backups import shelf_of
from tests.scenarios.conftest import Company


@pytest.fixture
def watched(company: Company) -> Company:
    """No room for backups: a file lies where their directory should be."""
    blocks(company).write_text("in the way")
    return company


def blocks(company: Company) -> Path:
    return shelf_of(company.settings).folder


async def looks(company: Company) -> None:
    assert company.app.wiring is not None
    await company.app.wiring.watch.look()
    await company.settle()


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_failing_backup_is_mended_from_the_alarm(watched: Company) -> None:
    t = watched.t
    vera, mary = await watched.hires("Vera", Role.DIRECTOR), await watched.hires("Mary", Role.OPERATOR)
    await looks(watched)
    alarm = await vera.sees(t("Mend the cause, then make one now."))
    assert not alarm.silent
    await looks(watched)
    assert len([message for message in vera.loud if t("Mend the cause, then make one now.") in message.text]) == 1
    await vera.taps(t("❓ What is this?"), on=alarm)
    await vera.sees(t("Every night a copy of everything is made and checked. Seven days and four weeks are kept."))
    await vera.taps(t("‹ Back"))
    assert await mary.forges("x:back_up:0:", await mary.sees("")) is not None
    blocks(watched).unlink()
    await vera.taps(t("💾 Back up now"), on=await vera.sees(t("Mend the cause, then make one now.")))
    assert t("The backup begins. You will be told when it is done.") in vera.toasts
    await vera.sees("💾")
    over = await vera.sees("🟢")
    assert over.silent
    assert len(shelf_of(watched.settings).kept()) == 1
    await mary.never_sees("🔴")


async def test_a_director_looks_at_everything_from_the_settings(watched: Company) -> None:
    vera = await watched.hires("Vera", Role.DIRECTOR)
    await vera.taps("⚙️ Settings")
    await vera.taps("🩺 Check")
    await vera.sees("Nothing has been looked at yet.")
    await vera.taps("🔄 Check now")
    card = await vera.sees("Looked at")
    for line in (
        "✔ The database is sound",
        "✔ Telegram answers",
        f"✔ Messages come in ({'webhook' if watched.settings.public_url else 'polling'})",
        "✔ The clock is right",
        "✖ There is no backup yet",
    ):
        assert line in card.text
    await vera.taps("‹ Back")
    await vera.sees("Settings")


async def test_the_night_brings_a_backup_without_a_word(company: Company) -> None:
    vera, shelf = await company.hires("Vera", Role.DIRECTOR), shelf_of(company.settings)
    await company.waits_until(2)
    assert shelf.kept() == []
    await company.waits_until(4)
    async with asyncio.timeout(20):
        while shelf.newest() is None:
            await asyncio.wait([asyncio.ensure_future(company.settle())])  # noqa: TID251  # another look, until the copy has its name
    await vera.never_sees("💾")
