"""Undo: only by who did it, only for its seconds, only while nothing newer has happened; it leaves things as they were (B7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Actor, Role
from crm.deal import Deal, DealAction, DealStage
from crm.errors import Refused
from crm.events import Kind, Ref
from crm.lead import LeadStage
from crm.use_cases.deals import act_on_deal
from crm.use_cases.joint_invoices import issue_joint
from crm.use_cases.undo import is_undoable, undo_move
from storage import tables
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.use_cases.books import orders_of_one_payer
from tests.crm.use_cases.estimating import ALL_HATS
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

SECONDS = 10


async def started(connection: AsyncConnection) -> tuple[SqlUnitOfWork, Actor, Deal, int]:
    """An order that its dispatcher has just begun, with the timeline row of that move; the manager's news of it waits."""
    unit = await a_unit(connection, chat_id=1)
    unit.shop = replace(unit.shop, undo_seconds=SECONDS)
    serge = await a_colleague(unit, "Serge", "dispatcher", chat=1)
    mary = await a_colleague(unit, "Mary", "manager", chat=2)
    lead = await a_lead(unit, await a_client(unit, "Anna"), stage=LeadStage.CONVERTED)
    deal = await unit.deals.add(Deal(lead.id, lead.client_id, NOW, manager_id=mary.id, dispatcher_id=serge.id))
    actor = Actor(serge.role_set, serge.id)
    deal = await act_on_deal(unit, actor, action=DealAction.START, id=deal.id)
    return unit, actor, deal, await newest(unit, deal)


async def newest(unit: SqlUnitOfWork, deal: Deal) -> int:
    found = await unit.timeline.newest(Ref(Kind.DEAL, deal.id))
    assert found is not None
    return found[0]


async def news(unit: SqlUnitOfWork) -> list[str]:
    await unit.flush()
    rows = await unit.connection.execute(
        select(tables.outbox.c.intent).where(tables.outbox.c.kind == "notice", tables.outbox.c.state == "ready")
    )
    return [row.intent["name"] for row in rows]


async def test_it_gives_the_stage_back_withdraws_the_news_and_ends_the_buttons_before(connection: AsyncConnection) -> None:
    unit, actor, deal, cause = await started(connection)
    assert await news(unit) == ["deal_started"]
    turn = deal.turn
    undone = await undo_move(unit, actor, id=deal.id, cause=cause)
    assert (undone.stage, undone.turn) == (DealStage.NEW, turn + 1)
    assert await news(unit) == []
    kept = await unit.timeline.newest(deal.ref)
    assert kept is not None
    assert (kept[1].action, kept[1].by, kept[1].data) == (DealAction.UNDO, actor.staff_id, {"undone": "start"})


async def test_it_lasts_its_seconds_and_not_one_longer(connection: AsyncConnection) -> None:
    unit, actor, deal, cause = await started(connection)
    unit.now = NOW + timedelta(seconds=SECONDS, microseconds=1)
    with pytest.raises(Refused, match="undo_late"):
        await undo_move(unit, actor, id=deal.id, cause=cause)
    unit.now = NOW + timedelta(seconds=SECONDS)
    assert (await undo_move(unit, actor, id=deal.id, cause=cause)).stage is DealStage.NEW


async def test_an_undone_move_cannot_be_undone_again_nor_can_the_undo(connection: AsyncConnection) -> None:
    unit, actor, deal, cause = await started(connection)
    await undo_move(unit, actor, id=deal.id, cause=cause)
    for again in (cause, await newest(unit, deal)):
        with pytest.raises(Refused, match="undo_late"):
            await undo_move(unit, actor, id=deal.id, cause=again)


async def test_nobody_takes_back_what_another_did(connection: AsyncConnection) -> None:
    unit, _actor, deal, cause = await started(connection)
    boris = await a_colleague(unit, "Boris", "dispatcher", "director", chat=3)
    with pytest.raises(Refused, match="undo_late"):
        await undo_move(unit, Actor(boris.role_set, boris.id), id=deal.id, cause=cause)


async def test_what_is_no_move_is_not_undoable(connection: AsyncConnection) -> None:
    unit, actor, deal, _cause = await started(connection)
    found = await unit.timeline.newest(deal.ref)
    assert found is not None
    move = found[1]
    assert is_undoable(move, actor, now=NOW, seconds=SECONDS)
    assert not is_undoable(replace(move, data={}), actor, now=NOW, seconds=SECONDS)
    assert not is_undoable(move, Actor(frozenset({Role.CLIENT}), client_id=actor.staff_id), now=NOW, seconds=SECONDS)


async def test_an_undo_after_a_joint_invoice_went_void_says_so(connection: AsyncConnection) -> None:
    """The move itself made it void, or a move of another order that shared it: the sentence names the invoice, not the clock."""
    unit = await a_unit(connection)
    called_off, finished = await orders_of_one_payer(unit, 900, 300)
    for number, stage in ((called_off, DealStage.WAITING_PARTS), (finished, DealStage.IN_PROGRESS)):
        deal = await unit.deals.for_action(ALL_HATS, number)
        deal.stage, deal.device_here = stage, number == finished
        await unit.deals.save(deal)
    invoice = await issue_joint(unit, ALL_HATS, order_ids=[called_off, finished], total=1200)
    causes = {}
    for number, action in ((finished, DealAction.FINISH), (called_off, DealAction.CANCEL)):
        await act_on_deal(unit, ALL_HATS, action=action, id=number, reason="Too dear")
        line = tables.timeline
        query = select(line.c.id).where(line.c.subject_id == number, line.c.action == action)
        causes[number] = (await unit.connection.execute(query)).scalar_one()
    for number, said in ((called_off, "undo_void_cancelled"), (finished, "undo_void")):
        with pytest.raises(Refused, match=said) as refused:
            await undo_move(unit, ALL_HATS, id=number, cause=causes[number])
        assert refused.value.data == {"number": invoice}
    unit.now += timedelta(seconds=unit.shop.undo_seconds + 1)
    with pytest.raises(Refused, match="undo_late"):
        await undo_move(unit, ALL_HATS, id=finished, cause=causes[finished])
