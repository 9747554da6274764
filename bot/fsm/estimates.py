"""Dialogues of an estimate: a typed line, a search, an answer in the client's name."""

from __future__ import annotations

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import HOW, declare_question, show_order
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.estimate import How
from crm.intents import Show
from crm.use_cases.estimates import Said, add_free_line, answer_for_client

declare_question("free_line", N_("№{number}: custom line"), ask=N_("Title and price, one line each, e.g. Cleaning 900 or Cleaning 2 x 450"))
declare_question("price_search", N_("№{number}: price list"), ask=N_("What are we looking for?"))
declare(Form("approve_for", N_("№{number}: the client agrees"), (HOW, Question("text", N_("In what words did the client agree?")))))
declare(Form("decline_for", N_("№{number}: the client declines"), (HOW, Question("text", N_("In what words did the client decline?")))))


@finishes("free_line")
async def colleague_types_line(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await add_free_line(unit, actor, id=filled.id, text=filled.text("text"))
    unit.say(Show("estimate", {"id": filled.id}, slot=f"order:{filled.id}", anew=True))


@finishes("price_search")
async def colleague_searches_prices(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    unit.say(Show("price_found", {"id": filled.id, "arg": filled.text("text")}, slot=f"order:{filled.id}", anew=True))


@finishes("approve_for")
async def colleague_approves_for_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await answer_for_client(unit, actor, id=filled.id, said=_said(filled), yes=True)
    show_order(unit, filled)


@finishes("decline_for")
async def colleague_declines_for_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await answer_for_client(unit, actor, id=filled.id, said=_said(filled), yes=False)
    show_order(unit, filled)


def _said(filled: Filled) -> Said:
    return Said(How(filled.text("how")), filled.text("text"))
