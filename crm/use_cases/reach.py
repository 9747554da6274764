"""When Telegram cannot reach a person: his channel is dead until he writes, and what he had to hear becomes a call (G10)."""

from __future__ import annotations

from collections.abc import Mapping

from crm.deal import Deal
from crm.intents import Notice, React
from crm.lead import Lead
from crm.notices import CALLABLE
from crm.ports import UnitOfWork
from crm.use_cases.calls import ask_to_call

NOT_DELIVERED = "🤷"


async def client_unreachable(unit: UnitOfWork, chat_id: int, *, kind: str, intent: Mapping[str, object]) -> None:
    """Marks the chat dead; a notice that must reach its client becomes a call task in the same transaction."""
    await unit.accounts.mark_dead(chat_id)
    if kind == "relay":
        await _tell_sender(unit, int(str(intent["message_id"])))
    if kind != "notice" or intent.get("name") not in CALLABLE:
        return
    number = int(str(intent["subject_id"]))
    order: Lead | Deal | None = await unit.deals.find(number) or await unit.leads.find(number)
    if order is not None and await unit.clients.chat_of(order.client_id) is None:
        await ask_to_call(unit, order, notice=str(intent["name"]))


async def _tell_sender(unit: UnitOfWork, message_id: int) -> None:
    """Whose words did not arrive hears of it at once, with the order's card and the client's phone on it."""
    message = await unit.messages.get(message_id)
    sender = next((p for p in await unit.roster.all() if p.id == message.staff_id), None)
    if message.incoming or sender is None or sender.chat_id is None or message.order_id is None:
        return
    order: Lead | Deal | None = await unit.deals.find(message.order_id) or await unit.leads.find(message.order_id)
    if order is not None:
        if message.tg_message_id is not None:
            unit.say(React(NOT_DELIVERED, message.tg_message_id, sender.chat_id))
        unit.say(Notice("not_delivered", order.ref.kind, order.id, sender.chat_id))
