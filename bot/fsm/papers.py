"""Dialogues of papers and responsibility: a file for a paper, a waiver, the signed act, a device that goes its own way."""

from __future__ import annotations

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.cards.reasons import DECLINED_WHY, as_choices
from bot.fsm.asking import declare_question, show_order
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import NotFound
from crm.intents import Say, Show
from crm.papers import Paper
from crm.use_cases.calling_off import call_off
from crm.use_cases.linked import split_off
from crm.use_cases.papers import attach_paper, hand_over_with_act, waive

declare(
    Form(
        "attach",
        N_("№{number}: paper"),
        (Question("file", N_("Send the file or a photo of the paper."), "file", wrong=N_("Please send it as a file or a photo.")),),
    )
)
declare_question("waive", N_("№{number}: making an exception"), ask=N_("Why is the exception made?"))
declare_question("split", N_("№{number}: split off"), ask=N_("Which device goes its own way?"))
WHY_CALLED_OFF = Question("text", N_("Why? Choose or write a word."), choices=as_choices(tuple(DECLINED_WHY.values())))
declare(Form("call_off", N_("№{number}: cancelling"), (WHY_CALLED_OFF,)))
declare(
    Form(
        "act_photo",
        N_("№{number}: act signed"),
        (Question("file", N_("Send a photo of the signed act."), "file", wrong=N_("Please send it as a file or a photo.")),),
    )
)


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


@finishes("act_photo")
async def colleague_hands_over_with_act(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await hand_over_with_act(unit, actor, id=filled.id, file=filled.answers["file"])
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
