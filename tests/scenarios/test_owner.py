"""The owner: claims the bot, walks the wizard, invites, gives and takes roles (issue of people and rights, R15, R56)."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.words import Words
from crm.actor import Role
from crm.money import RUB
from tests.scenarios.conftest import Company


async def claimed(company: Company) -> str:
    link = await company.app.owner_link()
    assert link is not None
    return link.partition("start=")[2]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_wizard_is_walked_with_skips_words_and_a_restart(company: Company) -> None:
    t = company.t
    vera = company.client("Vera")
    await vera.starts(await claimed(company))
    step = t("step {n} of {total}", n=2, total=7)
    first = await vera.sees(t("Which language do new clients see first?"))
    await vera.taps(t("Skip"), on=first)
    await vera.taps(t("✏️ Write it"), on=await vera.sees(step))
    await company.restart()
    await vera.says("Fix & Co")
    await vera.taps("USD", on=await vera.sees(t("In which money do you count?")))
    await vera.taps(t("✏️ Write it"), on=await vera.sees(t("In which time zone do you work?")))
    await vera.says("Moon/Base")
    await vera.sees(t("No such time zone. Example: Europe/Moscow."))
    await vera.says("Asia/Tashkent")
    await vera.taps(t("Mon–Fri 9–18"), on=await vera.sees(t("When are you open?")))
    await vera.taps(t("✅ Keep the rest as it is"), on=await vera.sees(t("Where do clients come to?")))
    await vera.sees(t("✅ The company is set up"))
    await vera.taps(t("⚙️ Settings"))
    settings = await vera.sees("Fix & Co")
    assert "Asia/Tashkent" in settings.text
    assert t("Mon–Fri 9–18") in settings.text


async def test_the_defaults_are_kept_in_two_taps_and_a_skipped_step_is_found_again(company: Company) -> None:
    vera = company.client("Vera")
    await vera.starts(await claimed(company))
    await vera.taps("Skip", on=await vera.sees("step 1 of 7"))
    await vera.taps("⚙️ Settings", on=None)
    await vera.taps("🧭 Setup 0 of 7", on=await vera.sees("🧭 Setup 0 of 7"))
    pressed = vera.pressed
    await vera.taps("✅ Keep the rest as it is", on=await vera.sees("step 1 of 7"))
    await vera.sees("✅ The company is set up")
    assert vera.pressed - pressed == 1


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_roles_act_at_once_also_in_the_middle_of_a_dialogue(company: Company) -> None:
    t = company.t
    vera = await company.hires("Vera", Role.DIRECTOR)
    mary = await company.hires("Mary", Role.OPERATOR)
    await mary.taps(t("➕ Order by hand"))
    await mary.says("+7 916 111-22-33")
    await mary.says("Anna")
    await mary.sees(t("What does the client need?"))
    await vera.taps(t("⚙️ Settings"))
    await vera.taps(t("👥 People"))
    await vera.taps("Mary", on=await vera.sees("Mary ·"))
    await vera.taps("✅ " + t("operator"), on=await vera.sees("⬜ " + t("manager")))
    await mary.sees(t("Your roles have changed. The keys below follow."))
    await mary.says("A kettle")
    await mary.never_sees("№1001")
    await vera.taps("⬜ " + t("engineer"), on=await vera.sees("⬜ " + t("operator")))
    await mary.sees(t("🧰 No tasks now"))


async def test_the_last_director_stays_and_a_dismissed_colleague_is_out(company: Company) -> None:
    vera = await company.hires("Vera", Role.DIRECTOR)
    mary = await company.hires("Mary", Role.OPERATOR)
    await vera.taps("⚙️ Settings")
    await vera.taps("👥 People")
    await vera.taps("Vera", on=await vera.sees("Vera ·"))
    await vera.taps("✅ director", on=await vera.sees("✅ director"))
    await vera.sees_toast("Somebody must remain the director.")
    await vera.taps("🗑 Dismiss", on=await vera.sees("✅ director"))
    await vera.taps("🗑 Dismiss", on=await vera.sees("Dismiss Vera?"))
    await vera.taps("‹ Back", on=await vera.sees("Dismiss Vera?"))
    await vera.taps("‹ Back", on=await vera.sees("✅ director"))
    await vera.taps("Mary", on=await vera.sees("Mary ·"))
    await vera.taps("🗑 Dismiss", on=await vera.sees("✅ operator"))
    await vera.taps("🗑 Dismiss", on=await vera.sees("Dismiss Mary?"))
    await vera.sees("👥 Staff: 1 person")
    boris = company.client("Boris")
    await boris.says("Help")
    await company.settle()
    await mary.never_sees("New request №")


async def test_an_invite_is_listed_and_revoked(company: Company) -> None:
    vera = await company.hires("Vera", Role.DIRECTOR)
    await vera.taps("⚙️ Settings")
    await vera.taps("✉️ Invites")
    await vera.taps("➕ engineer", on=await vera.sees("No open invites"))
    link = (await vera.sees("Invite, good once")).text
    payload = link.partition("start=")[2].split()[0]
    await vera.taps("🗑 Revoke №1", on=await vera.sees("№1 · engineer · Vera"))
    await vera.sees_toast("The invite does not work any more.")
    eve = company.client("Eve")
    await eve.starts(payload)
    await eve.sees("This link does not work any more")


async def test_a_link_is_kept_nowhere_and_still_lets_one_person_in(company: Company) -> None:
    """Only its hash: neither while its card hangs in the chat, nor after taps on that card, nor after it was followed (T4)."""
    vera = await company.hires("Vera", Role.DIRECTOR)
    await company.taps(vera, "⚙️ Settings", "✉️ Invites", "➕ engineer")
    card = await vera.sees("Invite, good once")
    payload = card.text.partition("start=")[2].split()[0]
    assert await company.tables_with(payload) == []
    assert await company.tables_with("Vera")
    await company.client("Anna").says("Help")
    await company.passes(minutes=30)
    assert payload in (await vera.sees("Invite, good once")).text
    await company.taps(vera, "➕ operator")
    assert payload not in (await vera.sees("№2 · operator · Vera")).text
    ivan = company.client("Ivan")
    await ivan.starts(payload)
    await ivan.sees("You are on the team now")
    await company.settle()
    assert await company.tables_with(payload) == []


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_day_the_engineer_is_ill(company: Company) -> None:
    """Marked away, his orders go to the others in one tap; the new engineer hears of it (flows: engineer ill)."""
    t = company.t
    dan = await company.hires("Dan", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    await company.hires("Ivan", Role.ENGINEER)
    leo = await company.hires("Leo", Role.ENGINEER)
    for number in (1001, 1002):
        client = company.client(f"Client {number}", phone=f"+7916000{number}")
        await client.says("Broken")
        await dan.taps(t("✋ Take"), on=await dan.sees(t("🆕 New request №{number}", number=number)))
        await company.settle()
        await dan.taps(t("🧾 To deal"))
        await company.settle()
        if dan.chat[-1].button("Dan"):
            await dan.taps("Dan")
        await dan.taps(t("▶️ Start"))
        await company.settle()
        await dan.taps(t("👷 Assign"))
        await dan.taps("Ivan", on=await dan.sees(t("№{number}: which engineer?", number=number)))
        await company.settle()
    await dan.taps(t("🚦 Board"))
    await dan.taps(t("👷 Engineers"))
    await dan.taps("Ivan", on=await dan.sees("Leo ·"))
    await dan.taps(t("🤒 3 days"))
    await dan.taps("🔁", on=await dan.sees(t("🙂 Back at work")))
    await dan.sees(t("No open orders."))
    await leo.sees(t("👷 Order №{number} is assigned to you", number=1001))
    await leo.sees(t("👷 Order №{number} is assigned to you", number=1002))


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_hours_are_written_day_by_day_and_a_client_hears_when_the_company_opens(company: Company) -> None:
    """Saturday is short and Sunday is off: who writes on Saturday evening is told of Monday, and of nothing earlier (S12)."""
    t = company.t
    vera = await company.hires("Vera", Role.DIRECTOR)
    await company.taps(vera, t("⚙️ Settings"), t("🕘 Hours"), t("✏️ Write it"))
    await vera.says("Mon-Sun")
    await vera.sees(t("These are no hours. Example: 9-18, or Mon-Fri 9:30-20, Sat 10-16."))
    await vera.says("Пн-Чт 9-20, пт 9-18:30; сб 10-16" if company.language == "ru" else "Mon-Thu 9-20, fri 9-18:30; sat 10-16")
    await vera.sees(f"{t('Mon')}–{t('Thu')} 9–20, {t('Fri')} 9–18:30, {t('Sat')} 10–16")
    there = company.clock().astimezone(ZoneInfo("Europe/Moscow"))
    saturday = there.replace(hour=17, minute=0) + timedelta(days=(5 - there.weekday()) % 7 or 7)
    await company.passes(seconds=(saturday - there).total_seconds())
    monday = Words(company.language, ZoneInfo("Europe/Moscow"), RUB, saturday).date((saturday + timedelta(days=2)).date())
    anna = company.client("Anna")
    await anna.starts()
    await anna.sees(t("We will answer {when}.", when=t("{day} at {time}", day=monday, time="09:00")))
