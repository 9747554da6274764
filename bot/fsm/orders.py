"""Dialogues about an order that ask for one sentence: a finding, a reason, a note."""

from __future__ import annotations

from typing import Any

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.cards.reasons import DEAL_REFUSALS, as_choices
from bot.fsm.asking import declare_question, show_order
from bot.fsm.form import Filled, Finish, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.deal import DealAction
from crm.use_cases.deals import act_on_deal

declare_question("findings", N_("№{number}: diagnosis"), ask=N_("What did the diagnosis show?"))
declare_question("refuse", N_("№{number}: no repair"), ask=N_("Why is it not repaired?"))
WHY_CANCELLED = Question("text", N_("Why is it cancelled? Choose or write."), choices=as_choices(DEAL_REFUSALS))
declare(Form("cancel", N_("№{number}: cancelling"), (WHY_CANCELLED,)))
declare_question("rework", N_("№{number}: rework"), ask=N_("What has to be put right?"))
declare_question("refuse_task", N_("№{number}: can't do"), ask=N_("Why can't you?"))
declare_question("reopen", N_("№{number}: reopening"), ask=N_("Why is it reopened?"))
declare_question("complain", N_("№{number}: complaint"), ask=N_("What is the complaint?"))
declare_question("order_address", N_("№{number}: address"), ask=N_("Where shall we come to?"))
declare_question("note", N_("№{number}: note"), ask=N_("Only colleagues will see the note."))


def _deal_reason(action: DealAction, key: str) -> Finish:
    async def finish(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
        said: dict[str, Any] = {key: filled.text("text")}
        await act_on_deal(unit, actor, action=action, id=filled.id, **said)
        show_order(unit, filled)

    return finish


for _name, _action, _key in (
    ("findings", DealAction.REPORT, "findings"),
    ("refuse", DealAction.REFUSE, "reason"),
    ("cancel", DealAction.CANCEL, "reason"),
    ("rework", DealAction.REWORK, "reason"),
    ("refuse_task", DealAction.REFUSE_TASK, "reason"),
    ("reopen", DealAction.REOPEN, "reason"),
    ("complain", DealAction.COMPLAIN, "text"),
    ("order_address", DealAction.SET_ADDRESS, "address"),
    ("note", DealAction.NOTE, "text"),
):
    finishes(_name)(_deal_reason(_action, _key))
