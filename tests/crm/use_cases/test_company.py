"""The owner sets his company up: a value is read and kept, a step that is decided is not asked again, nobody else changes anything."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import STAFF_ROLES, Role, staff_actor
from crm.errors import NotFound, Refused
from crm.settings import SETUP, next_step
from crm.use_cases.company import change_setting, keep_defaults
from crm.use_cases.till import closing_time
from crm.use_cases.timed import next_daily
from storage import tables
from storage.unit_of_work import load_shop
from tests.storage.unit import a_unit

VERA = staff_actor(1, {Role.DIRECTOR})
OTHERS = staff_actor(2, set(STAFF_ROLES) - {Role.DIRECTOR})


async def test_a_setting_is_kept_and_acts_in_the_same_input(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    changed = await change_setting(unit, VERA, key="week", text="sat 10-16")
    assert changed.week == unit.shop.week == (await load_shop(connection)).week == [[0, 0]] * 5 + [[600, 960], [0, 0]]
    assert (await load_shop(connection)).setup_done == ["week"]


async def armed(connection: AsyncConnection) -> datetime:
    """When the till's summary is to come."""
    due: datetime = (await connection.execute(select(tables.timer.c.due_at).where(tables.timer.c.kind == "till_summary"))).scalar_one()
    return due


@pytest.mark.parametrize(
    ("hour", "key", "text", "due"),
    [
        (9, "week", "tue 9-18", (12, 15)),
        (9, "timezone", "Asia/Omsk", (12, 14)),
        (16, "week", "tue 9-18", (12, 17)),
        (16, "week", "tue 9-23", (12, 20)),
        (18, "week", "tue 9-22, wed 9-16", (12, 19)),
        (18, "week", "tue 9-18, wed 9-16", (13, 13)),
    ],
)
async def test_the_till_comes_by_the_new_hours_at_once(
    connection: AsyncConnection, hour: int, key: str, text: str, due: tuple[int, int]
) -> None:
    """Moscow closes at 17:00 UTC by default; a closing that would have been by now leaves today's summary as it was to come."""
    unit = await a_unit(connection)
    unit.now = unit.now.replace(hour=hour)
    await unit.timers.set(next_daily("till_summary", daily=closing_time, shop=unit.shop, now=unit.now))
    await change_setting(unit, VERA, key=key, text=text)
    assert await armed(connection) == unit.now.replace(day=due[0], hour=due[1])


async def test_a_step_decided_twice_is_counted_once_and_a_setting_outside_the_wizard_not_at_all(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    for text in ("Fix & Co", "Fix and Co"):
        await change_setting(unit, VERA, key="name", text=text)
    await change_setting(unit, VERA, key="phone", text="+7 916 111-22-33")
    shop = await load_shop(connection)
    assert (shop.name, shop.phone, shop.setup_done) == ("Fix and Co", "+7 916 111-22-33", ["name"])


async def test_the_rest_keeps_what_it_has_and_the_wizard_is_through(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    await change_setting(unit, VERA, key="currency", text="USD")
    await keep_defaults(unit, VERA)
    shop = await load_shop(connection)
    assert (shop.currency, shop.timezone) == ("USD", "Europe/Moscow")
    assert sorted(shop.setup_done) == sorted(SETUP)
    assert next_step(shop) is None


async def test_what_cannot_be_read_changes_nothing(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    before = unit.shop
    for key, text, obstacle in (
        ("week", "soon", "hours_not_read"),
        ("timezone", "Moon/Base", "zone_not_read"),
        ("name", " ", "text_is_empty"),
    ):
        with pytest.raises(Refused, match=obstacle):
            await change_setting(unit, VERA, key=key, text=text)
    assert unit.shop == before == await load_shop(connection)


async def test_settings_are_the_directors_and_only_known_ones(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    before = await load_shop(connection)
    for actor, key in ((OTHERS, "name"), (VERA, "undo_seconds"), (VERA, "setup_done")):
        with pytest.raises(NotFound):
            await change_setting(unit, actor, key=key, text="1")
    with pytest.raises(NotFound):
        await keep_defaults(unit, OTHERS)
    assert await load_shop(connection) == before
