"""Tap budgets of the office (screens §5): the dispatcher's papers, and what a director sees today."""

from __future__ import annotations

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company
from tests.scenarios.test_tap_budgets import budget, database_url

__all__ = ["database_url"]


async def on_site_with_the_act_signed(company: Company) -> tuple[Person, Person, Person]:
    """A visit that Ivan has finished with a photo of the act; Serge dispatches, Vera is the manager."""
    vera, serge = await company.hires("Vera", Role.OPERATOR, Role.MANAGER), await company.hires("Serge", Role.DISPATCHER)
    ivan, anna = await company.hires("Ivan", Role.ENGINEER), company.client("Anna")
    await anna.says("The washing machine leaks")
    await company.taps(vera, "✋ Take", "👔 To manager", "🧾 To deal", "Serge")
    await company.taps(serge, "▶️ Start", "👷 Assign", "Ivan", "🕒 Agree the time", "⬜", "📤")
    offer = await anna.sees("which time suits you?")
    await anna.taps(offer.labels[0], on=offer)
    await company.taps(ivan, "👌 Time suits me", "▶️ Started", "🧾 Estimate", "➕ Cleaning", "📤 Send for approval")
    await anna.taps("✅ Approve", on=await anna.sees("Estimate for №1001"))
    await company.taps(ivan, "📄 Done, act signed")
    await ivan.sends_photo()
    return vera, serge, anna


async def test_the_papers_go_to_the_client_and_to_the_manager(company: Company) -> None:
    vera, serge, anna = await on_site_with_the_act_signed(company)
    card = await serge.sees("the work is done")
    with budget(serge, taps=2):
        await serge.taps("📤 Papers to the client", on=card)
        await serge.taps("👔 Papers to manager")
    await anna.sees_photo()
    await vera.sees("papers are ready, you can close")


async def test_what_a_director_sees_today(company: Company) -> None:
    dora = await company.hires("Dora", Role.DIRECTOR)
    await company.client("Anna").says("The washing machine leaks")
    await company.passes(hours=1)
    with budget(dora, taps=1):
        await dora.taps("🏠 Now")
        await dora.sees("🔴 Red: 1 unanswered")
