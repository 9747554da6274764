"""Where the actions of an order are drawn: every stage has its own, and nothing is drawn that leads nowhere."""

from __future__ import annotations

from bot.cards.order_layout import FORMS, GROUPS, HIDDEN, NEAR, SCREENS
from crm.deal import DealStage


def test_every_stage_has_buttons_of_its_own() -> None:
    assert set(NEAR) == set(DealStage)
    assert [stage for stage, actions in NEAR.items() if not actions] == []


def test_an_action_asks_in_one_way() -> None:
    assert SCREENS.keys() & FORMS.keys() == set()


def test_an_action_stands_behind_more_once() -> None:
    grouped = [action for group in GROUPS for action in group]
    assert len(grouped) == len(set(grouped))


def test_what_is_reached_elsewhere_is_not_near() -> None:
    near = {action for actions in NEAR.values() for action in actions}
    assert [action for action in near & HIDDEN if action != "warn"] == []
