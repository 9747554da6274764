"""The ledger is the truth of an order's money: what changes the bill or the money is written there in the same transaction (R20)."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from crm.actor import Role
from crm.deal import Deal, DealAction
from crm.events import Fact
from crm.intents import Refresh
from crm.ledger import Entry, Ledger, Method, Stamp
from crm.money import Money
from crm.ports import UnitOfWork
from crm.use_cases.till import till_slot


class BooksDiffer(RuntimeError):
    """The deal's mirror and its ledger disagree: nothing of the input is kept, since a wrong balance would be believed."""


async def keep_ledger(unit: UnitOfWork, deal: Deal, *, facts: Sequence[Fact]) -> None:
    """Records the money that the facts moved and makes the bill what the deal says. Raises `Refused` as `Ledger` does, `BooksDiffer`."""
    ledger = Ledger(deal.id, await unit.ledger.of(deal.id))
    written = [entry for fact in facts if (entry := _moved(ledger, deal, fact=fact)) is not None]
    stamp = Stamp(unit.now, _author(facts))
    written += [*ledger.set_charge(Money(deal.charged), stamp), *ledger.set_written_off(Money(deal.written_off), stamp)]
    for entry in written:
        await unit.ledger.add(entry)
    if any(entry.method for entry in written):
        unit.say(Refresh(till_slot(unit.now.astimezone(ZoneInfo(unit.shop.timezone)).date())))
    held = (ledger.charged.amount, ledger.paid.amount, ledger.written_off.amount, ledger.balance.amount)
    if held != (deal.charged, deal.paid, deal.written_off, deal.balance):
        raise BooksDiffer(f"order {deal.id}")


def _moved(ledger: Ledger, deal: Deal, *, fact: Fact) -> Entry | None:
    stamp = Stamp(fact.at, _author([fact]))
    match fact.action:
        case DealAction.TAKE_PAYMENT:
            return ledger.record_payment(_amount(fact), _method(fact), stamp=stamp, receipt_note=str(fact.data.get("receipt") or ""))
        case DealAction.REFUND:
            return ledger.record_refund(_amount(fact), _method(fact), stamp=stamp)
        case DealAction.WRITE_OFF:
            return ledger.record_write_off(Money(deal.written_off) - ledger.written_off, stamp=stamp)
        case DealAction.REVERSE:
            return ledger.record_reversal(int(str(fact.data["entry_id"])), stamp=stamp)
        case _:
            return None


def _amount(fact: Fact) -> Money:
    return Money(int(str(fact.data["amount"])))


def _method(fact: Fact) -> Method:
    return Method(str(fact.data["method"]))


def _author(facts: Sequence[Fact]) -> int | None:
    """The colleague of the first fact; what a client or the system does has no staff behind it."""
    return next((fact.by for fact in facts if fact.role not in (Role.CLIENT, Role.SYSTEM)), None)
