"""What dialogues of the staff share: a form of one question, and the way back to the order's card."""

from __future__ import annotations

from bot.cards.form import Form, Question, declare
from bot.cards.labels import ANSWERED_BY, N_
from bot.fsm.form import Filled
from bot.ports import BotUnit
from crm.intents import Show

PHONE = Question("phone", N_("The client's phone"), "typed_phone", wrong=N_("This does not look like a phone. Example: +7 916 123-45-67."))
AMOUNT = Question("amount", N_("How much?"), "amount", wrong=N_("This is not a sum. Example: 1500 or 1500.50."))

HOW = Question("how", N_("How did the client say it?"), "choice", tuple((str(how), label) for how, label in ANSWERED_BY.items()))
"""One tap: by what road an answer came that staff record for the client (B3)."""


def declare_question(name: str, title: str, *, ask: str) -> None:
    """A form of one question, answered by text under the key `text`."""
    declare(Form(name, title, (Question("text", ask),)))


RETURNS = frozenset({"order", "client", "choose_dispatcher"})
"""Screens of an order from which a form may be begun and to which it comes back."""


def show_order(unit: BotUnit, filled: Filled, *, screen: str = "order") -> None:
    """The order again, at the bottom: the screen that the form was begun from, else its own."""
    unit.say(Show(filled.then if filled.then in RETURNS else screen, {"id": filled.id}, slot=f"order:{filled.id}", anew=True))
