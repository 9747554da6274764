"""The bot's wiring: a misnamed parameter, a button to nowhere and a screen that no button reaches fail here, not in a chat."""

from __future__ import annotations

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, Message

from bot.assembly import build_dispatcher
from bot.callbacks import Do
from bot.cards.form import FORMS
from bot.cards.order_layout import FORMS as ACTION_FORMS
from bot.cards.order_layout import SCREENS as ACTION_SCREENS
from bot.deeds import DEEDS
from bot.filters import IsKey
from bot.fsm.form import FINISHES, PREPARES
from bot.screens import SCREENS
from bot.speech import PLANNERS
from crm.intents import Intent
from tests.bot.wiring import all_handlers, named, spoken, unprovided

HANDLERS = list(all_handlers(build_dispatcher()))
FLOW_SCREENS = {name for name in SCREENS if name.startswith("client_")}
"""Drawn by a notice of the same name; `tests/crm/test_notices.py` holds the two together."""


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda handler: handler.callback.__name__)
def test_everything_a_handler_asks_for_is_provided(handler: HandlerObject) -> None:
    assert unprovided(handler) == set()


def test_a_misnamed_parameter_is_found() -> None:
    router = Router()

    @router.message(CommandStart())
    async def person_starts(_message: Message, comand: object) -> None: ...

    @router.message(IsKey())
    async def person_presses_key(_message: Message, kye: str) -> None: ...

    @router.callback_query(Do.filter())
    async def person_does(_query: CallbackQuery, callback_data: Do, *, key: str) -> None: ...

    assert [unprovided(handler) for handler in all_handlers(router)] == [{"comand"}, {"kye"}, {"key"}]


def test_every_button_leads_somewhere() -> None:
    assert named("go") <= set(SCREENS)
    assert named("Show") <= set(SCREENS)
    assert named("begin") <= set(FORMS)
    assert named("do") <= {*DEEDS, "take_next"}


def test_every_form_ends_in_a_deed() -> None:
    assert set(FINISHES) == set(FORMS)
    assert set(PREPARES) <= set(FORMS)


def test_everything_registered_is_reached() -> None:
    """By a name said somewhere beside its registration; the crawl presses the buttons themselves."""
    reached = spoken() | set(ACTION_SCREENS.values()) | set(ACTION_FORMS.values())
    assert set(SCREENS) - reached - FLOW_SCREENS == set()
    assert set(FORMS) - reached == set()
    assert set(DEEDS) - reached == set()


def test_every_intent_can_be_carried_out() -> None:
    """A toast is answered from memory; whatever else can be said has its planner."""
    said = {kind.__name__.lower() for kind in Intent.__args__}
    assert said - {"toast"} == set(PLANNERS)
