"""Answering a client: text reaches him only with a visible recipient, the order whose message was replied to (R6, S7)."""

from __future__ import annotations

from crm.actor import Actor
from crm.conversation import Content, Message
from crm.deal import Deal
from crm.errors import NotFound, Refused
from crm.intents import Relay
from crm.lead import Lead
from crm.ports import UnitOfWork


async def answer_client(unit: UnitOfWork, actor: Actor, *, order_id: int, content: Content) -> Message:
    """Carries a colleague's words to the order's client. Raises `NotFound` without the right, `Refused` not_reachable."""
    if not actor.is_staff:
        raise NotFound(f"order {order_id}")
    order: Lead | Deal = await unit.deals.find(order_id) or await unit.leads.for_action(actor, order_id)
    if isinstance(order, Deal):
        order = await unit.deals.for_action(actor, order_id)
    chat_id = await unit.clients.chat_of(order.client_id)
    if chat_id is None:
        client = await unit.queries.client(order.client_id)
        raise Refused("not_reachable", name=client.name if client else "")
    message = await unit.messages.add(
        Message(
            id=0,
            at=unit.now,
            order_id=order_id,
            client_id=order.client_id,
            incoming=False,
            staff_id=actor.staff_id,
            media=content.media,
            body=content.body,
            file_id=content.file_id,
            extra=content.extra,
            chat_id=unit.chat_id,
            tg_message_id=content.tg_message_id,
        )
    )
    await _note_first_answer(unit, order_id)
    unit.say(Relay(message.id, chat_id))
    return message


async def _note_first_answer(unit: UnitOfWork, order_id: int) -> None:
    """The first answer stops the first-response clock (R33)."""
    lead = await unit.leads.find(order_id)
    if lead is not None and lead.answered_at is None:
        lead.answered_at = unit.now
        await unit.leads.save(lead)
