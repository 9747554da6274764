"""One-tap deeds that belong to no flow's button: choices of people and times, lines, money, calls, shifts, invites."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import Do
from bot.cards.choices import REFUSALS, SLOT, SNOOZES
from bot.ports import BotUnit
from crm.actor import Actor, Role
from crm.deal import DealAction
from crm.errors import Stale
from crm.intents import Commands, Refresh, Say, Show, Toast
from crm.lead import LeadAction
from crm.ledger import Method
from crm.use_cases.calls import report_call
from crm.use_cases.deals import act_on_deal, convert_lead
from crm.use_cases.estimates import add_listed_line, change_quantity
from crm.use_cases.leads import act_on_lead
from crm.use_cases.payments import take_payment
from crm.use_cases.staff import invite, set_shift

router = Router(name="deeds")

Deed = Callable[[BotUnit, Actor, Do], Awaitable[str]]
"""Does what the button says and returns the screen that shows it: `order`, `estimate`, … or nothing."""


@router.callback_query(Do.filter())
async def person_does(query: CallbackQuery, callback_data: Do, *, unit: BotUnit, actor: Actor) -> None:
    """Raises `Stale` for a verb that is not known any more."""
    deed = DEEDS.get(callback_data.verb)
    if deed is None:
        raise Stale(callback_data.verb)
    shown = await deed(unit, actor, callback_data)
    if shown:
        slot = f"order:{callback_data.id}"
        unit.say(Show(shown, {"id": callback_data.id}, slot=slot, pressed=query.message.message_id if query.message else None))


def _number(press: Do) -> int:
    """The choice that a button carries. Raises `Stale` for one that is no number."""
    if not press.arg.isdecimal() or len(press.arg) > 12:
        raise Stale(f"{press.verb} {press.arg}")
    return int(press.arg)


async def _convert(unit: BotUnit, actor: Actor, press: Do) -> str:
    await convert_lead(unit, actor, id=press.id, dispatcher_id=_number(press))
    return "order"


async def _to_manager(unit: BotUnit, actor: Actor, press: Do) -> str:
    manager = await unit.roster.get(_number(press))
    await act_on_lead(unit, actor, action=LeadAction.TO_MANAGER, id=press.id, manager_id=manager.id)
    return "order"


async def _reject(unit: BotUnit, actor: Actor, press: Do) -> str:
    place = _number(press)
    if place >= len(REFUSALS):
        raise Stale(f"reason {place}")
    await act_on_lead(unit, actor, action=LeadAction.REJECT, id=press.id, reason=REFUSALS[place])
    return "order"


async def _snooze(unit: BotUnit, actor: Actor, press: Do) -> str:
    if press.arg not in SNOOZES:
        raise Stale(f"snooze {press.arg}")
    await act_on_lead(unit, actor, action=LeadAction.POSTPONE, id=press.id, until=unit.now + timedelta(minutes=int(press.arg)))
    return "order"


async def _join(unit: BotUnit, actor: Actor, press: Do) -> str:
    await act_on_lead(unit, actor, action=LeadAction.JOIN, id=press.id, order_id=_number(press))
    return "order"


async def _propose(unit: BotUnit, actor: Actor, press: Do) -> str:
    marks = [mark for mark in press.arg.split(",") if mark.isdecimal() and len(mark) == 10]
    starts = [start for mark in marks if (start := datetime.fromtimestamp(int(mark), UTC)) > unit.now]
    if not starts:
        raise Stale("the times are over")
    slots = [[start.isoformat(), (start + SLOT).isoformat()] for start in starts]
    await act_on_deal(unit, actor, action=DealAction.PROPOSE, id=press.id, slots=slots)
    return "order"


async def _pay(unit: BotUnit, actor: Actor, press: Do) -> str:
    """The whole debt as the button showed it: a second tap finds nothing more to pay."""
    method, _, amount = press.arg.partition("-")
    deal = await unit.deals.for_action(actor, press.id)
    if method not in list(Method) or amount != str(deal.balance):
        raise Stale(f"payment {press.arg}")
    deal = await take_payment(unit, actor, id=press.id, amount=deal.balance, method=Method(method))
    unit.say(Toast("paid", {"sum": deal.paid}))
    return "order"


async def _pick(unit: BotUnit, actor: Actor, press: Do) -> str:
    await add_listed_line(unit, actor, id=press.id, item_id=_number(press))
    return "estimate"


async def _less(unit: BotUnit, actor: Actor, press: Do) -> str:
    await change_quantity(unit, actor, id=press.id, number=_number(press), by=-1)
    return "estimate"


async def _more(unit: BotUnit, actor: Actor, press: Do) -> str:
    await change_quantity(unit, actor, id=press.id, number=_number(press), by=1)
    return "estimate"


async def _told(unit: BotUnit, actor: Actor, press: Do) -> str:
    await report_call(unit, actor, task_id=press.id, reached=True)
    return ""


async def _no_answer(unit: BotUnit, actor: Actor, press: Do) -> str:
    await report_call(unit, actor, task_id=press.id, reached=False)
    unit.say(Toast("call_later"))
    return ""


async def _shift(unit: BotUnit, actor: Actor, press: Do) -> str:
    await set_shift(unit, actor, on=bool(press.id))
    unit.say(Refresh("hub"), Show("me"))
    return ""


async def _invite(unit: BotUnit, actor: Actor, press: Do) -> str:
    if press.arg not in list(Role):
        raise Stale(press.arg)
    payload = await invite(unit, actor, roles=[Role(press.arg)])
    unit.say(Show("settings", {"arg": f"https://t.me/{unit.bot_name}?start={payload}"}))
    return ""


async def _language(unit: BotUnit, _actor: Actor, press: Do) -> str:
    await unit.accounts.set_language(unit.chat_id, press.arg)
    unit.say(Commands(), Say("language_set", keyboard=True), Show("home", anew=True))
    return ""


DEEDS: dict[str, Deed] = {
    "convert": _convert,
    "to_manager": _to_manager,
    "reject": _reject,
    "snooze": _snooze,
    "join": _join,
    "propose": _propose,
    "pay": _pay,
    "pick": _pick,
    "line_less": _less,
    "line_more": _more,
    "told": _told,
    "no_answer": _no_answer,
    "shift": _shift,
    "invite": _invite,
    "lang": _language,
}
