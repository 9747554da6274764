"""Hubs tell the truth without being asked: counts and lists follow what happens (S3, S13)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from tests.scenarios.conftest import Company


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_lists_follow_the_orders(company: Company) -> None:
    t = company.t
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.starts()
    await anna.sees(f"{t('📋 My requests')} · 0")
    await mary.sees(t("📥 The queue is empty"))
    await anna.says("The screen is black")
    await mary.sees(t("✋ Take next"), timeout=8.0)
    await anna.sees(f"{t('📋 My requests')} · 1")
    await mary.taps(t("✋ Take"), on=await mary.sees(t("🆕 New request №{number}", number=1001)))
    await mary.sees(t("📥 The queue is empty"))
