"""Deeds around a client: whose a request is, a contact that is not his, words that are a request of their own."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed, number_of
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import Stale
from crm.intents import Show, Toast
from crm.use_cases.clients import remove_point
from crm.use_cases.recognition import link_client, tell_apart
from crm.use_cases.separate import separate_message


@deed("tell_apart")
async def colleague_tells_apart(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await tell_apart(unit, actor, id=press.id)
    unit.say(Toast("told_apart"))
    return "order"


@deed("link")
async def colleague_links_client(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await link_client(unit, actor, id=press.id, client_id=number_of(press))
    unit.say(Toast("linked"))
    return "order"


@deed("drop_point")
async def colleague_removes_contact(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """Back to the card that he removed it from."""
    client_id, _dash, point_id = press.arg.partition("-")
    if not (client_id.isdecimal() and point_id.isdecimal() and len(press.arg) < 30):
        raise Stale(press.arg)
    await remove_point(unit, actor, client_id=int(client_id), point_id=int(point_id))
    if press.id:
        return "client"
    unit.say(Show("client_card", {"id": int(client_id)}, slot=f"client:{client_id}"))
    return ""


@deed("separate")
async def colleague_separates_message(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    lead = await separate_message(unit, actor, order_id=press.id, message_id=number_of(press))
    unit.say(Toast("separated", {"number": lead.id}), Show("order", {"id": lead.id}, slot=f"order:{lead.id}", anew=True))
    return "order"
