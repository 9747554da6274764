"""Invoices: issued by the accountant's tap, or by themselves when the work is done (R55)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from crm.actor import SYSTEM, Actor
from crm.deadline import WorkingHours
from crm.deal import Deal, DealAction, DealStage
from crm.deal_flow import DEAL_FLOW
from crm.deal_moves import perform
from crm.errors import Stale
from crm.events import Fact
from crm.flow import Attempt
from crm.intents import Refresh
from crm.invoice import COMPANY_BANK_DAYS, Billed, Invoice
from crm.ports import UnitOfWork
from crm.reminders import bank_days_later
from crm.timers import Timer

DONE = (DealStage.READY, DealStage.DOCUMENTS, DealStage.PAYMENT)
ISSUE = "issue_invoice"
DOUBLE_TAP = timedelta(minutes=1)
"""The client is sent one invoice, however often the button is pressed in a hurry."""


async def issue_invoice(unit: UnitOfWork, actor: Actor, *, id: int) -> Deal:
    """Issues the order's invoice, or issues it again under its number for the present sum, with the orders that share it.

    Raises `NotFound`, `Refused` nothing_due, `Stale` right after the last one.
    """
    deal = await unit.deals.for_action(actor, id)
    expect_may_invoice(unit, actor, deal=deal)
    known = await unit.invoices.of(id)
    if known is None:
        await issue(unit, actor, deals=[deal])
        return deal
    if unit.now - known.issued_at < DOUBLE_TAP:
        raise Stale(f"invoice {known.id}")
    shared = [deal if number == id else await unit.deals.for_action(actor, number) for number in known.order_ids]
    await issue(unit, actor, deals=shared, number=known.id)
    return deal


def expect_may_invoice(unit: UnitOfWork, actor: Actor, *, deal: Deal) -> None:
    """Raises `NotFound`, `Refused` as the flow does."""
    DEAL_FLOW.choose(deal, deal.stage, action=DealAction.INVOICE, attempt=Attempt(actor, unit.now, {"number": "next"}))


async def issue(unit: UnitOfWork, actor: Actor, *, deals: Sequence[Deal], number: int = 0) -> Invoice:
    """One invoice over the orders of one payer; he is told once, by the first order on which something is due (the others name it)."""
    due_at = payment_term(unit, deals[0])
    billed = tuple(Billed(deal.id, deal.charged) for deal in deals)
    invoice = await unit.invoices.keep(Invoice(deals[0].client_id, unit.now, billed, due_at, id=number))
    due = [deal for deal in deals if deal.balance > 0]
    said = {"number": invoice.id, "due": due_at, "sum": sum(deal.balance for deal in due)}
    for deal in due:
        data = {**said, **({} if deal is due[0] else {"with": due[0].id})}
        await unit.deals.save(deal, *perform(deal, DealAction.INVOICE, attempt=Attempt(actor, unit.now, data)))
    return invoice


def payment_term(unit: UnitOfWork, deal: Deal) -> datetime | None:
    """In bank days, as the client's card has them; who neither is a company nor has credit pays on the spot."""
    if not (deal.of_company or deal.on_credit):
        return None
    hours = WorkingHours.of(unit.shop.week, unit.shop.timezone)
    return bank_days_later(unit.now, deal.payment_days or COMPANY_BANK_DAYS, hours=hours)


async def void_invoice(unit: UnitOfWork, actor: Actor, *, number: int, present: Deal | None = None) -> Invoice:
    """The invoice holds no more; what was paid stays on its orders. `present` is one of them that the caller holds already.

    Raises `NotFound`, `Stale` for one that is void already.
    """
    invoice = await unit.invoices.get(number)
    if invoice.voided_at is not None:
        raise Stale(f"invoice {number}")
    found = [present if present and one == present.id else await unit.deals.for_action(actor, one) for one in invoice.order_ids]
    holders = [deal for deal in found if deal.invoice_number == number]
    for deal in holders:
        data = {"number": number, **({} if deal is holders[0] else {"with": holders[0].id})}
        await unit.deals.save(deal, *perform(deal, DealAction.VOID_INVOICE, attempt=Attempt(actor, unit.now, data)))
    return await unit.invoices.keep(replace(invoice, voided_at=unit.now))


async def keep_invoice(unit: UnitOfWork, deal: Deal, *, facts: Sequence[Fact]) -> None:
    """The client's card of the invoice follows its orders; one over several orders is void when the bill of one changes (R20)."""
    if any(fact.action == DealAction.VOID_INVOICE for fact in facts):
        unit.say(Refresh(f"invoice:{deal.id}"))
    if not deal.invoice_number:
        return
    invoice = await unit.invoices.get(deal.invoice_number)
    unit.say(*(Refresh(f"invoice:{order_id}") for order_id in invoice.order_ids))
    if invoice.is_joint and invoice.billed(deal.id) != deal.charged:
        await void_invoice(unit, SYSTEM, number=invoice.id, present=deal)


async def arm_invoice(unit: UnitOfWork, deal: Deal, *, facts: Sequence[Fact], causes: Sequence[int]) -> None:
    """The work is done or the order closed with a debt: the bill goes out by itself once the undo window is over, withdrawn by an undo."""
    for fact, cause in zip(facts, causes, strict=True):
        if _bills(deal, fact) and _is_automatic(unit, deal):
            wait = timedelta(seconds=unit.shop.undo_seconds if "before" in fact.data else 0)
            await unit.timers.set(Timer(ISSUE, unit.now + wait, deal.ref, f"invoice:{deal.id}", cause=cause))


def _bills(deal: Deal, fact: Fact) -> bool:
    """Moves into a stage where the work is done and money is due, while no invoice is out."""
    done = fact.action == DealAction.FINISH or (fact.action == DealAction.CLOSE and fact.target == DealStage.PAYMENT)
    return done and deal.balance > 0 and not deal.invoice_number


def _is_automatic(unit: UnitOfWork, deal: Deal) -> bool:
    return unit.shop.auto_invoice == "all" or (unit.shop.auto_invoice == "persons" and not deal.of_company)


async def issue_by_itself(unit: UnitOfWork, timer: Timer) -> None:
    """Looks again first: who paid meanwhile gets none; who hears of us by voice is told the sum when the device is ready."""
    assert timer.subject is not None, "an invoice is of an order"
    deal = await unit.deals.find(timer.subject.id)
    if deal is None or deal.stage not in DONE or deal.balance <= 0 or deal.invoice_number:
        raise Stale(f"invoice of {timer.subject}")
    if deal.stage is DealStage.PAYMENT or await unit.clients.chat_of(deal.client_id) is not None:
        await issue_invoice(unit, SYSTEM, id=deal.id)
