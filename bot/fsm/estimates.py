"""Dialogues of an estimate: a typed line, a search, an answer in the client's name."""

from __future__ import annotations

from bot.cards.labels import N_
from bot.fsm.asking import declare_question, show_order
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Show
from crm.use_cases.estimates import add_free_line, answer_for_client

declare_question("free_line", N_("№{number}: custom line"), ask=N_("Title and price, one line each, e.g. Cleaning 900 or Cleaning 2 x 450"))
declare_question("price_search", N_("№{number}: price list"), ask=N_("What are we looking for?"))
declare_question("approve_for", N_("№{number}: the client agrees"), ask=N_("How and in what words did the client agree?"))
declare_question("decline_for", N_("№{number}: the client declines"), ask=N_("How and in what words did the client decline?"))


@finishes("free_line")
async def colleague_types_line(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await add_free_line(unit, actor, id=filled.id, text=filled.text("text"))
    unit.say(Show("estimate", {"id": filled.id}, slot=f"order:{filled.id}", anew=True))


@finishes("price_search")
async def colleague_searches_prices(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    unit.say(Show("price_found", {"id": filled.id, "arg": filled.text("text")}, slot=f"order:{filled.id}", anew=True))


@finishes("approve_for")
async def colleague_approves_for_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await answer_for_client(unit, actor, id=filled.id, note=filled.text("text"), yes=True)
    show_order(unit, filled)


@finishes("decline_for")
async def colleague_declines_for_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await answer_for_client(unit, actor, id=filled.id, note=filled.text("text"), yes=False)
    show_order(unit, filled)
