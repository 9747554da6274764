"""Dialogues of a complaint: how it ends, and what the price is lowered by."""

from __future__ import annotations

from typing import Any

from bot.cards.complaints import OUTCOMES
from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import AMOUNT, show_order
from bot.fsm.form import Filled, finishes, prepares
from bot.ports import BotUnit
from bot.words import words_for
from crm.actor import Actor
from crm.complaint import Outcome
from crm.intents import Show
from crm.use_cases.complaints import answer_complaint, complaint_task, give_discount, most_discount

CHOICES = tuple((str(outcome), label) for outcome, label in OUTCOMES.items())

declare(
    Form(
        "complaint_outcome",
        N_("№{number}: complaint"),
        (Question("outcome", N_("How does it end?"), "choice", CHOICES), Question("text", N_("What do we tell the client?"))),
    )
)
declare(
    Form(
        "discount",
        N_("№{number}: discount"),
        (
            Question("amount", N_("How much do we take off the price? At most {about}."), "amount", wrong=AMOUNT.wrong),
            Question("reason", N_("Why? Only colleagues read it.")),
        ),
    )
)


@finishes("complaint_outcome")
async def manager_answers_complaint(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """What was promised is the task's next step, one tap away."""
    deal = await answer_complaint(unit, actor, id=filled.id, outcome=filled.text("outcome"), text=filled.text("text"))
    task = await complaint_task(unit, filled.id)
    if task is None or not deal.complaint_open:
        return show_order(unit, filled)
    return unit.say(Show("task", {"id": task.id}, slot=f"task:{task.id}", anew=True))


@prepares("discount")
async def limit_is_known(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    """One's own limit; what a complaint promised needs no other reason."""
    deal = await unit.deals.for_action(actor, filled.id)
    assert unit.viewer is not None, "a dialogue is begun by a person"
    known: dict[str, Any] = {"about": words_for(unit.viewer).money(most_discount(deal, actor))}
    task = await complaint_task(unit, filled.id)
    if task and deal.complaint_open and deal.complaint_outcome == Outcome.DISCOUNT and task.body:
        known["reason"] = task.body
    return known


@finishes("discount")
async def colleague_gives_discount(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await give_discount(unit, actor, id=filled.id, amount=int(filled.text("amount")), reason=filled.text("reason"))
    show_order(unit, filled)
