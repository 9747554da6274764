"""Dialogues of a client's card."""

from __future__ import annotations

from bot.cards.form import Form, Question, declare
from bot.cards.labels import N_
from bot.fsm.asking import PHONE, declare_question, show_order
from bot.fsm.form import Filled, finishes
from bot.ports import BotUnit
from crm.actor import Actor
from crm.intents import Show
from crm.use_cases.clients import add_email, add_phone, change_client, set_company

declare_question("client_name", N_("№{number}: client's name"), ask=N_("What is the client's name?"))
declare_question("client_address", N_("№{number}: client's address"), ask=N_("What is the client's address?"))
MAIL = Question(
    "text", N_("What is the client's e-mail?"), "email", wrong=N_("This does not look like an e-mail. Example: anna@example.com.")
)
declare(Form("client_email", N_("№{number}: client's e-mail"), (MAIL,)))
declare(
    Form(
        "client_company",
        N_("№{number}: client's company"),
        (Question("name", N_("What is the company called?")), Question("tax_id", N_("Tax number, if it is known"), optional=True)),
    )
)
declare(Form("client_phone", N_("№{number}: client's phone"), (PHONE,)))


def _show_client(unit: BotUnit, filled: Filled) -> None:
    """Where he was: the order, the client's card in its place, or the card by itself."""
    if filled.id:
        show_order(unit, filled)
    else:
        unit.say(Show("client_card", {"id": int(filled.arg)}, slot=f"client:{filled.arg}", anew=True))


@finishes("client_name")
async def colleague_names_client(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_client(unit, actor, client_id=int(filled.arg), name=filled.text("text"))
    _show_client(unit, filled)


@finishes("client_address")
async def colleague_writes_address(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await change_client(unit, actor, client_id=int(filled.arg), address=filled.text("text"))
    _show_client(unit, filled)


@finishes("client_phone")
async def colleague_adds_phone(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await add_phone(unit, actor, client_id=int(filled.arg), phone=filled.text("phone"))
    _show_client(unit, filled)


@finishes("client_email")
async def colleague_adds_email(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await add_email(unit, actor, client_id=int(filled.arg), email=filled.text("text"))
    _show_client(unit, filled)


@finishes("client_company")
async def colleague_names_company(unit: BotUnit, actor: Actor, *, filled: Filled) -> None:
    await set_company(unit, actor, client_id=int(filled.arg), name=filled.text("name"), tax_id=filled.text("tax_id"))
    _show_client(unit, filled)
