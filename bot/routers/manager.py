"""Deeds around papers and responsibility: sets, files, another dispatcher (M3, D7)."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed, number_of
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import Stale
from crm.intents import Show
from crm.papers import Paper
from crm.use_cases.complaints import keep_promise
from crm.use_cases.papers import choose_set, send_papers, show_files, toggle_paper
from crm.use_cases.reassign import set_dispatcher


@deed("paper_set")
async def manager_chooses_set(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await choose_set(unit, actor, id=press.id, name=press.arg)
    return "choose_set"


@deed("paper")
async def manager_toggles_paper(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    if press.arg not in list(Paper):
        raise Stale(press.arg)
    await toggle_paper(unit, actor, id=press.id, kind=Paper(press.arg))
    return "choose_set"


@deed("send_papers")
async def colleague_sends_papers(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await send_papers(unit, actor, id=press.id)
    return ""


@deed("show_files")
async def colleague_looks_at_files(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await show_files(unit, actor, id=press.id)
    return ""


@deed("complaint_step")
async def manager_keeps_promise(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    """A linked order opens as a card of its own."""
    order = await keep_promise(unit, actor, id=press.id)
    unit.say(Show("order", {"id": order.id}, slot=f"order:{order.id}", anew=True))
    return ""


@deed("give_to")
async def colleague_sets_dispatcher(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await set_dispatcher(unit, actor, id=press.id, dispatcher_id=number_of(press))
    return "order"
