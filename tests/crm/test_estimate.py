"""An estimate adds up in every version, and what the client has seen is answered or voided, never changed (R30, R44)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import Refused, Stale
from crm.estimate import MAX_LINES, MAX_QUANTITY, Estimate, EstimateLine, EstimateState, Evidence, How, diff
from crm.money import MAX_AMOUNT, ZERO, Money, total_of

NOW = datetime(2025, 5, 12, 9, tzinfo=UTC)
TAP = Evidence(None, NOW, How.OWN_TAP)
KEYBOARD = EstimateLine("Keyboard", Money(320_000), price_item_id=3)
CLEANING = EstimateLine("Cleaning", Money(45_000), Decimal(2))

LINES = st.builds(
    EstimateLine, st.just("Work"), st.builds(Money, st.integers(0, MAX_AMOUNT)), st.decimals(Decimal("0.001"), MAX_QUANTITY, places=3)
)


def estimate(*lines: EstimateLine) -> Estimate:
    made = Estimate(1042)
    for line in lines:
        made.add(line)
    return made


def sent(*lines: EstimateLine) -> Estimate:
    made = estimate(*lines)
    made.send(NOW)
    return made


def refusal(deed: object, *args: object) -> str:
    assert callable(deed)
    with pytest.raises(Refused) as refused:
        deed(*args)
    return refused.value.obstacle


def test_lines_add_up_and_keep_their_numbers() -> None:
    made = estimate(KEYBOARD, CLEANING)
    assert made.total == Money(410_000)
    made.remove(1)
    assert made.add(KEYBOARD).number == 3
    made.set_quantity(2, Decimal(1))
    assert made.total == Money(365_000)
    made.set_quantity(2, Decimal(0))
    assert [line.number for line in made.lines] == [3]


@given(st.lists(LINES, max_size=20))
def test_the_total_is_the_sum_of_the_lines(lines: list[EstimateLine]) -> None:
    made = estimate(*lines)
    assert made.total == total_of(line.total for line in lines)
    assert made.total.amount < 2**63


@given(st.lists(LINES, max_size=8), st.lists(LINES, max_size=4), st.sets(st.integers(1, 8)), st.sets(st.integers(1, 8)))
def test_a_difference_explains_the_change_of_the_sum(
    lines: list[EstimateLine], extra: list[EstimateLine], gone: set[int], dearer: set[int]
) -> None:
    old = estimate(*lines)
    new = old.new_version()
    for line in extra:
        new.add(line)
    for number in gone & {line.number for line in old.lines}:
        new.remove(number)
    for line in [line for line in new.lines if line.number in dearer]:
        new.change(replace(line, unit_price=line.unit_price + Money(1) if line.unit_price.amount < MAX_AMOUNT else ZERO))
    told = diff(old, new)
    parts = [line.total for line in told.added] + [-line.total for line in told.removed]
    parts += [after.total - before.total for before, after in told.changed]
    assert total_of(parts) == told.change == new.total - old.total


@pytest.mark.parametrize(
    ("line", "obstacle"),
    [
        (replace(KEYBOARD, title=" "), "title_is_empty"),
        (replace(KEYBOARD, quantity=Decimal(0)), "quantity_not_positive"),
        (replace(KEYBOARD, quantity=Decimal("NaN")), "quantity_not_positive"),
        (replace(KEYBOARD, unit_price=Money(-1)), "price_negative"),
        (replace(KEYBOARD, quantity=MAX_QUANTITY + 1), "amount_too_large"),
        (replace(KEYBOARD, unit_price=Money(MAX_AMOUNT + 1)), "amount_too_large"),
    ],
)
def test_impossible_lines(line: EstimateLine, obstacle: str) -> None:
    made = estimate(KEYBOARD)
    assert refusal(made.add, line) == obstacle
    assert refusal(made.change, replace(line, number=1)) == obstacle
    assert made == estimate(KEYBOARD)


def test_an_estimate_has_a_bound() -> None:
    assert refusal(estimate(*[KEYBOARD] * MAX_LINES).add, KEYBOARD) == "estimate_too_long"


def test_what_hinders_sending() -> None:
    assert refusal(estimate().send, NOW) == "estimate_is_empty"
    assert refusal(estimate(replace(KEYBOARD, is_exact=False)).send, NOW) == "price_not_exact"
    assert refusal(sent(KEYBOARD).send, NOW) == "estimate_not_draft"


def test_a_sent_estimate_is_not_edited() -> None:
    made = sent(KEYBOARD)
    assert (
        refusal(made.add, CLEANING) == refusal(made.remove, 1) == refusal(made.change, replace(CLEANING, number=1)) == "estimate_not_draft"
    )
    assert refusal(made.line, 7) == "line_gone"


def test_an_answer_needs_evidence() -> None:
    made = sent(KEYBOARD)
    for incomplete in (
        Evidence(5, NOW, How.BY_PHONE),
        Evidence(5, NOW, How.BY_PHONE, "  "),
        Evidence(None, NOW, How.IN_PERSON, "said yes"),
    ):
        assert refusal(made.approve, incomplete) == "evidence_missing"
    made.approve(Evidence(5, NOW, How.BY_PHONE, "said yes, wants it by Friday"))
    assert made.state is EstimateState.APPROVED
    assert refusal(made.decline, TAP) == "estimate_not_sent"


def test_a_new_version_voids_the_old_buttons() -> None:
    made = sent(KEYBOARD)
    made.expect_version(1)
    newer = made.new_version()
    assert (made.state, newer.state, newer.version) == (EstimateState.VOID, EstimateState.DRAFT, 2)
    for version, shown in ((1, made), (1, newer), (2, newer)):
        with pytest.raises(Stale):
            shown.expect_version(version)


def test_an_approved_version_stands_until_the_next_yes() -> None:
    made = sent(KEYBOARD)
    made.approve(TAP)
    newer = made.new_version()
    newer.add(CLEANING)
    assert (made.state, made.total, made.evidence) == (EstimateState.APPROVED, Money(320_000), TAP)
    newer.send(NOW)
    newer.decline(TAP)
    assert newer.state is EstimateState.DECLINED


def test_who_may_send_without_the_dispatcher() -> None:
    assert estimate(KEYBOARD).is_listed
    assert not estimate(KEYBOARD, CLEANING).is_listed
