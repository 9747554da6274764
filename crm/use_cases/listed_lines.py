"""Lines of an estimate that come from the price list: picked with their price, or with one that was asked within the list's range."""

from __future__ import annotations

from dataclasses import replace

from crm.actor import Actor
from crm.asked_price import allowed_prices
from crm.deal import Deal
from crm.errors import Refused, Stale
from crm.estimate import EstimateLine
from crm.money import Money
from crm.ports import UnitOfWork
from crm.price_list import PriceItem, exact_price, hour_price
from crm.use_cases.estimates import add_lines, keep_draft, open_draft


async def add_listed_line(unit: UnitOfWork, actor: Actor, *, id: int, item_id: int) -> Deal:
    """Picks a position of the price list.

    Raises `Refused` price_not_exact, with the position, for one whose price must be asked, `NotFound`, `Stale`.
    """
    item = await _position(unit, item_id)
    price = exact_price(item)
    if price is None:
        raise Refused("price_not_exact", order=id, item=item_id)
    await unit.prices.count_use(item_id)
    return await add_lines(unit, actor, id=id, lines=[EstimateLine(item.title, price, price_item_id=item_id, unit=item.unit)])


async def add_asked_line(unit: UnitOfWork, actor: Actor, *, id: int, item_id: int, amount: int) -> Deal:
    """A position whose price was asked; it keeps within the list's own range. Raises `Refused` price_too_low, price_too_high."""
    item = await _position(unit, item_id)
    await _keep_within(unit, item, amount=amount)
    await unit.prices.count_use(item_id)
    return await add_lines(unit, actor, id=id, lines=[EstimateLine(item.title, Money(amount), price_item_id=item_id, unit=item.unit)])


async def name_price(unit: UnitOfWork, actor: Actor, *, id: int, number: int, amount: int) -> Deal:
    """The price of a line that was still to be asked.

    Raises `Refused` line_gone, price_too_low, price_too_high, `Stale` for a line that has its price.
    """
    deal, draft = await open_draft(unit, actor, id=id)
    line = draft.line(number)
    if line.is_exact:
        raise Stale(f"line {number} of {id}")
    if line.price_item_id is not None:
        await _keep_within(unit, await unit.prices.get(line.price_item_id), amount=amount)
    draft.change(replace(line, unit_price=Money(amount), is_exact=True))
    return await keep_draft(unit, actor, deal=deal, draft=draft)


async def _keep_within(unit: UnitOfWork, item: PriceItem, *, amount: int) -> None:
    """Raises `Refused` price_too_low, price_too_high for what the list does not allow."""
    low, high = allowed_prices(item, hour_price(await unit.prices.all()))
    if low is not None and amount < low.amount:
        raise Refused("price_too_low", low=low.amount)
    if high is not None and amount > high.amount:
        raise Refused("price_too_high", high=high.amount)


async def _position(unit: UnitOfWork, item_id: int) -> PriceItem:
    """Raises `Stale` for one that has left the list since its button was drawn."""
    item = await unit.prices.get(item_id)
    if item.archived:
        raise Stale(f"price item {item_id}")
    return item
