"""What time does: silent clients, devices that nobody collects, requests that nobody answers (flows: the days to survive)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

ALONE = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.DIRECTOR)
BOTH = pytest.mark.parametrize("language", ["ru", "en"])


async def takes_up(company: Company, vera: Person) -> None:
    """From the request to the estimate's sending, by one person with all hats."""
    t = company.t
    await vera.taps(t("✋ Take"))
    await vera.taps(t("🧾 To deal"))
    await vera.taps(t("▶️ Start"))
    await vera.taps(t("📥 Device taken in"), on=await vera.sees(f"№1001 · {t('estimate being made')}"))
    await vera.taps(t("👷 Assign"))
    await vera.taps(t("🧾 Estimate"))
    await vera.taps("➕ Cleaning")
    await vera.taps(t("📤 Send for approval"))


def times(person: Person, part: str) -> int:
    """How many messages have ever shown this."""
    return len({message.message_id for message in person.history if message.has(part)})


@BOTH
async def test_the_client_is_silent_for_three_days(company: Company) -> None:
    t = company.t
    await company.waits_until(10)
    vera, anna = await company.hires("Vera", *ALONE), company.client("Anna")
    await anna.says("TV")
    await takes_up(company, vera)
    await anna.sees(t("Estimate for №{number}, version {version}", number=1001, version=1))
    waits = t("🔔 Estimate for №{number}, version {version} waits for your answer", number=1001, version=1)

    await company.passes(hours=3)
    await anna.never_sees(waits)
    await company.passes(hours=1)
    reminder = await anna.sees(waits)
    assert reminder.button(t("✅ Approve {sum}", sum="").strip()) is not None
    await company.passes(hours=18)
    assert times(anna, waits) == 1, "at night nobody is reminded"
    await company.passes(hours=1)
    assert times(anna, waits) == 2

    call = t("📞 №{number}: call {name}", number=1001, name="Anna")
    await company.passes(hours=1)
    await vera.taps(t("🔁 No answer"), on=await vera.sees(call))
    sounds = len(vera.loud)
    await company.passes(hours=1)
    assert len(vera.loud) == sounds + 1, "what was put off comes back with sound"
    await company.passes(days=2)
    await vera.taps(t("✅ Told"), on=await vera.sees(call))

    await anna.taps(t("✅ Approve {sum}", sum="").strip(), on=await anna.sees(waits))
    await vera.sees(t("✅ №{number}: estimate approved, {sum}", number=1001, sum="").rstrip())
    await company.passes(days=20)
    await vera.never_sees(t("🤷 №{number}: the client has been silent for two weeks. Refuse the repair?", number=1001))
    assert times(anna, waits) == 2


@BOTH
async def test_a_device_that_is_never_collected(company: Company) -> None:
    t = company.t
    await company.waits_until(10)
    vera, anna = await company.hires("Vera", *ALONE), company.client("Anna")
    await anna.says("TV")
    await takes_up(company, vera)
    await anna.taps(t("✅ Approve {sum}", sum="").strip())
    await vera.taps(t("▶️ Started"))
    await vera.taps(t("🏁 Done"))
    waits = t("🔔 №{number} waits for you at our place.", number=1001)[:20]

    for days in (2, 5, 7):
        await company.passes(days=days)
    assert times(anna, waits) == 3
    await vera.sees(t("📞 №{number}: call {name}", number=1001, name="Anna"))
    await vera.taps(t("✅ Told"))

    await company.passes(days=16)
    await vera.sees(t("✉️ №{number}: not collected for a month. Send the written warning", number=1001))
    await vera.taps(t("✉️ Warning sent"), on=await vera.sees("№1001 ·"))
    await anna.sees("✉️ №1001")
    await company.passes(days=40)
    await vera.never_sees(t("🗑 №{number}: the term of the warning is over, you may dispose of it", number=1001))
    await company.passes(days=25)
    await vera.sees(t("🗑 №{number}: the term of the warning is over, you may dispose of it", number=1001))
    await vera.taps(t("🗑 Dispose"))
    await vera.sees(f"№1001 · {t('papers')}")


@BOTH
async def test_a_request_that_nobody_answers(company: Company) -> None:
    t = company.t
    await company.waits_until(10)
    mary, olga = await company.hires("Mary", Role.OPERATOR), await company.hires("Olga", Role.OPERATOR)
    owner, anna = await company.hires("Owner", Role.DIRECTOR), company.client("Anna")
    await anna.says("TV")
    await mary.sees(t("🆕 New request №{number}", number=1001))
    await company.passes(minutes=10)
    await olga.sees(t("⏰ Request №{number} waits for an answer", number=1001))
    await owner.never_sees("№1001")
    await company.passes(minutes=20)
    await owner.sees(t("⏰ Request №{number} waits for an answer", number=1001))

    await mary.taps(t("✋ Take"))
    await company.passes(minutes=10)
    await mary.sees(t("⏰ №{number}: the client waits for your answer", number=1001))
    await company.passes(minutes=20)
    await olga.taps(t("✋ Take"), on=await olga.sees(t("📥 Request №{number} is free again", number=1001)))

    await olga.taps(t("😴 Snooze"))
    await olga.taps(t("2 hours"))
    await company.passes(minutes=90)
    await olga.never_sees(t("⏰ №{number}: the client waits for your answer", number=1001))
    await company.passes(minutes=30)
    card = await olga.sees(t("🔔 Request №{number}: the snooze is over", number=1001))
    await olga.says("Good morning", reply_to=card)
    await anna.sees("Good morning")
    sounds = len(mary.loud)
    await company.passes(hours=5)
    await mary.never_sees(t("🔔 Request №{number}: the snooze is over", number=1001))
    assert len(mary.loud) == sounds, "an answered request stays with its operator"
