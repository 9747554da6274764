"""Lines from the price list: a price that is still to be asked is named once, within the list's range, by those who may edit."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Actor, Role, staff_actor
from crm.deal import Deal, DealStage
from crm.errors import NotFound, Refused, Stale
from crm.estimate import Estimate, EstimateLine
from crm.lead import LeadStage
from crm.money import Money
from crm.price_list import PriceItem, PriceKind
from crm.use_cases.listed_lines import add_listed_line, name_price
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit


async def priced_in_part(connection: AsyncConnection) -> tuple[SqlUnitOfWork, Actor, int, int]:
    """An order whose second line, a position from 500 to 900, has no price yet: the unit, its dispatcher, the order and the position."""
    unit = await a_unit(connection)
    actor = staff_actor((await a_colleague(unit, "Serge", "dispatcher")).id, {Role.DISPATCHER})
    await unit.prices.save_all([PriceItem("Repair", PriceKind.FROM_TO, low=Money(500), high=Money(900))])
    (item,) = await unit.prices.all()
    lead = await a_lead(unit, await a_client(unit, "Anna"), stage=LeadStage.CONVERTED)
    deal = Deal(lead.id, lead.client_id, NOW, stage=DealStage.ESTIMATING, estimate_version=1, estimate_exact=False, estimate_lines=2)
    await unit.deals.add(deal)
    lines = [
        EstimateLine("Cleaning", Money(300), number=1),
        EstimateLine("Repair", Money(0), price_item_id=item.id, is_exact=False, number=2),
    ]
    await unit.estimates.save(Estimate(lead.id, 1, lines, next_number=3))
    assert item.id is not None
    return unit, actor, lead.id, item.id


async def test_the_price_makes_the_estimate_exact(connection: AsyncConnection) -> None:
    unit, actor, order_id, _item_id = await priced_in_part(connection)
    deal = await name_price(unit, actor, id=order_id, number=2, amount=700)
    assert (deal.estimate_exact, deal.estimate_total) == (True, 1000)


@pytest.mark.parametrize(
    ("number", "amount", "error"), [(2, 499, "price_too_low"), (2, 901, "price_too_high"), (3, 700, "line_gone"), (1, 700, "line 1 of")]
)
async def test_a_price_outside_the_list_or_instead_of_another_is_refused(
    connection: AsyncConnection, number: int, amount: int, error: str
) -> None:
    unit, actor, order_id, _item_id = await priced_in_part(connection)
    with pytest.raises((Refused, Stale), match=error):
        await name_price(unit, actor, id=order_id, number=number, amount=amount)


async def test_who_may_not_edit_the_estimate_names_no_price(connection: AsyncConnection) -> None:
    unit, _actor, order_id, _item_id = await priced_in_part(connection)
    for role in (Role.ENGINEER, Role.MANAGER, Role.ACCOUNTANT, Role.DIRECTOR):
        with pytest.raises((NotFound, Refused)):
            await name_price(unit, staff_actor(9, {role}), id=order_id, number=2, amount=700)


async def test_a_position_without_its_own_price_is_named_in_the_refusal(connection: AsyncConnection) -> None:
    unit, actor, order_id, item_id = await priced_in_part(connection)
    with pytest.raises(Refused, match="price_not_exact") as refused:
        await add_listed_line(unit, actor, id=order_id, item_id=item_id)
    assert refused.value.data == {"order": order_id, "item": item_id}
