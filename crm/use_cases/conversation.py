"""Answering a client: text reaches him only with a visible recipient, the order whose message was replied to (R6, S7)."""

from __future__ import annotations

from crm.actor import Actor
from crm.conversation import Content, Message
from crm.deal import Deal
from crm.errors import NotFound, Refused
from crm.intents import Relay
from crm.lead import Lead
from crm.ports import UnitOfWork
from crm.use_cases.albums import begun, join_album, wait_for


async def answer_client(unit: UnitOfWork, actor: Actor, *, order_id: int, content: Content) -> Message:
    """Carries a colleague's words to the order's client. Raises `NotFound` without the right, `Refused` not_reachable."""
    if not actor.is_staff:
        raise NotFound(f"order {order_id}")
    album = await join_album(unit, content)
    if album is not None and album.order_id == order_id:
        return album
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
            extra=begun(content),
            media_group=content.media_group,
            chat_id=unit.chat_id,
            tg_message_id=content.tg_message_id,
        )
    )
    await _note_first_answer(unit, order_id)
    unit.say(Relay(message.id, chat_id, wait_for(content)))
    return message


async def open_media(unit: UnitOfWork, actor: Actor, *, order_id: int) -> None:
    """What a client sent beside words comes to the chat of who asks. Raises `NotFound` without the right."""
    if not actor.is_staff:
        raise NotFound(f"order {order_id}")
    found = await unit.deals.find(order_id)
    await (unit.deals if found else unit.leads).for_action(actor, order_id)
    unit.say(*(Relay(message.id, unit.chat_id) for message in await unit.messages.media_of(order_id)))


async def _note_first_answer(unit: UnitOfWork, order_id: int) -> None:
    """The first answer stops the first-response clock (R33)."""
    lead = await unit.leads.find(order_id)
    if lead is not None and lead.answered_at is None:
        lead.answered_at = unit.now
        await unit.leads.save(lead)
