"""A price in a cell is read into its kind, or said to be unreadable."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.money import RUB, ZERO, Money
from crm.price_cell import CellPrice, in_context, is_blank, names_norm_hour, plain_number, read_cell, unit_of_title
from crm.price_list import PriceKind

FIXED = CellPrice(PriceKind.FIXED, price=Money(90_000))


def hours(low: str, high: str) -> CellPrice:
    return CellPrice(PriceKind.NORM_HOURS, hours_low=Decimal(low), hours_high=Decimal(high))


def between(low: int | None, high: int | None, unit: str = "") -> CellPrice:
    ends = [None if end is None else Money(end * 100) for end in (low, high)]
    return CellPrice(PriceKind.FROM_TO, low=ends[0], high=ends[1], unit=unit)


def per(price: int, unit: str) -> CellPrice:
    return CellPrice(PriceKind.PER_UNIT, price=Money(price * 100), unit=unit)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("900", FIXED),
        ("900 руб.*", FIXED),
        ("900 руб. за услугу", FIXED),
        ("9,60", CellPrice(PriceKind.FIXED, price=Money(960))),
        ("бесплатно", CellPrice(PriceKind.FREE, price=ZERO)),
        ("Free", CellPrice(PriceKind.FREE, price=ZERO)),
        ("0,00", CellPrice(PriceKind.FREE, price=ZERO)),
        ("бесплатно при ремонте", CellPrice(PriceKind.UNKNOWN)),
        ("договорная", CellPrice(PriceKind.UNKNOWN)),
        ("по договорённости", CellPrice(PriceKind.UNKNOWN)),
        ("on request", CellPrice(PriceKind.UNKNOWN)),
        ("0,5-2 нормо-часа", hours("0.5", "2")),
        ("1 нормо-час", hours("1", "1")),
        ("1,5 н/ч", hours("1.5", "1.5")),
        ("2 hours", hours("2", "2")),
        ("50% от цены нового", CellPrice(PriceKind.PERCENT, percent=Decimal(50), unit="от цены нового")),
        ("40 руб/км", per(40, "км")),
        ("40 руб. за 1 км", per(40, "км")),
        ("900 ₽/нормо-час", per(900, "нормо-час")),
        ("500 per hour", per(500, "hour")),
        ("500-900", between(500, 900)),
        ("500 — 1 900 руб.", between(500, 1900)),
        ("от 500 до 900 ₽", between(500, 900)),
        ("от 500", between(500, None)),
        ("до 900", between(None, 900)),
        ("from 500 to 900", between(500, 900)),
        ("от 500 руб/час", between(500, None, "час")),
        ("x1,5", CellPrice(PriceKind.COEFFICIENT, factor=Decimal("1.5"))),
        ("×2", CellPrice(PriceKind.COEFFICIENT, factor=Decimal(2))),
    ],
)
def test_kinds(text: str, price: CellPrice) -> None:
    assert read_cell(text, RUB) == price


@pytest.mark.parametrize("text", ["", "смотри прайс", "900-500", "2-1 нормо-часа", "12/05/2024", "500 $", "900 и ещё 100", "от", "1/"])
def test_unreadable(text: str) -> None:
    assert read_cell(text, RUB) is None


@given(st.text(max_size=40))
def test_any_cell_is_read_or_refused(text: str) -> None:
    price = read_cell(text, RUB)
    assert price is None or price.kind in PriceKind
    assert not is_blank(text) or price is None


def test_a_title_tells_the_kind() -> None:
    plain = CellPrice(PriceKind.FIXED, price=Money(180))
    assert in_context(plain, "1,8", title="Коэффициент: встройка") == CellPrice(PriceKind.COEFFICIENT, factor=Decimal("1.8"))
    assert in_context(FIXED, "900", title="нормо-час (до получаса)") == per(900, "нормо-час")
    assert in_context(FIXED, "900", title="Прокат аппарата, за сутки*") == per(900, "сутки")
    assert in_context(FIXED, "900", title="Диагностика, за услугу") == FIXED
    assert in_context(between(1, 2), "1-2", title="Прокат, за сутки") == between(1, 2)


def test_the_norm_hour_itself() -> None:
    assert names_norm_hour("Стоимость нормо-часа, за час")
    assert names_norm_hour("Norm-hour")
    assert not names_norm_hour("Ремонт до двух нормо-часов")
    assert not names_norm_hour("Ремонт")
    assert unit_of_title("Выезд, за км") == "км"
    assert unit_of_title("Ремонт за городом") == ""


def test_bare_numbers_and_blanks() -> None:
    assert plain_number(" 1,5 ") == Decimal("1.5")
    assert plain_number("1,5 руб") is None
    assert is_blank(" — ")
    assert not is_blank("0")
