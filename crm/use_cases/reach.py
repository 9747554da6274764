"""When Telegram cannot reach a person: his channel is dead until he writes, and what he had to hear becomes a call (G10)."""

from __future__ import annotations

from collections.abc import Mapping

from crm.deal import Deal
from crm.lead import Lead
from crm.notices import CALLABLE
from crm.ports import UnitOfWork
from crm.use_cases.calls import ask_to_call


async def client_unreachable(unit: UnitOfWork, chat_id: int, *, kind: str, intent: Mapping[str, object]) -> None:
    """Marks the chat dead; a notice that must reach its client becomes a call task in the same transaction."""
    await unit.accounts.mark_dead(chat_id)
    if kind != "notice" or intent.get("name") not in CALLABLE:
        return
    number = int(str(intent["subject_id"]))
    order: Lead | Deal | None = await unit.deals.find(number) or await unit.leads.find(number)
    if order is not None and await unit.clients.chat_of(order.client_id) is None:
        await ask_to_call(unit, order, notice=str(intent["name"]))
