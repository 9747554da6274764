"""Obstacles and their buttons: every sentence about a client has its form, and no table names what does not exist (R41, S13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.assembly import build_dispatcher
from bot.cards.card import Button, Card
from bot.cards.form import FORMS
from bot.cards.obstacles import DEAL_MENDS, LEAD_MENDS, mend_rows, obstacle_card, stands, with_obstacle
from bot.cards.phrases import PHRASES
from bot.screens import SCREENS
from bot.words import Words
from crm.actor import Role, staff_actor
from crm.deal import Deal, DealStage
from crm.deal_flow import DEAL_FLOW
from crm.lead import LEAD_FLOW, Lead, LeadStage
from crm.money import RUB
from crm.shop import Shop
from crm.views import ClientView, LineView, OrderView, Viewer

build_dispatcher()
NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
WORDS = Words("en", ZoneInfo("UTC"), RUB, NOW)


def looks(*roles: Role) -> Viewer:
    return Viewer(1, staff_actor(7, set(roles)), "en", NOW, Shop())


def an_order(stage: DealStage, **values: Any) -> OrderView:
    return OrderView(1001, Lead(1001, 5, "telegram", NOW), ClientView(5), Deal(1001, 5, NOW, stage=stage, **values))


def a_request(**values: Any) -> OrderView:
    return OrderView(1001, Lead(1001, 5, "telegram", NOW, stage=LeadStage.WITH_MANAGER, **values), ClientView(5))


def buttons(name: str, view: OrderView, *roles: Role) -> list[Button]:
    return [button for row in mend_rows(name, view, viewer=looks(*roles), then="order", _=WORDS) for button in row]


def test_the_tables_name_what_there_is() -> None:
    obstacles = {obstacle.name for move in DEAL_FLOW.moves for obstacle in move.unless}
    obstacles |= {obstacle.name for move in LEAD_FLOW.moves for obstacle in move.unless}
    assert {*DEAL_MENDS, *LEAD_MENDS} - obstacles == set()
    assert {*DEAL_MENDS, *LEAD_MENDS} - set(PHRASES) == set()
    mends = [mend for mends in LEAD_MENDS.values() for mend in mends]
    assert {mend.form for mend in mends} - {"", *FORMS} == set()
    assert {mend.screen for mend in mends} - {"", *SCREENS} == set()


def test_every_obstacle_of_a_request_has_its_way_out() -> None:
    assert {obstacle.name for move in LEAD_FLOW.moves for obstacle in move.unless} == set(LEAD_MENDS)


@pytest.mark.parametrize(
    ("name", "press"),
    [
        ("client_name_empty", ("f", "client_name", 1001, "5>order")),
        ("client_contact_empty", ("f", "client_phone", 1001, "5>order")),
        ("need_empty", ("f", "lead_need", 1001, ">order")),
    ],
)
def test_a_form_knows_where_it_comes_back_to(name: str, press: tuple[object, ...]) -> None:
    assert buttons(name, a_request(), Role.MANAGER)[0].press == press


def test_a_mend_is_drawn_for_those_who_may() -> None:
    unpaid = an_order(DealStage.READY, device_here=True, approved_total=900)
    assert stands("balance_due", unpaid, viewer=looks(Role.OPERATOR))
    assert [button.press[1] for button in buttons("balance_due", unpaid, Role.OPERATOR)] == ["payment"]
    assert buttons("balance_due", unpaid, Role.DIRECTOR)[-1].press == ("f", "waive", 1001, "balance_due")
    assert buttons("no_engineer", an_order(DealStage.ESTIMATING), Role.OPERATOR) == []


def test_what_is_mended_stands_no_more() -> None:
    paid = an_order(DealStage.READY, device_here=True, approved_total=900, paid=900)
    assert not stands("balance_due", paid, viewer=looks(Role.OPERATOR))


def test_no_button_is_on_the_card_twice() -> None:
    unpaid = an_order(DealStage.READY, device_here=True, approved_total=900)
    pay = buttons("balance_due", unpaid, Role.OPERATOR)[0]
    card = with_obstacle(Card(("body",), ((pay,),)), "balance_due", view=unpaid, viewer=looks(Role.OPERATOR), _=WORDS)
    assert [button.press for row in card.rows for button in row] == [pay.press]


def test_a_question_that_cannot_be_asked_has_a_way_back() -> None:
    card = obstacle_card("client_unknown", a_request(), viewer=looks(Role.MANAGER), then="order", _=WORDS)
    assert card.rows[-1][-1].press[1] == "order"


def test_a_price_to_be_asked_opens_its_line_alone() -> None:
    lines = (LineView(1, "Cleaning", 900, "1", 900), LineView(2, "Repair", 0, "1", 0, exact=False))
    view = replace(an_order(DealStage.ESTIMATING, estimate_lines=2, estimate_exact=False), lines=lines)
    assert [button.press for button in buttons("price_not_exact", view, Role.DISPATCHER)] == [("f", "asked_price", 1001, "l2")]
