"""Days as people name them, in their own language and in English."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.cards.typed_days import days_ahead, in_english
from bot.words import Words
from crm.money import RUB
from crm.settings import WEEKS
from crm.typed_week import read_week

TUESDAY = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


def words(language: str) -> Words:
    return Words(language, ZoneInfo("Europe/Moscow"), RUB, TUESDAY)


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("ru", "Пн-Пт 9-20, Сб 10-16", "mon-fri 9-20, sat 10-16"),
        ("ru", "понедельник–четверг 9:30-18, пятница 9-17", "mon–thu 9:30-18, fri 9-17"),
        ("ru", "будни 9-18; выходные 10-15", "weekdays 9-18; weekend 10-15"),
        ("ru", "ежедневно 9-21, вс выходной", "daily 9-21, sun off"),
        ("ru", "Вт 9-18, ср закрыто, воскр 10-14", "tue 9-18, wed off, sun 10-14"),
        ("ru", "Mon-Fri 9-20", "mon-fri 9-20"),
        ("en", "Monday-Thurs 9-20, Su shut", "mon-thu 9-20, sun off"),
        ("en", "Пн 9-20", "пн 9-20"),
        ("en", "m 9-20 noon", "m 9-20 noon"),
    ],
)
def test_days_of_a_week_in_words(language: str, typed: str, meant: str) -> None:
    assert in_english(typed, words(language)) == meant


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_day_has_its_distance_from_today(language: str) -> None:
    ahead = days_ahead(words(language))
    _ = words(language)
    assert (ahead[_("today")], ahead[_("tomorrow")], ahead["today"]) == (0, 1, 0)
    assert sorted(set(ahead.values())) == list(range(7))


def test_russian_hours_are_a_week() -> None:
    typed = in_english("Пн-Пт 9-20, Сб 10-16", words("ru"))
    assert read_week(typed, WEEKS["7x12"]) == WEEKS["5x11+6"]
