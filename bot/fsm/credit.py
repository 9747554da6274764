"""Dialogues of a client's terms: credit, and the sum he agreed to beforehand."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import AMOUNT, show_order
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.use_cases.credit import Credit, agree_limit, set_credit

YES, NO = "yes", "no"
GIVEN = Question(
    "given", N_("May the client take the things before paying?"), "choice", ((YES, N_("✅ On credit")), (NO, N_("🚫 No credit")))
)
TERMS = (("5", N_("5 bank days")), ("10", N_("10 bank days")), ("15", N_("15 bank days")), ("30", N_("30 bank days")))
DAYS = Question("days", N_("How long may the payment take?"), "choice", TERMS, only_if=("given", YES))
LIMIT = replace(AMOUNT, ask=N_("Up to which debt? Skip it for no limit."), optional=True, only_if=("given", YES))
AGREED = replace(AMOUNT, ask=N_("Up to which sum need estimates no approval? Skip it to ask each time."), optional=True)

declare(Form("credit", N_("№{number}: credit"), (GIVEN, DAYS, LIMIT)))
declare(Form("agreed_limit", N_("№{number}: agreed limit"), (AGREED,)))


@finishes("credit")
async def colleague_sets_credit(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    credit = Credit(int(filled.text("amount") or 0), int(filled.text("days"))) if filled.text("given") == YES else None
    await set_credit(unit, actor, order_id=filled.id, credit=credit)
    show_order(unit, filled, screen="credit")


@finishes("agreed_limit")
async def colleague_agrees_limit(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await agree_limit(unit, actor, order_id=filled.id, amount=int(filled.text("amount") or 0))
    show_order(unit, filled, screen="credit")
