"""Only a fixed, a free and a per-unit price is exact; for the rest a sum is suggested and asked (R30)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.money import ZERO, Money
from crm.price_list import PriceItem, PriceKind, billed_hours, by_frequency, exact_price, hour_price, normal, suggested_range

HOUR = PriceItem("Norm-hour", PriceKind.PER_UNIT, Money(90_000), unit="нормо-час")
DIAGNOSIS = PriceItem("Diagnosis", PriceKind.NORM_HOURS, hours_low=Decimal("0.5"), hours_high=Decimal("1.6"))


def test_exact_prices() -> None:
    assert exact_price(PriceItem("Cleaning", PriceKind.FIXED, Money(90_000)), Decimal(2)) == Money(180_000)
    assert exact_price(PriceItem("Travel", PriceKind.PER_UNIT, Money(4_000), unit="km"), Decimal("12.5")) == Money(50_000)
    assert exact_price(PriceItem("Diagnosis", PriceKind.FREE, Money(0)), Decimal(3)) == ZERO


@pytest.mark.parametrize("kind", [PriceKind.FROM_TO, PriceKind.NORM_HOURS, PriceKind.PERCENT, PriceKind.COEFFICIENT, PriceKind.UNKNOWN])
def test_other_prices_are_asked(kind: PriceKind) -> None:
    item = PriceItem("Repair", kind, Money(1))
    assert exact_price(item) is None
    assert not item.is_exact


def test_suggestions() -> None:
    assert suggested_range(DIAGNOSIS, hour_price([DIAGNOSIS, HOUR])) == (Money(45_000), Money(180_000))
    assert suggested_range(DIAGNOSIS, None) is None
    between = PriceItem("Repair", PriceKind.FROM_TO, low=Money(100), high=Money(300))
    assert suggested_range(between, None) == (Money(100), Money(300))
    assert suggested_range(replace(between, high=None), None) == (Money(100), Money(100))
    assert suggested_range(HOUR, None) is None


def test_a_hidden_hour_has_no_price() -> None:
    assert hour_price([replace(HOUR, archived=True)]) is None


@given(st.decimals(0, 100, places=2))
def test_hours_are_billed_by_halves(hours: Decimal) -> None:
    billed = billed_hours(hours)
    assert billed % Decimal("0.5") == 0
    assert 0 <= billed - hours < Decimal("0.5")


def test_the_frequent_come_first_and_the_hidden_never() -> None:
    items = [HOUR, replace(HOUR, title="b", uses=3), replace(HOUR, title="c", uses=9, archived=True), replace(HOUR, title="d", uses=3)]
    assert [item.title for item in by_frequency(items)] == ["b", "d", "Norm-hour"]


def test_a_short_title_leaves_out_the_category() -> None:
    belt = PriceItem("Washing machine, category 1: belt", PriceKind.FIXED, category="Washing machine, category 1")
    assert belt.short_title == "belt"
    assert replace(belt, category="Belts").short_title == belt.title
    assert replace(belt, category="").short_title == belt.title


def test_stars_case_and_dots_make_no_other_item() -> None:
    assert normal("*Ремонт ТВ  ч/б.*") == normal("ремонт тв ч/б") == "ремонт тв ч б"
    assert normal("Съёмка") == normal("съемка")
    assert normal("***") == ""
