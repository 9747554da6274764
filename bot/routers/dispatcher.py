"""Deeds around an order's price and time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.callbacks import Do
from bot.cards.choices import SLOT
from bot.deeds import deed, number_of
from bot.fsm.work import evening_of
from bot.ports import BotUnit
from crm.actor import Actor, Role
from crm.deal import DealAction
from crm.errors import Stale
from crm.intents import Show, Toast
from crm.use_cases.deals import act_on_deal
from crm.use_cases.estimates import change_quantity, promise_by
from crm.use_cases.listed_lines import add_listed_line
from crm.use_cases.reassign import reassign_all
from crm.use_cases.staff import set_away


@deed("away")
async def dispatcher_marks_away(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """Away for some days, or back; who has the director's card open sees it there, the dispatcher in the list of engineers."""
    days = number_of(press)
    await set_away(unit, actor, staff_id=press.id, until=unit.now + timedelta(days=min(days, 365)) if days else None)
    unit.say(Show("master" if actor.has(Role.DISPATCHER) else "person", {"id": press.id}))
    return ""


@deed("reassign")
async def dispatcher_gives_orders_on(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    given = await reassign_all(unit, actor, engineer_id=press.id)
    said = {"n": given.given, "left": ", ".join(f"№{number}" for number in given.left)}
    unit.say(Toast("given_in_part" if given.left else "given_on", said), Show("master", {"id": press.id}))
    return ""


@deed("propose")
async def colleague_offers_times(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    marks = [mark for mark in press.arg.split(",") if mark.isdecimal() and len(mark) == 10]
    starts = [start for mark in marks if (start := datetime.fromtimestamp(int(mark), UTC)) > unit.now]
    if not starts:
        raise Stale("the times are over")
    slots = [[start.isoformat(), (start + SLOT).isoformat()] for start in starts]
    await act_on_deal(unit, actor, action=DealAction.PROPOSE, id=press.id, slots=slots)
    return "order"


@deed("promise")
async def colleague_promises(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """So many days from today, by the company's clock."""
    today = unit.now.astimezone(ZoneInfo(unit.shop.timezone)).date()
    await promise_by(unit, actor, id=press.id, by=evening_of(unit, today + timedelta(days=min(number_of(press), 365))))
    return "estimate"


@deed("pick")
async def colleague_picks_position(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await add_listed_line(unit, actor, id=press.id, item_id=number_of(press))
    return "estimate"


@deed("line_less")
async def colleague_takes_one_less(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await change_quantity(unit, actor, id=press.id, number=number_of(press), by=-1)
    return "estimate"


@deed("line_more")
async def colleague_takes_one_more(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await change_quantity(unit, actor, id=press.id, number=number_of(press), by=1)
    return "estimate"
