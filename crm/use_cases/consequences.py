"""What follows from the facts of an order, in the same transaction: people are told; each further consequence has its line here."""

from __future__ import annotations

from collections.abc import Sequence

from crm.deal import Deal
from crm.events import Fact
from crm.lead import Lead
from crm.ports import UnitOfWork
from crm.use_cases.announce import announce
from crm.use_cases.billing import keep_ledger
from crm.use_cases.hubs import refresh_hubs
from crm.use_cases.invoices import arm_invoice, keep_invoice
from crm.use_cases.photos import show_result
from crm.use_cases.tasks import keep_tasks
from crm.use_cases.waits import keep_clocks


async def follow(unit: UnitOfWork, order: Lead | Deal, *, facts: Sequence[Fact], causes: Sequence[int]) -> None:
    """Called by storage when an order is saved with its facts; `causes` are the timeline rows of the facts."""
    if isinstance(order, Deal):
        await keep_ledger(unit, order, facts=facts)
        if facts:
            await keep_tasks(unit, order, facts=facts)
    if facts:
        await announce(unit, order, facts=facts, causes=causes)
    if isinstance(order, Deal):
        await keep_invoice(unit, order, facts=facts)
        await arm_invoice(unit, order, facts=facts, causes=causes)
    if facts:
        await refresh_hubs(unit, order, facts=facts)
        await show_result(unit, order, facts=facts, causes=causes)
        await keep_clocks(unit, order, facts=facts, causes=causes)
