"""People: the owner claims the bot, invites once, and a demotion acts at once."""

from __future__ import annotations

import pytest

from crm.actor import Role
from gotovo.database import claim_database, prepare_database
from tests.scenarios.conftest import Company

FORGED = (
    *("l:take:1001:0", "g:order:1001:", "g:timeline:1001:", "x:convert:1001:1", "x:told:1:"),
    *("d:cancel:1001:0:", "x:pay:1001:cash-100", "e:1001:1:1", "nonsense"),
)
"""Callback data of buttons that a stranger was never shown."""


async def test_the_owner_claims_the_bot_once(company: Company) -> None:
    link = await company.app.owner_link()
    assert link is not None
    payload = link.partition("start=")[2]
    owner, stranger = company.client("Vera"), company.client("Eve")
    await owner.starts(payload)
    await owner.sees("You are on the team now")
    await stranger.starts(payload)
    await stranger.sees("This link does not work any more")
    assert await company.app.owner_link() is None

    await owner.taps("⚙️ Settings")
    await owner.taps("✉️ Invites")
    await owner.taps("➕ engineer", on=await owner.sees("No open invites"))
    invite = await owner.sees("Invite, good once")
    await stranger.starts(invite.text.partition("start=")[2].split()[0])
    await stranger.sees("🧰 Tasks")


async def test_a_forged_button_of_a_stranger_changes_nothing(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    anna, eve = company.client("Anna"), company.client("Eve")
    await anna.says("Help")
    await mary.sees("New request №1001")
    await eve.says("Hello")
    mine = await eve.sees("№1002")
    for data in FORGED:
        await eve.forges(data, mine)
    await eve.never_sees("Help")
    await eve.never_sees("Anna")
    await mary.never_sees("In charge")


async def test_demo_and_live_data_never_mix(company: Company) -> None:
    engines = await prepare_database(company.settings)
    await claim_database(engines, "demo")
    with pytest.raises(RuntimeError, match="demo data"):
        await claim_database(engines, "live")
    await engines.dispose()
