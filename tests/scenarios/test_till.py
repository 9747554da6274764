"""The evening till: it comes when the day closes, and on a day off only when money moved (flows: the accountant's silence)."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

BOTH = pytest.mark.parametrize("language", ["ru", "en"])
HATS = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT, Role.DIRECTOR)


async def waits_for_saturday(company: Company, hour: int) -> None:
    """The next one, by the company's clock."""
    there = company.clock().astimezone(ZoneInfo("Europe/Moscow"))
    then = there.replace(hour=hour, minute=0) + timedelta(days=(5 - there.weekday()) % 7 or 7)
    await company.passes(seconds=(then - there).total_seconds())


async def takes(company: Company, vera: Person, sum_: str) -> None:
    """A prepayment in cash on the order that she finds."""
    t = company.t
    await company.taps(vera, t("🔎 Find"))
    await vera.says("1001")
    await vera.taps("№1001", on=await vera.sees(t("Found")))
    await company.settle()
    await company.taps(vera, t("⋯ More"), t("💰 Payment"), t("½ Other sum"))
    await vera.says(sum_)
    await company.taps(vera, t("💵 Cash"))


def tills(company: Company, vera: Person) -> int:
    """How many summaries have come."""
    return len({message.message_id for message in vera.history if message.has(company.t("📊 Till of {day}", day="").rstrip())})


@BOTH
async def test_the_till_comes_when_the_day_closes(company: Company) -> None:
    t = company.t
    vera = await company.hires("Vera", *HATS)
    await company.taps(vera, t("⚙️ Settings"), t("🕘 Hours"), t("✏️ Write it"))
    await vera.says("Пн-Пт 9-20, сб 10-16" if company.language == "ru" else "Mon-Fri 9-20, sat 10-16")
    await company.settle()
    await waits_for_saturday(company, 11)
    anna = company.client("Anna")
    await anna.says("Printer is broken")
    await company.taps(vera, t("✋ Take"), t("🧾 To deal"))
    await takes(company, vera, "300")
    await company.passes(hours=4)
    assert tills(company, vera) == 0
    await company.passes(hours=1, minutes=5)
    assert tills(company, vera) == 1, "Saturday closes at four"
    await company.waits_until(23)
    await company.waits_until(11)
    await takes(company, vera, "200")
    await company.waits_until(19)
    assert tills(company, vera) == 1
    await company.waits_until(21)
    assert tills(company, vera) == 2, "on Sunday money moved: at the week's latest hour"
    await company.passes(days=1)
    assert tills(company, vera) == 2, "a day without money is not told of"
