"""Dialogues of saying no in one's own words: a client's reason, a request that is refused, a time that an engineer cannot keep."""

from __future__ import annotations

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.cards.reasons import NOT_THEN, as_choices
from bot.fsm.asking import declare_question, show_order
from bot.fsm.form import Filled, finishes
from bot.fsm.work import read_time
from bot.ports import BotUnit
from crm.actor import Actor
from crm.deal import DealAction
from crm.intents import Refresh, Say
from crm.use_cases.deals import act_on_deal
from crm.use_cases.leads import reject_lead
from crm.use_cases.times import offer_another

declare_question("why_declined", N_("№{number}: estimate declined"), ask=N_("What did not suit you? A word is enough."))
declare_question("reject_lead", N_("№{number}: refusing"), ask=N_("Why do we refuse?"))
declare(
    Form(
        "counter_offer",
        N_("№{number}: not at this time"),
        (
            Question("reason", N_("Why not then? Choose or write."), choices=as_choices(NOT_THEN)),
            Question("text", N_("Which time do you offer? E.g. fri 14:00 or 27.11 14-16"), "time"),
        ),
    )
)


@finishes("why_declined")
async def client_says_why(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await act_on_deal(unit, actor, action=DealAction.EXPLAIN, id=filled.id, reason=filled.text("text"))
    unit.say(Say("thanks_for_reason"), Refresh(f"estimate_sent:{filled.id}"))


@finishes("reject_lead")
async def colleague_rejects_with_reason(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await reject_lead(unit, actor, id=filled.id, reason=filled.text("text"))
    show_order(unit, filled)


@finishes("counter_offer")
async def engineer_offers_another_time(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    """The dispatcher hears why, the client is asked about the new time at once (flows: PROPOSE, RESCHEDULE)."""
    slot = read_time(unit, filled.text("text"))
    await offer_another(unit, actor, id=filled.id, slot=slot, reason=filled.text("reason"))
    show_order(unit, filled)
