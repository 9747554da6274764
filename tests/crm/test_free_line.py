"""A free line is read as screen D4 shows it; what has no sound reading is refused (R45)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.free_line import MAX_TITLE, FreeLine, parse_free_line
from crm.money import CURRENCIES, MAX_AMOUNT, Money


@pytest.mark.parametrize(
    ("text", "title", "quantity", "price"),
    [
        ("Чистка 900", "Чистка", "1", 90_000),
        ("Чистка 2 x 450", "Чистка", "2", 45_000),
        ("Чистка 2 х 450", "Чистка", "2", 45_000),
        ("Чистка 2Х450", "Чистка", "2", 45_000),
        ("Cleaning 2x450", "Cleaning", "2", 45_000),
        ("Cleaning 2*450", "Cleaning", "2", 45_000),
        ("Чистка разъёма 2 × 450,50", "Чистка разъёма", "2", 45_050),
        ("Кабель 1,5 м x 120р", "Кабель", "1.5", 12_000),
        ("Винты 10 шт. x 5 руб.", "Винты", "10", 500),
        ("Замена клавиатуры 3 200 ₽", "Замена клавиатуры", "1", 320_000),
        ("Замена клавиатуры — 3200", "Замена клавиатуры", "1", 320_000),
        ("Диагностика: 500", "Диагностика", "1", 50_000),
        ("Диагностика=500", "Диагностика", "1", 50_000),
        ("Диагностика бесплатно", "Диагностика", "1", 0),
        ("Экран 15 дюймов 2 x 4 500", "Экран 15 дюймов", "2", 450_000),
        ("Кабель 3x2.5 900", "Кабель 3x2.5", "1", 90_000),
        ("iPhone 12 4500", "iPhone 12", "1", 450_000),
    ],
)
def test_readings(text: str, title: str, quantity: str, price: int) -> None:
    assert parse_free_line(text) == FreeLine(title, Decimal(quantity), Money(price))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Чистка",
        "900",
        "2 x 450",
        "Чистка 0 x 450",
        "Чистка -900",
        "Чистка 9 км",
        "Чистка $9",
        "Чистка 900\nПыль 100",
        "Ж" * 300 + " 900",
    ],
)
def test_refusals(text: str) -> None:
    assert parse_free_line(text) is None


def test_a_line_in_another_currency() -> None:
    assert parse_free_line("Cleaning 2 x $9.60", CURRENCIES["USD"]) == FreeLine("Cleaning", Decimal(2), Money(960))


TITLES = st.from_regex(r"[А-Яа-яA-Za-z]{3,12}( [а-яa-z]{3,12}){0,3}", fullmatch=True)


@given(TITLES, st.integers(1, 9999), st.integers(0, MAX_AMOUNT), st.sampled_from("xXхХ×*"))
def test_what_is_written_is_read(title: str, quantity: int, price: int, sign: str) -> None:
    line = parse_free_line(f"{title} {quantity} {sign} {price // 100},{price % 100:02}")
    assert line == FreeLine(title, Decimal(quantity), Money(price))


@given(st.text(max_size=MAX_TITLE + 60))
def test_any_text_is_read_or_refused(text: str) -> None:
    line = parse_free_line(text)
    assert line is None or (line.quantity > 0 and line.unit_price >= Money(0) and line.title.strip())
