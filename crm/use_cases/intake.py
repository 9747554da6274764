"""Intake: every word of a client becomes a request or continues one; nothing is asked first (R6, R8, R28, R37, S1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crm.actor import SYSTEM, Actor, Role, client_actor
from crm.client import Client, ContactPoint
from crm.conversation import Content, Media, Message
from crm.deadline import WorkingHours
from crm.deal import Deal
from crm.flow import Attempt
from crm.intents import Refresh, Relay, Say
from crm.lead import Lead, LeadAction, LeadStage, opened
from crm.notices import Audience
from crm.ports import UnitOfWork
from crm.use_cases.albums import begun, join_album, wait_for
from crm.use_cases.announce import recipients

ACKNOWLEDGED_EVERY = timedelta(minutes=1)
REOPENS_WITHIN = timedelta(days=7)
"""A client who writes this soon after an answer or a refusal continues that request."""


async def become_client(unit: UnitOfWork, chat_id: int, *, name: str, language: str) -> Actor:
    """Opens an unconfirmed card for a Telegram account that writes for the first time."""
    client = await unit.clients.add(Client(id=0, created_at=unit.now, name=name, language=language))
    await unit.accounts.bind_client(chat_id, client.id)
    return client_actor(client.id)


async def client_writes(unit: UnitOfWork, actor: Actor, *, content: Content, about: int = 0, phone: str | None = None) -> int:
    """Keeps a client's message with his open order, or opens a lead by it; returns the order's number (flows: intake rules).

    `about` is the order whose card he replied to, `phone` one that he wrote among his words.
    """
    assert actor.client_id is not None
    album = await join_album(unit, content)
    if album is not None and album.order_id is not None:
        unit.say(Refresh(f"order:{album.order_id}"))
        return album.order_id
    client_id = await _learn_phone(unit, actor.client_id, content) if content.media is Media.CONTACT else actor.client_id
    actor = replace(actor, client_id=client_id)
    if phone is not None:
        await _note_phone(unit, client_id, phone)
    order_id = await _meant(unit, client_id, about) or await unit.queries.open_order_of(client_id) or await _reopened(unit, client_id)
    if order_id is None:
        order_id = (await open_lead(unit, actor, channel="telegram", need=content.body)).id
    message = await keep_message(unit, order_id, content=content, client_id=client_id)
    order = await unit.queries.order_brief(order_id)
    assert order is not None, "he has just written about it"
    await relay_to_staff(unit, order.subject, message=message, delay=wait_for(content))
    await acknowledge(unit, order.lead)
    return order_id


async def client_edits(unit: UnitOfWork, actor: Actor, *, content: Content) -> None:
    """His message says what it says now; who is in charge sees it again, silently. Unknown messages are left alone."""
    if content.tg_message_id is None or actor.client_id is None:
        return
    message = await unit.messages.by_source(unit.chat_id, content.tg_message_id)
    if message is None or not message.incoming or message.order_id is None or message.body == content.body:
        return
    order = await unit.queries.order_brief(message.order_id)
    assert order is not None, "a foreign key holds it"
    lead = order.lead
    if lead.need == message.body.strip() and lead.is_open:
        lead.need = content.body.strip()
        await unit.leads.save(lead)
    message.body = content.body
    await unit.messages.save(message)
    await relay_to_staff(unit, order.subject, message=message, edited=True)
    unit.say(Refresh(f"order:{lead.id}"))


async def acknowledge(unit: UnitOfWork, lead: Lead) -> None:
    """At most once a minute a client hears that his words are kept, while nobody is there to answer (screens §4.10: flood)."""
    if (lead.acknowledged_at or lead.opened_at) > unit.now - ACKNOWLEDGED_EVERY:
        return
    is_open = WorkingHours.of(unit.shop.week, unit.shop.timezone).is_open(unit.now)
    if lead.stage is LeadStage.NEW or not is_open:
        lead.acknowledged_at = unit.now
        await unit.leads.save(lead)
        unit.say(Say("written"))


async def open_lead(unit: UnitOfWork, actor: Actor, *, channel: str, need: str, client_id: int | None = None) -> Lead:
    """A new request at the operator; by staff it is his own at once (flows: OPEN)."""
    lead = Lead(id=0, client_id=client_id or actor.client_id or 0, channel=channel, opened_at=unit.now, need=need.strip())
    role = Role.CLIENT if client_id is None else next(r for r in (Role.OPERATOR, Role.MANAGER, *actor.roles) if r in actor.roles)
    fact = opened(lead, Attempt(actor, unit.now), role=role)
    return await unit.leads.add(lead, fact)


async def keep_message(unit: UnitOfWork, order_id: int, *, content: Content, client_id: int) -> Message:
    message = Message(
        id=0,
        at=unit.now,
        order_id=order_id,
        client_id=client_id,
        media=content.media,
        body=content.body,
        file_id=content.file_id,
        extra=begun(content),
        media_group=content.media_group,
        chat_id=unit.chat_id,
        tg_message_id=content.tg_message_id,
    )
    return await unit.messages.add(message)


async def relay_to_staff(unit: UnitOfWork, order: Lead | Deal, *, message: Message, delay: float = 0, edited: bool = False) -> None:
    """The one in charge hears the client; a lead that nobody took shows its words on its card."""
    if order.stage is LeadStage.NEW:
        return unit.say(Refresh(f"order:{order.id}"))
    audience = _in_charge(order)
    for person in await recipients(unit, order, audience=audience):
        if person.chat_id is not None and person.chat_id != message.chat_id:
            unit.say(Relay(message.id, person.chat_id, delay, edited))
    return None


def _in_charge(order: Lead | Deal) -> Audience:
    if isinstance(order, Lead):
        return Audience.MANAGER if order.stage is LeadStage.WITH_MANAGER else Audience.ASSIGNEE
    return Audience.DISPATCHER


async def _reopened(unit: UnitOfWork, client_id: int) -> int | None:
    """His last request, when it was answered or rejected a short while ago. One that nobody ever had has nobody to go back to."""
    rows = await unit.queries.orders_of(client_id, limit=1)
    lead = await unit.leads.find(rows[0].id) if rows else None
    if lead is None or lead.stage not in (LeadStage.ANSWERED, LeadStage.REJECTED):
        return None
    if lead.assignee_id is None and lead.manager_id is None:
        return None
    ended = await unit.timeline.newest(lead.ref)
    if (ended[1].at if ended else lead.opened_at) < unit.now - REOPENS_WITHIN:
        return None
    facts = lead.perform(LeadAction.REOPEN, Attempt(SYSTEM, unit.now))
    await unit.leads.save(lead, *facts)
    return lead.id


async def _meant(unit: UnitOfWork, client_id: int, about: int) -> int | None:
    """The order of his that he replied to, while it is open."""
    if not about:
        return None
    lead, deal = await unit.leads.find(about), await unit.deals.find(about)
    if lead is None or lead.client_id != client_id or not (deal.is_open if deal else lead.is_open):
        return None
    return about


async def _note_phone(unit: UnitOfWork, client_id: int, phone: str) -> None:
    """A phone among his words is a suggestion, and only while none is known of him."""
    if not any(point.kind == "phone" for point in await unit.clients.points(client_id)):
        await unit.clients.add_point(ContactPoint(client_id, "phone", phone))


async def _learn_phone(unit: UnitOfWork, client_id: int, content: Content) -> int:
    """Only his own shared contact binds a phone to him; anybody else's card is just a message (architecture §3)."""
    extra = content.extra or {}
    if extra.get("user_id") != unit.chat_id:
        return client_id
    return await prove_phone(unit, client_id, phone=str(extra["phone"]))


async def prove_phone(unit: UnitOfWork, client_id: int, *, phone: str) -> int:
    """A proved phone of a known client makes the newcomer that client (R40); returns who he is from now on.

    Not when that client has a Telegram of his own, and not when the newcomer proved it before and was told apart: then staff decide.
    """
    number = phone if phone.startswith("+") else f"+{phone}"
    known = [client for client in await unit.clients.by_point("phone", number) if client.is_known and client.id != client_id]
    mine, own = await unit.clients.get(client_id), ContactPoint(client_id, "phone", number, proved=True)
    told_apart = own in await unit.clients.points(client_id)
    if not known or mine.is_known or told_apart or await unit.clients.chat_of(known[0].id) is not None:
        await unit.clients.add_point(own)
        return client_id
    await unit.clients.merge(source=client_id, into=known[0].id)
    await unit.clients.add_point(ContactPoint(known[0].id, "phone", number, proved=True))
    return known[0].id
