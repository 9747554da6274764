"""A request by form: what was chosen and typed becomes a lead with its client's phone as a suggestion (R6, R28, S11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm.actor import Actor
from crm.client import ContactPoint
from crm.conversation import Content, Media
from crm.intents import Refresh
from crm.lead import SHOP, VISIT
from crm.ports import UnitOfWork
from crm.use_cases.intake import become_client, keep_message, open_lead

PLACES = ("", SHOP, VISIT)


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """`device` is the key of a choice, `place` too or the address of a visit; `files` as Telegram knows them; `order_id` adds to it."""

    device: str = ""
    need: str = ""
    place: str = ""
    phone: str = ""
    files: tuple[Mapping[str, str], ...] = ()
    order_id: int = 0


async def known_answers(unit: UnitOfWork, actor: Actor, *, like: int = 0) -> dict[str, object]:
    """What the client's card and his last order answer already; each can be changed in the summary (S11).

    `like` is an order of his own that is to be repeated: its device is meant again.
    """
    if actor.client_id is None:
        return {}
    client, orders = await unit.queries.client(actor.client_id), await unit.queries.orders_of(actor.client_id, limit=1)
    last = await unit.leads.find(orders[0].id) if orders else None
    same = await unit.leads.find(like)
    known = {"phone": client.phones[0] if client and client.phones else "", "place": (last.address or last.place) if last else ""}
    if same is not None and same.client_id == actor.client_id:
        known |= {"device": same.device or "other", "place": same.address or same.place or known["place"] or "shop"}
    return {key: value for key, value in known.items() if value}


async def submit_request(unit: UnitOfWork, actor: Actor, *, answers: FormAnswers, name: str) -> int:
    """Opens a lead, or adds the phone to the order that the form was about; returns its number."""
    if actor.client_id is None:
        actor = await become_client(unit, unit.chat_id, name=name, language=unit.shop.language)
    assert actor.client_id is not None
    if answers.phone:
        await unit.clients.add_point(ContactPoint(actor.client_id, "phone", answers.phone))
    if answers.order_id:
        unit.say(Refresh(f"order:{answers.order_id}"))
        return answers.order_id
    lead = await open_lead(unit, actor, channel="telegram", need=answers.need)
    lead.device = answers.device
    lead.place, lead.address = (answers.place, "") if answers.place in PLACES else (VISIT, answers.place)
    await unit.leads.save(lead)
    for file in answers.files:
        content = Content(Media(file["media"]), file_id=file["file_id"])
        await keep_message(unit, lead.id, content=content, client_id=actor.client_id)
    return lead.id
