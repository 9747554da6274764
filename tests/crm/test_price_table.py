"""Bytes become a table whatever program wrote them, and columns are found by what they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import Refused
from crm.money import RUB
from crm.price_table import MAX_BYTES, MAX_ROWS, Columns, decode, find_columns, read_table, split_rows

TEXT = "Услуга;Цена\nЧистка;900\n"


def columns(text: str) -> Columns | None:
    return find_columns(read_table(text.encode()), RUB)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("delimiter", ["\t", ";", ",", "|"])
def test_delimiters(delimiter: str) -> None:
    rows = read_table(TEXT.replace(";", delimiter).encode())
    assert [row.cells for row in rows] == [("Услуга", "Цена"), ("Чистка", "900")]


def test_decimal_commas_are_not_delimiters() -> None:
    assert [row.cells for row in read_table(b"Work;Price\nCleaning;9,60\nDust;1,20\n")][1] == ("Cleaning", "9,60")


def test_rows_keep_the_numbers_of_their_lines() -> None:
    rows = read_table(b'Work;Price\r\n\r\n"Cleaning\r\nof dust";900\r\nOil;5\r\n')
    assert [(row.number, row.cells) for row in rows] == [(1, ("Work", "Price")), (3, ("Cleaning of dust", "900")), (5, ("Oil", "5"))]
    assert rows[1].text == "Cleaning of dust | 900"


def test_an_open_quote_swallows_nothing() -> None:
    rows = split_rows('Work;Price\n"TV 32;900\nOil;5', ";")
    assert [row.cells for row in rows] == [("Work", "Price"), ('"TV 32', "900"), ("Oil", "5")]


@pytest.mark.parametrize(
    ("data", "obstacle"),
    [
        (b"", "price_file_empty"),
        (b" \n;;\n", "price_file_empty"),
        (b"PK\x03\x04rest", "price_file_not_text"),
        (b"\xd0\xcf\x11\xe0\x00\x00", "price_file_not_text"),
        (b"a" * (MAX_BYTES + 1), "price_file_too_large"),
        (b"a;1\n" * (MAX_ROWS + 1), "price_file_too_large"),
    ],
)
def test_files_that_are_no_price_lists(data: bytes, obstacle: str) -> None:
    with pytest.raises(Refused) as refused:
        read_table(data)
    assert refused.value.obstacle == obstacle


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    try:
        rows = read_table(data)
    except Refused as refused:
        assert refused.obstacle.startswith("price_file_")
    else:
        assert all(any(row.cells) for row in rows)
        assert [row.number for row in rows] == sorted({row.number for row in rows})


def test_columns_named_by_a_header() -> None:
    found = columns("Our prices;;;;;\n№ п/п;Код;Раздел;Наименование услуг;Ед. изм.;Цена, руб.\n1;K7;ПК;Чистка;шт;900\n")
    assert found == Columns(3, ((5, ""),), number=0, code=1, category=2, unit=4, header=1)


def test_tariffs_are_named_by_what_differs() -> None:
    found = columns("Service;Price: for people;Price: for firms\nCleaning;1;2\n")
    assert found
    assert found.prices == ((1, "for people"), (2, "for firms"))
    doubled = columns("Service;Price;Price\nCleaning;1;2\n")
    assert doubled
    assert doubled.prices == ((1, "Price 1"), (2, "Price 2"))


def test_from_and_to_are_one_price() -> None:
    rows = read_table("Услуга;Цена от;Цена до\nЧистка;500;900\nМасло;500;\nПыль;—;900\nСмазка;;\n".encode())
    found = find_columns(rows, RUB)
    assert found
    assert [found.price_cells(row) for row in rows[1:]] == [[("", "от 500 до 900")], [("", "от 500")], [("", "до 900")], []]


def test_columns_without_a_header() -> None:
    assert columns("1;Cleaning;900\n2;Dust;100\n3;Oil;50\n") == Columns(1, ((2, ""),), number=0)
    assert columns("Cleaning;900\nDust;100\n") == Columns(0, ((1, ""),))
    assert columns("Cleaning;good\nDust;bad\n") is None
    assert columns("Cleaning 900\nDust 100\n") is None
