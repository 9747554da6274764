"""Invoices: issued by the accountant's tap, or by themselves when the work is done (R55)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from crm.actor import SYSTEM, Actor
from crm.deadline import WorkingHours
from crm.deal import Deal, DealAction, DealStage
from crm.deal_flow import DEAL_FLOW
from crm.deal_moves import perform
from crm.errors import Stale
from crm.events import Fact
from crm.flow import Attempt
from crm.intents import Refresh
from crm.invoice import COMPANY_BANK_DAYS, Invoice
from crm.ports import UnitOfWork
from crm.reminders import bank_days_later
from crm.timers import Timer

DONE = (DealStage.READY, DealStage.DOCUMENTS, DealStage.PAYMENT)
ISSUE = "issue_invoice"
DOUBLE_TAP = timedelta(minutes=1)
"""The client is sent one invoice, however often the button is pressed in a hurry."""


async def issue_invoice(unit: UnitOfWork, actor: Actor, *, id: int) -> Deal:
    """Issues the order's invoice, or issues it again under its number for the present sum.

    Raises `NotFound`, `Refused` nothing_due, `Stale` right after the last one.
    """
    deal = await unit.deals.for_action(actor, id)
    hours = WorkingHours.of(unit.shop.week, unit.shop.timezone)
    due_at = bank_days_later(unit.now, COMPANY_BANK_DAYS, hours=hours) if deal.of_company else None
    DEAL_FLOW.choose(deal, deal.stage, action=DealAction.INVOICE, attempt=Attempt(actor, unit.now, {"number": "next"}))
    known = await unit.invoices.of(id)
    if known is not None and unit.now - known.issued_at < DOUBLE_TAP:
        raise Stale(f"invoice {known.id}")
    invoice = await unit.invoices.keep(Invoice(id, unit.now, deal.charged, due_at, known.id if known else 0))
    data = {"number": invoice.id, "due": due_at, "sum": deal.balance}
    facts = perform(deal, DealAction.INVOICE, attempt=Attempt(actor, unit.now, data))
    await unit.deals.save(deal, *facts)
    return deal


async def arm_invoice(unit: UnitOfWork, deal: Deal, *, facts: Sequence[Fact], causes: Sequence[int]) -> None:
    """The work is done or the order closed with a debt: the bill goes out by itself once the undo window is over, withdrawn by an undo."""
    if deal.invoice_number:
        unit.say(Refresh(f"invoice:{deal.id}"))
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
