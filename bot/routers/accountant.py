"""Deeds with money."""

from __future__ import annotations

from bot.callbacks import Do
from bot.cards.joint_invoice import Chosen
from bot.deeds import deed, number_of
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import Stale
from crm.intents import Toast
from crm.ledger import Method
from crm.use_cases.dunning import remind_of_payment
from crm.use_cases.invoices import issue_invoice, void_invoice
from crm.use_cases.joint_invoices import Taken, issue_joint, pay_invoice
from crm.use_cases.payments import reverse_entry, take_payment


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


@deed("invoice")
async def accountant_invoices_client(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    deal = await issue_invoice(unit, actor, id=press.id)
    unit.say(Toast("invoiced", {"number": deal.invoice_number}))
    return "payment"


@deed("joint")
async def accountant_invoices_several(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """The orders that were marked, for the sum that the button showed."""
    deal = await unit.deals.for_action(actor, press.id)
    choice, _dot, total = press.arg.rpartition(".")
    chosen = Chosen.read(choice, [one.id for one in await unit.queries.unpaid_of(deal.client_id)])
    if chosen.write() != choice or not total.isdecimal():
        raise Stale(f"invoice {press.arg}")
    number = await issue_joint(unit, actor, order_ids=chosen.ids, total=int(total))
    unit.say(Toast("invoiced", {"number": number}))
    return "payment"


@deed("pay_invoice")
async def colleague_takes_payment_of_invoice(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """All that is left on the invoice, as the button showed it."""
    number, method, amount = (*press.arg.split("-"), "", "", "")[:3]
    invoice = await unit.queries.invoice(int(number)) if number.isdecimal() else None
    if invoice is None or method not in list(Method) or amount != str(invoice.due):
        raise Stale(f"payment {press.arg}")
    await pay_invoice(unit, actor, number=int(number), money=Taken(invoice.due, Method(method)))
    unit.say(Toast("invoice_paid", {"sum": invoice.due}))
    return "joint_invoice"


@deed("void_invoice")
async def accountant_voids_invoice(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await void_invoice(unit, actor, number=number_of(press))
    unit.say(Toast("invoice_voided", {"number": press.arg}))
    return "payment"


@deed("reverse")
async def accountant_takes_entry_back(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await reverse_entry(unit, actor, id=press.id, entry_id=number_of(press))
    unit.say(Toast("entry_reversed"))
    return "payment"


@deed("remind")
async def colleague_reminds_of_payment(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await remind_of_payment(unit, actor, id=press.id)
    unit.say(Toast("reminder_sent"))
    return "payment"
