"""Debts: what is due and what is held, and how pressing it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.debts import MoneyRow, Pressing, debts_by_client
from tests.crm.deals import NOW


def a_row(stage: str, *, balance: int, paid: int = 0, client: int = 1) -> MoneyRow:
    return MoneyRow(1001, stage, client, "Anna", balance, paid, NOW)


@pytest.mark.parametrize(
    ("stage", "balance", "paid", "due", "held"),
    [
        ("payment", 900, 0, 900, 0),
        ("payment", -100, 1000, 0, 100),
        ("ready", 400, 500, 400, 0),
        ("in_progress", 400, 500, 0, 500),
        ("estimating", -500, 500, 0, 500),
        ("cancelled", -500, 500, 0, 500),
    ],
)
def test_money_is_due_when_the_work_is_done_and_held_until_then(stage: str, balance: int, paid: int, *, due: int, held: int) -> None:
    row = a_row(stage, balance=balance, paid=paid)
    assert (row.due, row.held) == (due, held)


@pytest.mark.parametrize(("days", "mark"), [(0, Pressing.FRESH), (2, Pressing.SOON), (4, Pressing.LATE)])
def test_a_person_is_pressed_by_age(days: int, mark: Pressing) -> None:
    assert a_row("payment", balance=900).pressing(NOW + timedelta(days=days)) is mark


@pytest.mark.parametrize(("days", "mark"), [(0, Pressing.FRESH), (4, Pressing.SOON), (6, Pressing.LATE)])
def test_a_company_is_pressed_by_the_term_of_its_invoice(days: int, mark: Pressing) -> None:
    row = MoneyRow(1001, "payment", 1, "Rome Ltd", 900, 0, NOW, NOW + timedelta(days=5))
    assert row.pressing(NOW + timedelta(days=days)) is mark


def test_debts_add_up_by_client() -> None:
    rows = [a_row("payment", balance=900), a_row("ready", balance=100), a_row("payment", balance=5, client=2), a_row("new", balance=7)]
    assert debts_by_client(rows) == {1: 1000, 2: 5}
