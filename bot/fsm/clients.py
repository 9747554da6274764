"""Dialogues of a client's card."""

from __future__ import annotations

from bot.cards.form import Form, declare
from bot.cards.labels import N_
from bot.fsm.asking import PHONE, declare_question, show_order
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.use_cases.clients import add_phone, change_client

declare_question("client_name", N_("№{number}: client's name"), ask=N_("What is the client's name?"))
declare_question("client_address", N_("№{number}: client's address"), ask=N_("What is the client's address?"))
declare(Form("client_phone", N_("№{number}: client's phone"), (PHONE,)))


@finishes("client_name")
async def colleague_names_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_client(unit, actor, client_id=int(filled.arg), name=filled.text("text"))
    show_order(unit, filled)


@finishes("client_address")
async def colleague_writes_address(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_client(unit, actor, client_id=int(filled.arg), address=filled.text("text"))
    show_order(unit, filled)


@finishes("client_phone")
async def colleague_adds_phone(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await add_phone(unit, actor, client_id=int(filled.arg), phone=filled.text("phone"))
    show_order(unit, filled)
