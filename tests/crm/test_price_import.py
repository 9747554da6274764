"""An import says beforehand what it would change, and done twice it changes nothing (R26)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import Refused
from crm.money import Money
from crm.price_import import ImportPlan, SkipReason, preview, read_price_list
from crm.price_list import PriceItem, PriceKind

LISTS = Path(__file__).parents[1] / "data" / "price_lists"


def plan_of(existing: list[PriceItem], text: str) -> ImportPlan:
    return preview(existing, read_price_list(text.encode()))


def imported(existing: list[PriceItem], plan: ImportPlan) -> list[PriceItem]:
    """The price list as storage keeps it after the import: changed rows in their places, new ones with ids."""
    changed: dict[int | None, PriceItem] = {item.id: item for item in plan.to_save if item.id is not None}
    kept = [changed.get(item.id, item) for item in existing]
    return kept + [replace(item, id=number) for number, item in enumerate((i for i in plan.to_save if i.id is None), len(kept) + 1)]


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.[ct]sv")), ids=lambda path: path.name)
def test_real_lists_twice(path: Path) -> None:
    rows = read_price_list(path.read_bytes())
    first = preview([], rows)
    assert len(first.new) == sum(len(row.items) for row in rows)
    items = imported([], first)
    second = preview(items, rows)
    assert second.changes_nothing
    assert list(second.same) == items
    assert not second.absent


def test_new_changed_same_absent_and_skipped() -> None:
    items = imported([], plan_of([], "Service;Price\nCleaning;900\nDust;100\nOil;50\n"))
    plan = plan_of(items, "Service;Price\nCLEANING*;950\nDust;100 руб\nBelt;300\nBelt;400\nLast;\n")
    assert [(change.old.title, change.new.title, change.new.price) for change in plan.changed] == [("Cleaning", "CLEANING", Money(95_000))]
    assert [item.title for item in plan.new] == ["Belt"]
    assert [item.title for item in plan.same] == ["Dust"]
    assert [item.title for item in plan.absent] == ["Oil"]
    assert [(row.number, row.reason) for row in plan.skipped] == [(5, SkipReason.DUPLICATE), (6, SkipReason.NO_PRICE)]


def test_a_change_keeps_identity_uses_and_the_archive_mark() -> None:
    known = PriceItem("Cleaning", PriceKind.FIXED, Money(90_000), id=7, uses=12, archived=True, code="K7")
    change = plan_of([known], "Service;Price\nCleaning;950\n").changed[0]
    assert (change.new.id, change.new.uses, change.new.archived, change.new.code) == (7, 12, True, "K7")


def test_a_code_outlives_the_title() -> None:
    items = imported([], plan_of([], "Code;Service;Price\nK7;Cleaning;900\n;Dust;100\n"))
    plan = plan_of(items, "Code;Service;Price\nK7;Deep cleaning;900\nD1;Dust;100\n")
    assert [(change.new.code, change.new.title, change.new.id) for change in plan.changed] == [
        ("K7", "Deep cleaning", 1),
        ("D1", "Dust", 2),
    ]
    assert not plan.new


def test_the_wording_matters_only_where_the_price_is_asked() -> None:
    items = imported([], plan_of([], "Service;Price\nCleaning;900\nModule;50% of a new one\nOther;on request\n"))
    assert plan_of(items, "Service;Price\nCleaning;900,00\nModule;50% of a new one\nOther;on request\n").changes_nothing
    plan = plan_of(items, "Service;Price\nCleaning;900\nModule;50% of a used one\nOther;price on request\n")
    assert [change.new.title for change in plan.changed] == ["Module", "Other"]


def test_headings_and_assumed_hours_are_told() -> None:
    plan = plan_of([], "Service;Price\nWashers;\nNorm-hour;900\nCleaning;1 norm-hour\nBelt;1.5\n")
    assert (plan.headings, plan.hours_assumed) == (("Washers",), 1)


TITLES = st.sampled_from(["Чистка", "чистка*", "Пыль", "Dust", "Ноутбуки", "Масло: моторное", "", "**"])
PRICES = st.sampled_from(["900", "950", "", "free", "от 500", "1,5", "50%", "как пойдёт", "2 нормо-часа", "x2"])
CODES = st.sampled_from(["", "", "K7", "k-7", "D1"])
FILES = st.lists(st.tuples(CODES, TITLES, PRICES, PRICES).map(";".join), min_size=1, max_size=10).map(
    lambda rows: "\n".join(["Код;Услуга;Цена A;Цена B", *rows])
)


@given(FILES, FILES)
def test_importing_twice_changes_nothing(earlier: str, text: str) -> None:
    items = imported([], plan_of([], earlier))
    items = imported(items, plan_of(items, text))
    again = plan_of(items, text)
    assert again.changes_nothing
    assert len({item.id for item in again.same} | {item.id for item in again.absent}) == len(items)


@given(FILES)
def test_each_item_of_the_file_is_placed_once(text: str) -> None:
    rows = read_price_list(text.encode())
    plan = preview([], rows)
    placed = len(plan.new) + sum(skipped.reason is SkipReason.DUPLICATE for skipped in plan.skipped)
    assert placed == sum(len(row.items) for row in rows)
    assert {row.number for row in rows if row.reason} <= {skipped.number for skipped in plan.skipped}


def test_a_file_without_a_table_is_refused() -> None:
    with pytest.raises(Refused, match="price_file_empty"):
        read_price_list(b"")
