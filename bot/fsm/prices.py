"""Dialogues of the price list: a search, a new price, a new position (R26)."""

from __future__ import annotations

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import AMOUNT, declare_question
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Show
from crm.use_cases.price_list import Position, add_position, change_price

declare_question("price_find", N_("Price list: search"), ask=N_("What are we looking for?"))
declare(Form("price_change", N_("Price list: new price"), (AMOUNT,)))
declare(
    Form(
        "price_add",
        N_("Price list: new position"),
        (
            Question("title", N_("What is the service called?")),
            AMOUNT,
            Question("category", N_("Under which heading?"), optional=True),
        ),
    )
)


@finishes("price_find")
async def colleague_searches_price_list(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    if actor.is_staff:
        unit.say(Show("price_search_result", {"arg": filled.text("text")}, anew=True))


@finishes("price_change")
async def director_changes_price(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_price(unit, actor, item_id=filled.id, amount=int(filled.text("amount")))
    unit.say(Show("price_item", {"id": filled.id}, anew=True))


@finishes("price_add")
async def director_adds_position(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    position = Position(filled.text("title"), int(filled.text("amount")), filled.text("category"))
    await add_position(unit, actor, position=position)
    unit.say(Show("price_list", anew=True))
