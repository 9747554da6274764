"""The three real lists come in as their owners meant them, and no row of any list is lost."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import Refused
from crm.money import CURRENCIES, RUB, ZERO, Money
from crm.price_list import PriceItem, PriceKind, hour_price
from crm.price_sheet import Reading, SheetRow, SkipReason, read_price_list
from crm.price_table import read_table

LISTS = Path(__file__).parents[1] / "data" / "price_lists"


def real(name: str, currency: str = "RUB") -> list[SheetRow]:
    return read_price_list((LISTS / name).read_bytes(), CURRENCIES[currency])


def items(rows: list[SheetRow]) -> list[PriceItem]:
    return [item for row in rows for item in row.items]


def rows_of(text: str) -> list[SheetRow]:
    return read_price_list(text.encode())


def reasons(rows: list[SheetRow]) -> list[tuple[int, SkipReason]]:
    return [(row.number, row.reason) for row in rows if row.reason]


def test_televisions() -> None:
    rows = real("televisions_cp1251.csv")
    assert [row.reading for row in rows] == [Reading.TITLE, Reading.TITLE, Reading.HEADER] + [Reading.ITEM] * 17
    found = items(rows)
    assert {item.kind for item in found} == {PriceKind.FIXED}
    assert found[0].title == "Техническое обслуживание ТВ ч/б изображения"
    assert found[0].price == Money(15_000)
    assert found[3].title == "Ремонт ТВ ч/б изображения лампово-полупроводниковых"
    assert found[3].raw_title == "*Ремонт ТВ ч/б изображения лампово-полупроводниковых"
    assert found[5].raw_title.endswith("изображения*")
    assert sum(item.price.amount for item in found if item.price) == 557_000


def test_washing_machines() -> None:
    rows = real("washing_machines_norm_hours.csv")
    found = items(rows)
    assert Counter(item.kind for item in found) == {
        PriceKind.FREE: 1,
        PriceKind.NORM_HOURS: 17,
        PriceKind.PERCENT: 1,
        PriceKind.PER_UNIT: 2,
        PriceKind.COEFFICIENT: 5,
    }
    assert [(row.number, row.items[0].hours_low) for row in rows if row.hours_assumed] == [
        *((number, Decimal("1.5")) for number in range(14, 20)),
        *((number, Decimal(2)) for number in range(20, 28)),
    ]
    assert hour_price(found) == Money(90_000)
    assert (found[1].hours_low, found[1].hours_high, found[1].raw) == (Decimal("0.5"), Decimal(2), "0,5-2 нормо-часа")
    assert (found[4].percent, found[4].unit) == (Decimal(50), "от цены нового")
    assert (found[6].price, found[6].unit) == (Money(4_000), "км")
    assert (found[7].factor, found[7].category, found[7].short_title) == (Decimal("1.8"), "коэффициент", "премиум-бренд")
    assert (found[-1].category, found[-1].short_title) == ("стиральная машина, категория 2", "замена ТЭНа")
    assert not reasons(rows)


def test_telephones() -> None:
    rows = real("telephones_two_tariffs.tsv", "BYN")
    found = items(rows)
    assert [row.number for row in rows if row.reading is Reading.HEADING] == [4]
    assert {item.tariff for item in found} == {"2 и 3 класс сложности", "0 и 1 класс сложности"}
    assert (found[0].price, found[1].price) == (Money(960), Money(1_140))
    first = next(item for item in found if item.title == "Первый уровень сложности")
    assert (first.category, first.price) == ("Ремонт шнуровых телефонных аппаратов, за услугу", Money(264))
    assert next(item for item in found if item.title.startswith("Ремонт после попадания")).category == ""
    assert [item.tariff for item in found if item.title.startswith("Тестирование")] == ["0 и 1 класс сложности"]
    assert hour_price(found) == Money(3_312)
    assert (found[-1].kind, found[-1].unit, found[-1].price) == (PriceKind.PER_UNIT, "сутки", Money(60))
    assert not any(row.hours_assumed for row in rows)
    assert len(found) == 19


def test_what_is_skipped_says_why() -> None:
    long = "Ж" * 301
    rows = rows_of(f"№;Услуга;Цена\n1;Чистка;900\n2;Пыль;\n3;;500\n4;Масло;как пойдёт\n5;{long};5\n6;***;5\n;Прочее;\n")
    assert reasons(rows) == [
        (3, SkipReason.NO_PRICE),
        (4, SkipReason.NO_TITLE),
        (5, SkipReason.UNREADABLE_PRICE),
        (6, SkipReason.TITLE_TOO_LONG),
        (7, SkipReason.NO_TITLE),
        (8, SkipReason.NO_PRICE),
    ]


def test_headings_and_repeated_headers() -> None:
    rows = rows_of("Услуга;Цена\nНоутбуки;\nЧистка;900\nУслуга;Цена\nТелефоны;\nЧистка;500\n")
    assert [(item.category, item.price) for item in items(rows)] == [("Ноутбуки", Money(90_000)), ("Телефоны", Money(50_000))]
    assert [row.number for row in rows if row.reading is Reading.HEADER] == [1, 4]


def test_a_heading_may_stand_in_the_numbering_column() -> None:
    rows = rows_of("№;Услуга;Цена\nНоутбуки;;\n1;Чистка;900\n2;Пыль;100\n")
    assert [item.category for item in items(rows)] == ["Ноутбуки", "Ноутбуки"]


def test_a_unit_column_and_a_category_column() -> None:
    rows = rows_of("Раздел;Услуга;Ед.;Цена\nВыезд;За город;км;40\nВыезд;По городу;услуга;500\n")
    assert [(item.kind, item.unit, item.category) for item in items(rows)] == [
        (PriceKind.PER_UNIT, "км", "Выезд"),
        (PriceKind.FIXED, "", "Выезд"),
    ]


def test_one_unreadable_tariff_is_kept_as_words() -> None:
    found = items(rows_of("Service;Price A;Price B\nCleaning;900;see below\nDiagnosis;0;free\n"))
    assert [(item.kind, item.tariff, item.raw) for item in found[:2]] == [
        (PriceKind.FIXED, "A", "900"),
        (PriceKind.UNKNOWN, "B", "see below"),
    ]
    assert [item.price for item in found[2:]] == [ZERO, ZERO]


def test_without_columns_all_rows_are_shown() -> None:
    assert reasons(rows_of("Cleaning is cheap\nDust too\n")) == [(1, SkipReason.NO_COLUMNS), (2, SkipReason.NO_COLUMNS)]


def test_small_money_is_not_hours_without_both_signs() -> None:
    assert items(rows_of("Service;Price\nNorm-hour;900\nScrew;1,5\n"))[1].kind is PriceKind.FIXED
    assert items(rows_of("Service;Price\nCleaning;1 norm-hour\nScrew;1,5\n"))[1].kind is PriceKind.FIXED
    spoken = items(rows_of("Service;Price\nNorm-hour;900\nCleaning;1 norm-hour\nBelt;1.5\nBoard;3000\nScrew;1.1\n"))
    assert [item.kind for item in spoken[2:]] == [PriceKind.NORM_HOURS, PriceKind.FIXED, PriceKind.FIXED]


CELLS = st.sampled_from(
    [
        "",
        " ",
        "Чистка",
        "Cleaning",
        "услуга",
        "цена",
        "№",
        "900",
        "1,5",
        "1",
        "1.1",
        "*",
        "бесплатно",
        "50%",
        "от 500",
        "Norm-hour",
        '"',
        "—",
        "код",
    ]
) | st.text(max_size=8)
FILES = st.lists(st.lists(CELLS, max_size=5).map(";".join), max_size=12).map("\n".join)


@given(FILES | st.text(max_size=200))
def test_nothing_is_lost(text: str) -> None:
    data = text.encode("utf-8", "replace")
    try:
        table = read_table(data)
    except Refused:
        return
    rows = read_price_list(data, RUB)
    assert [(row.number, row.text) for row in rows] == [(row.number, row.text) for row in table]
    for row in rows:
        assert (row.reading is Reading.ITEM) == bool(row.items)
        assert (row.reading is Reading.SKIPPED) == (row.reason is not None)


@pytest.mark.parametrize("name", ["televisions_cp1251.csv", "washing_machines_norm_hours.csv", "telephones_two_tariffs.tsv"])
def test_every_line_of_the_real_lists_is_accounted_for(name: str) -> None:
    lines = (LISTS / name).read_bytes().splitlines()
    assert [row.number for row in real(name)] == list(range(1, len(lines) + 1))
