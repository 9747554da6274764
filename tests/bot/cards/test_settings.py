"""Settings on cards: the hours that are shown are words that can be typed back."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import pack
from bot.cards.settings import SETTINGS, WEEK_NAMES, days_text, setting_card, settings_card, value_of, week_text, wizard_card
from bot.cards.typed_days import in_english
from bot.words import Words
from crm.money import RUB
from crm.settings import READERS, SETUP, WEEKS
from crm.shop import Shop
from crm.typed_week import SHORTEST, read_week

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
SPANS = st.tuples(st.integers(0, 1440), st.integers(0, 1440)).map(sorted).filter(lambda span: span[1] - span[0] >= SHORTEST)
WEEK = st.lists(st.one_of(SPANS, st.just([0, 0])), min_size=7, max_size=7).filter(lambda week: any(day != [0, 0] for day in week))


def words(language: str) -> Words:
    return Words(language, ZoneInfo("Europe/Moscow"), RUB, NOW)


@given(WEEK, st.sampled_from(["ru", "en"]))
def test_hours_are_shown_as_they_can_be_typed(week: list[list[int]], language: str) -> None:
    _ = words(language)
    assert read_week(in_english(days_text(week, _), _), WEEKS["always"]) == week


def test_days_with_the_same_hours_stand_together() -> None:
    assert days_text([[540, 1200]] * 3 + [[0, 0], [540, 1200], [570, 960], [0, 0]], words("en")) == "Mon–Wed 9–20, Fri 9–20, Sat 9:30–16"
    assert days_text([[0, 0]] * 7, words("en")) == "—"


def test_ready_hours_have_a_name_and_say_what_they_are() -> None:
    assert set(WEEK_NAMES) == set(WEEKS)
    for key in ("5x9", "6x11", "5x11+6"):
        assert week_text(WEEKS[key], words("en")) == days_text(WEEKS[key], words("en")) == WEEK_NAMES[key]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_setting_is_shown_can_be_read_and_its_ready_answers_are_accepted(language: str) -> None:
    shop, _ = Shop(), words(language)
    assert set(SETTINGS) <= set(READERS)
    assert set(SETUP) <= set(SETTINGS)
    shown = "\n".join(str(line) for line in settings_card(shop, _).lines)
    for key, setting in SETTINGS.items():
        assert value_of(key, shop, _=_) in shown
        for value, _label in setting.choices:
            READERS[key](value, shop)
        card = setting_card(key, shop, languages=("ru", "en"), _=_)
        assert all(pack(button.press) for row in card.rows for button in row)


@pytest.mark.parametrize("key", SETUP)
def test_a_step_of_the_wizard_has_a_way_on_and_marks_what_is_there(key: str) -> None:
    labels = [button.label for row in wizard_card(key, Shop(), languages=("ru", "en"), _=words("en")).rows for button in row]
    assert {"Skip", "✅ Keep the rest as it is"} <= set(labels)
    marked = [label for label in labels if label.startswith("✅ ") and label != "✅ Keep the rest as it is"]
    assert len(marked) == (0 if key in ("name", "address") else 1)
