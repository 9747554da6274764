"""Dialogues of the warranty: back by right, back by grace with a reason, or a question once it is over."""

from __future__ import annotations

from typing import Any

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import declare_question
from bot.fsm.form import Filled, finishes, prepares
from bot.ports import BotUnit
from bot.words import words_for
from crm.actor import Actor
from crm.intents import Say, Show
from crm.use_cases.linked import ask_of_warranty, covers, return_under_warranty
from crm.warranty import warranty_ends

IT_IS_OVER = N_("The warranty is over ({about}). What is wrong? We will look what can be done.")
BY_GRACE = N_("There is no warranty any more ({about}). Why do we take it back all the same?")

declare(
    Form(
        "warranty",
        N_("№{number}: warranty"),
        (Question("text", N_("What is wrong again?")), Question("reason", BY_GRACE, only_if=("over", "yes"))),
    )
)
declare_question(
    "warranty_question",
    N_("№{number}: warranty question"),
    ask=IT_IS_OVER,
)


@prepares("warranty")
async def term_is_known(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    """A colleague is asked for the reason only after the term."""
    deal = await unit.deals.for_action(actor, filled.id)
    over = actor.is_staff and not covers(unit, deal)
    return {"over": "yes" if over else "no", **(await end_is_known(unit, actor, filled=filled))}


@prepares("warranty_question")
async def end_is_known(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    deal = await unit.deals.for_action(actor, filled.id)
    assert unit.viewer is not None, "a dialogue is begun by a person"
    words = words_for(unit.viewer)
    ends = warranty_ends(deal, words.zone)
    return {"about": words.date(ends) if ends else "—"}


@finishes("warranty")
async def person_returns_under_warranty(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    if not actor.is_staff:
        return await client_asks_of_warranty(unit, actor, filled=filled)
    lead = await return_under_warranty(unit, actor, id=filled.id, text=filled.text("text"), reason=filled.text("reason"))
    unit.say(Show("order", {"id": lead.id}, slot=f"order:{lead.id}", anew=True))
    return None


@finishes("warranty_question")
async def client_asks_of_warranty(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """By the day of the answer, whatever the button said when it was drawn."""
    if await ask_of_warranty(unit, actor, id=filled.id, text=filled.text("text")) is None:
        unit.say(Say("warranty_asked"))
