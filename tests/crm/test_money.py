"""Money is exact, and an amount is read as people write it or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.money import CURRENCIES, MAX_AMOUNT, RUB, ZERO, Currency, Money, parse_amount, total_of

AMOUNTS = st.integers(0, MAX_AMOUNT)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("4 500", 450_000),
        ("4\u00a0500", 450_000),
        ("4\u202f500,00", 450_000),
        ("9,60", 960),
        ("9,6", 960),
        ("0", 0),
        ("1 200.50 ₽", 120_050),
        ("1,200.50", 120_050),
        ("1.200,50", 120_050),
        ("1,200", 120_000),
        ("12'000", 1_200_000),
        ("4500р", 450_000),
        ("4500 руб.", 450_000),
        ("500 рублей", 50_000),
        ("RUB 500", 50_000),
        (" 7 Р. ", 700),
    ],
)
def test_amounts_as_people_write_them(text: str, minor: int) -> None:
    assert parse_amount(text) == minor


@pytest.mark.parametrize(
    "text", ["", "р", "-500", "−500", "4 50", "12 3456", "0,500", "1,2,3", "1e5", "٣", "$5", "5 км", "9" * 30, "12.5.1"]
)
def test_doubtful_amounts_are_not_guessed(text: str) -> None:
    assert parse_amount(text) is None


def test_each_currency_knows_its_own_marks() -> None:
    assert parse_amount("$5", CURRENCIES["USD"]) == 500
    assert parse_amount("5 zł", CURRENCIES["PLN"]) == 500
    assert parse_amount("33,12 руб", CURRENCIES["BYN"]) == 3312
    assert parse_amount("¥500", CURRENCIES["JPY"]) == 500
    assert parse_amount("500.5", CURRENCIES["JPY"]) is None
    assert parse_amount("500 XXX", Currency("XXX")) is None


@given(AMOUNTS)
def test_what_is_shown_is_read_back(amount: int) -> None:
    for currency in CURRENCIES.values():
        shown = f"{currency.major(Money(amount)):,.{currency.digits}f}".replace(",", "\u00a0")
        assert parse_amount(shown, currency) == amount
        assert parse_amount(shown.replace(".", ","), currency) == amount


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    amount = parse_amount(text)
    assert amount is None or 0 <= amount <= MAX_AMOUNT


@given(st.lists(st.integers(-MAX_AMOUNT, MAX_AMOUNT)))
def test_sums_are_whole(amounts: list[int]) -> None:
    assert total_of(map(Money, amounts)) == Money(sum(amounts))


@given(st.integers(-MAX_AMOUNT, MAX_AMOUNT), st.integers(-MAX_AMOUNT, MAX_AMOUNT))
def test_arithmetic_agrees_with_numbers(a: int, b: int) -> None:
    assert Money(a) + Money(b) - Money(b) == Money(a) == -(-Money(a))
    assert (Money(a) < Money(b)) == (a < b)
    assert bool(Money(a)) == (a != 0)


@given(AMOUNTS, st.decimals(0, 10_000, places=3))
def test_a_product_is_off_by_at_most_half_a_kopeck(amount: int, quantity: Decimal) -> None:
    off = Decimal(Money(amount).times(quantity).amount) - amount * quantity
    assert Decimal("-0.5") < off <= Decimal("0.5")


def test_half_is_rounded_away_from_zero() -> None:
    assert Money(5).times(Decimal("0.5")) == Money(3)
    assert Money(-5).times(Decimal("0.5")) == Money(-3)
    assert Money(4).times(Decimal("0.1")) == ZERO


def test_money_is_never_a_float() -> None:
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]  # the mistake under test
    assert RUB.major(Money(123)) == Decimal("1.23")
