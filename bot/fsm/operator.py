"""Dialogues of the operator: the need of a request, a search, an order by hand."""

from __future__ import annotations

from typing import Any

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import PHONE, declare_question, show_order
from bot.fsm.form import Filled, finishes, prepares
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Show
from crm.lead import LeadAction
from crm.use_cases.drafts import own_draft
from crm.use_cases.hand import CounterOrder, order_by_hand
from crm.use_cases.leads import act_on_lead

declare_question("lead_need", N_("№{number}: need"), ask=N_("What does the client need?"))
declare_question("find", N_("Search"), ask=N_("Number, name or phone"))
declare(
    Form(
        "by_hand",
        N_("Order by hand"),
        (
            PHONE,
            Question("name", N_("What is the client's name?")),
            Question("need", N_("What does the client need?")),
        ),
    )
)


@finishes("lead_need")
async def colleague_writes_need(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await act_on_lead(unit, actor, action=LeadAction.SET_NEED, id=filled.id, need=filled.text("text"))
    show_order(unit, filled)


@finishes("find")
async def colleague_searches(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    if actor.is_staff:
        unit.say(Show("found", {"arg": filled.text("text")}, anew=True))


@prepares("by_hand")
async def what_was_written(unit: BotUnit, actor: Actor, *, filled: Filled) -> dict[str, Any]:
    """Words that he wrote to nobody are the need."""
    if not filled.arg.isdecimal() or len(filled.arg) > 12:
        return {}
    draft = await own_draft(unit, actor, draft_id=int(filled.arg))
    return {"need": draft.body} if draft.body else {}


@finishes("by_hand")
async def colleague_takes_order_by_hand(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """The counter and the phone: a client without Telegram is a client like any other."""
    lead = await order_by_hand(unit, actor, order=CounterOrder(filled.text("phone"), filled.text("name"), filled.text("need")))
    unit.say(Show("order", {"id": lead.id}, slot=f"order:{lead.id}", anew=True))
