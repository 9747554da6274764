"""Whom work may be given to: an id from a button is a wish, the roster decides (T2)."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Actor, Role
from crm.errors import NotFound
from crm.use_cases.eligible import expect_role, is_only_candidate
from crm.use_cases.staff import dismiss
from tests.storage.unit import a_colleague, a_unit


async def test_work_goes_to_who_holds_its_role_and_to_the_director_only_while_nobody_does(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    vera, mary = await a_colleague(unit, "Vera", "director"), await a_colleague(unit, "Mary", "operator")
    boss = Actor(vera.role_set, vera.id)
    assert await expect_role(unit, vera.id, role=Role.ENGINEER) == vera.id
    assert await is_only_candidate(unit, boss, role=Role.ENGINEER)
    ivan = await a_colleague(unit, "Ivan", "engineer")
    assert await expect_role(unit, ivan.id, role=Role.ENGINEER) == ivan.id
    assert not await is_only_candidate(unit, boss, role=Role.ENGINEER)
    assert await is_only_candidate(unit, Actor(ivan.role_set, ivan.id), role=Role.ENGINEER)
    for stranger in (vera.id, mary.id, 999):
        with pytest.raises(NotFound):
            await expect_role(unit, stranger, role=Role.ENGINEER)
    await dismiss(unit, boss, staff_id=ivan.id)
    with pytest.raises(NotFound):
        await expect_role(unit, ivan.id, role=Role.ENGINEER)
    assert await is_only_candidate(unit, boss, role=Role.ENGINEER)


async def test_of_two_holders_neither_is_the_only_one(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    ivan, leo = await a_colleague(unit, "Ivan", "engineer"), await a_colleague(unit, "Leo", "engineer", "director")
    for person in (ivan, leo):
        assert not await is_only_candidate(unit, Actor(person.role_set, person.id), role=Role.ENGINEER)
