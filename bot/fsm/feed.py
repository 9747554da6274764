"""Dialogues of the feed: asking the company, declining with a reason (R24)."""

from __future__ import annotations

from bot.cards.feed import KINDS
from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import declare_question
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Show
from crm.internal_request import RequestAction, RequestKind
from crm.use_cases.internal_requests import answer_request, ask_company

declare(
    Form(
        "internal_request",
        N_("Internal request"),
        (
            Question("kind", N_("What do you need?"), "choice", tuple((str(kind), label) for kind, label in KINDS.items())),
            Question("text", N_("What, how much, by when?")),
        ),
    )
)
declare_question("decline_request", N_("Declining a request"), ask=N_("Why not?"))


@finishes("internal_request")
async def colleague_asks_company(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    request = await ask_company(unit, actor, kind=RequestKind(filled.text("kind")), body=filled.text("text"))
    unit.say(Show("internal_request", {"id": request.id}, slot=f"request:{request.id}", anew=True))


@finishes("decline_request")
async def director_declines_request(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await answer_request(unit, actor, id=filled.id, action=RequestAction.DECLINE, reason=filled.text("text"))
    unit.say(Show("internal_request", {"id": filled.id}, slot=f"request:{filled.id}", anew=True))
