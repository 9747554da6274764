"""Deeds around papers and responsibility: sets, files, another dispatcher (M3, D7)."""

from __future__ import annotations

from bot.callbacks import Do
from bot.deeds import deed, number_of
from bot.ports import BotUnit
from crm.actor import Actor, Role
from crm.deal import DealAction
from crm.errors import Stale
from crm.papers import Paper
from crm.use_cases.deals import act_on_deal
from crm.use_cases.eligible import expect_role
from crm.use_cases.papers import choose_set, send_papers, show_files, toggle_paper


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


@deed("give_to")
async def colleague_sets_dispatcher(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    dispatcher_id = await expect_role(unit, number_of(press), role=Role.DISPATCHER)
    await act_on_deal(unit, actor, action=DealAction.SET_DISPATCHER, id=press.id, dispatcher_id=dispatcher_id)
    return "order"
