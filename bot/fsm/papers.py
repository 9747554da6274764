"""Dialogues of papers and responsibility: a file for a paper, a waiver, a complaint's outcome, a device that goes its own way."""

from __future__ import annotations

from typing import Any

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import declare_question, show_order
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.deal import DealAction
from crm.errors import NotFound
from crm.intents import Say, Show
from crm.papers import Paper
from crm.use_cases.calling_off import call_off
from crm.use_cases.deals import act_on_deal
from crm.use_cases.linked import return_under_warranty, split_off
from crm.use_cases.papers import attach_paper, waive

OUTCOMES = tuple((name, name) for name in (N_("Rework"), N_("Money back"), N_("Discount"), N_("Rejected")))

declare(
    Form(
        "attach",
        N_("№{number}: paper"),
        (Question("file", N_("Send the file or a photo of the paper."), "file", wrong=N_("Please send it as a file or a photo.")),),
    )
)
declare_question("waive", N_("№{number}: making an exception"), ask=N_("Why is the exception made?"))
declare(
    Form(
        "complaint_outcome",
        N_("№{number}: complaint"),
        (Question("outcome", N_("How does it end?"), "choice", OUTCOMES), Question("text", N_("What do we tell the client?"))),
    )
)
declare_question("split", N_("№{number}: split off"), ask=N_("Which device goes its own way?"))
declare_question("call_off", N_("№{number}: cancelling"), ask=N_("Why? A word is enough."))
declare_question("warranty", N_("№{number}: warranty"), ask=N_("What is wrong again?"))


@finishes("attach")
async def colleague_attaches_paper(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    if filled.arg not in list(Paper):
        raise NotFound(filled.arg)
    await attach_paper(unit, actor, id=filled.id, kind=Paper(filled.arg), file=filled.answers["file"])
    show_order(unit, filled, screen="papers")


@finishes("waive")
async def manager_waives(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await waive(unit, actor, id=filled.id, obstacle=filled.arg, reason=filled.text("text"))
    show_order(unit, filled)


@finishes("complaint_outcome")
async def manager_answers_complaint(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    said: dict[str, Any] = {"outcome": filled.text("outcome"), "text": filled.text("text")}
    await act_on_deal(unit, actor, action=DealAction.ANSWER_COMPLAINT, id=filled.id, **said)
    show_order(unit, filled)


@finishes("split")
async def dispatcher_splits_off(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    deal = await split_off(unit, actor, id=filled.id, device=filled.text("text"))
    unit.say(Show("order", {"id": deal.id}, slot=f"order:{deal.id}", anew=True))


@finishes("call_off")
async def client_calls_off(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    deal = await call_off(unit, actor, id=filled.id, reason=filled.text("text"))
    if deal.is_open:
        unit.say(Say("cancel_passed_on"))
    show_order(unit, filled)


@finishes("warranty")
async def person_returns_under_warranty(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    lead = await return_under_warranty(unit, actor, id=filled.id, text=filled.text("text"))
    if actor.is_staff:
        unit.say(Show("order", {"id": lead.id}, slot=f"order:{lead.id}", anew=True))
