"""The board over all open orders: the database finds what the rules call late, counts it and pages it, however many there are (D1)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.board import Clock, Shown, chosen, most_urgent
from crm.deal import FINAL, Deal, DealStage
from crm.lead import LeadStage
from crm.shop import Shop
from crm.views import DealRow
from storage import tables
from storage.repositories.rows import to_values
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.unit import NOW, a_client, a_colleague, a_unit

MANY = 700
"""More than the board could ever hold at once."""
ALL = 10_000


async def a_busy_company(connection: AsyncConnection, chance: random.Random) -> tuple[SqlUnitOfWork, int]:
    """Orders at every stage, of persons and of a company, early and late by each of the limits; the unit and a dispatcher."""
    unit = await a_unit(connection)
    anna, firm = await a_client(unit, "Anna"), await a_client(unit, "Firm")
    firm.kind = "company"
    await unit.clients.save(firm)
    mine, other = [(await a_colleague(unit, name, "dispatcher")).id for name in ("Serge", "Olga")]

    def moment() -> datetime | None:
        return chance.choice(
            [None, NOW - timedelta(minutes=chance.choice([-600, -1, 0, 10, 29, 30, 31, 239, 241, 479, 481, 10_079, 21_000]))]
        )

    leads, deals = [], []
    for number in range(2001, 2001 + MANY):
        client = chance.choice([anna, firm])
        opened = NOW - timedelta(days=30, minutes=number)
        deal = Deal(number, client.id, opened, stage=chance.choice(list(DealStage)), stage_since=moment())
        deal = replace(deal, starts_at=moment(), parts_due=moment(), promised_at=moment(), device_here=chance.random() < 0.5)
        deal = replace(deal, dispatcher_id=chance.choice([None, mine, other]), complaint_open=chance.random() < 0.1)
        leads.append({"id": number, "client_id": client.id, "channel": "telegram", "opened_at": opened, "stage": str(LeadStage.CONVERTED)})
        deals.append(to_values(deal, tables.deal))
    await connection.execute(insert(tables.lead), leads)
    await connection.execute(insert(tables.deal), deals)
    return unit, mine


@pytest.mark.parametrize("seed", range(3))
async def test_it_finds_counts_and_pages_what_the_rules_choose(connection: AsyncConnection, seed: int) -> None:
    unit, mine = await a_busy_company(connection, random.Random(seed))
    clock = Clock.of(Shop(), NOW + timedelta(hours=seed))
    everything = await unit.queries.board(limit=ALL)
    assert MANY > len(everything) > 500
    counts = await unit.queries.board_counts(mine, limits=clock.limits)
    for shown in Shown:
        wanted = chosen(everything, shown, staff_id=mine, clock=clock)
        wanted.sort(key=lambda row: list(DealStage).index(DealStage(row.stage)))
        found = await pages(unit, shown, mine=mine, clock=clock)
        assert [row.id for row in found] == [row.id for row in wanted], shown
        assert {stage: of[shown] for stage, of in counts.items()} == {
            str(stage): sum(row.stage == stage for row in wanted) for stage in DealStage if stage not in FINAL
        }
    assert 0 < sum(of[Shown.LATE] for of in counts.values()) < len(everything)


async def pages(unit: SqlUnitOfWork, shown: Shown, *, mine: int, clock: Clock) -> list[DealRow]:
    found: list[DealRow] = []
    asked: dict[str, Any] = {"staff_id": mine, "limits": clock.limits, "size": 50}
    while here := await unit.queries.board_page(shown, page=len(found) // 50, **asked):
        found += here
        if len(here) < 50:
            break
    return found


async def test_the_newest_order_that_is_late_comes_before_the_oldest_that_is_not(connection: AsyncConnection) -> None:
    """The desk of several hats names the most urgent ones: they are not cut off behind five hundred older ones."""
    unit, _mine = await a_busy_company(connection, random.Random(7))
    clock = Clock.of(Shop(), NOW)
    everything, seen = await unit.queries.board(limit=ALL), await unit.queries.board(urgent=clock.limits)
    red = {row.id for row in everything if clock.is_late(row) or row.complaint_open}
    assert {row.id for row in seen[: len(red)]} == red
    late = [row.id for row in most_urgent(everything, clock) if clock.is_late(row)]
    assert [row.id for row in most_urgent(seen, clock)][: len(late)] == late
