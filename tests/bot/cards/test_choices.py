"""Choices: what the buttons of a question carry fits into them and means what it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.callbacks import pack
from bot.cards.card import Bold, Card
from bot.cards.choices import MAX_OFFERED, free_slots, people_card, time_card
from bot.words import Words
from crm.actor import Role, staff_actor
from crm.deal import Deal
from crm.money import RUB
from crm.shop import Shop
from crm.views import Viewer

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
WORDS = Words("en", ZoneInfo("UTC"), RUB, NOW)
DEAL = Deal(9_999_999, 1, NOW)
VIEWER = Viewer(1, staff_actor(7, {Role.DISPATCHER}), "en", NOW, Shop())


def packed(card: Card) -> list[str]:
    return [pack(button.press) for row in card.rows for button in row]


def test_every_toggle_of_the_times_fits_into_a_button() -> None:
    chosen = ""
    for start, _end in free_slots(VIEWER):
        card = time_card(DEAL, VIEWER, _=WORDS, chosen=chosen)
        press = next(b.press for row in card.rows for b in row if b.label == "⬜ " + WORDS.slot(start, _end))
        chosen = str(press[3])
        assert len(chosen.split(",")) <= MAX_OFFERED
        assert packed(card)


@pytest.mark.parametrize("forged", ["А" * 40, "\u0661" * 20, "9" * 60, "1,2,x|1", "||", "," * 50])
def test_a_forged_choice_of_times_makes_no_button_that_telegram_refuses(forged: str) -> None:
    card = time_card(DEAL, VIEWER, _=WORDS, chosen=forged)
    assert all(len(pack(button.press).encode()) <= 64 for row in card.rows for button in row)


def test_a_marked_time_is_unmarked_by_the_same_button() -> None:
    start, _end = free_slots(VIEWER)[0]
    card = time_card(DEAL, VIEWER, _=WORDS, chosen=str(int(start.timestamp())))
    assert card.rows[0][0].label.startswith("✅")
    assert card.rows[0][0].press[3] == ""


def test_hours_too_short_for_a_visit_offer_nothing() -> None:
    short = replace(VIEWER, shop=Shop(week=[[540, 600]] * 7))
    assert free_slots(short) == []


@pytest.mark.parametrize(("verb", "role"), [("convert", "dispatcher"), ("give_to", "dispatcher"), ("to_manager", "manager")])
def test_who_hands_over_reads_for_which_role(verb: str, role: str) -> None:
    assert people_card(1001, [], viewer=VIEWER, verb=verb, _=WORDS).lines == (Bold(f"№1001: who is the {role}?"),)
