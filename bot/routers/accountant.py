"""Deeds with money."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import Stale
from crm.intents import Toast
from crm.ledger import Method
from crm.use_cases.payments import take_payment


@deed("pay")
async def colleague_takes_payment(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """The whole debt as the button showed it: a second tap finds nothing more to pay."""
    method, _, amount = press.arg.partition("-")
    deal = await unit.deals.for_action(actor, press.id)
    if method not in list(Method) or amount != str(deal.balance):
        raise Stale(f"payment {press.arg}")
    deal = await take_payment(unit, actor, id=press.id, amount=deal.balance, method=Method(method))
    unit.say(Toast("paid", {"sum": deal.paid}))
    return "order"
