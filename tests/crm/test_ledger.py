"""The ledger always balances, and nothing is returned twice or beyond what was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from crm.errors import Refused
from crm.ledger import Account, Entry, EntryKind, Ledger, Method, Stamp, TillLine, account_sum, postings, till_summary
from crm.money import ZERO, Money, total_of

NOW = datetime(2025, 5, 12, 9, tzinfo=UTC)
STAMP = Stamp(NOW, 5)
AMOUNTS = st.builds(Money, st.integers(1, 1_000_000))
METHODS = st.sampled_from(Method)


def stored(ledger: Ledger) -> Ledger:
    """The ledger as storage gives it back: every entry has its id."""
    return Ledger(ledger.order_id, [replace(entry, id=number) for number, entry in enumerate(ledger.entries, 1)])


def billed(amount: int) -> Ledger:
    ledger = Ledger(1042)
    ledger.set_charge(Money(amount), STAMP)
    return stored(ledger)


def refusal(deed: object, *args: object, **kwargs: object) -> str:
    assert callable(deed)
    with pytest.raises(Refused) as refused:
        deed(*args, **kwargs)
    return refused.value.obstacle


class LedgerAlwaysBalances(RuleBasedStateMachine):
    """Any series of deeds, allowed or refused."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger(1042)

    @rule(amount=st.builds(Money, st.integers(0, 1_000_000)))
    def bill_is_set(self, amount: Money) -> None:
        self.ledger.set_charge(amount, STAMP)
        assert self.ledger.charged == amount

    @rule(amount=AMOUNTS, method=METHODS)
    def client_pays(self, amount: Money, method: Method) -> None:
        before = self.ledger.balance
        self.ledger.record_payment(amount, method, stamp=STAMP)
        assert self.ledger.balance == before - amount

    @rule(amount=AMOUNTS, method=METHODS)
    def money_is_returned(self, amount: Money, method: Method) -> None:
        paid = self.ledger.paid
        if amount > paid:
            assert refusal(self.ledger.record_refund, amount, method, stamp=STAMP) == "refund_over_paid"
        else:
            self.ledger.record_refund(amount, method, stamp=STAMP)
            assert self.ledger.paid == paid - amount

    @rule(amount=AMOUNTS)
    def debt_is_given_up(self, amount: Money) -> None:
        if amount > self.ledger.balance:
            assert refusal(self.ledger.record_write_off, amount, stamp=STAMP) == "write_off_over_due"
        else:
            self.ledger.record_write_off(amount, stamp=STAMP)

    @rule(data=st.data())
    def entry_is_reversed(self, data: st.DataObject) -> None:
        self.ledger = stored(self.ledger)
        if not self.ledger.entries:
            return
        target = data.draw(st.sampled_from(self.ledger.entries))
        assert target.id is not None
        before = self.ledger.balance
        try:
            self.ledger.record_reversal(target.id, stamp=STAMP)
        except Refused as refused:
            assert refused.obstacle in {"reversal_is_final", "already_reversed", "refund_over_paid"}
            assert self.ledger.balance == before
        else:
            effect = total_of(side.amount for side in postings(target) if side.account is Account.CLIENT)
            assert self.ledger.balance == before - effect
            self.ledger = stored(self.ledger)
            assert refusal(self.ledger.record_reversal, target.id, stamp=STAMP) == "already_reversed"

    @rule()
    def is_stored(self) -> None:
        self.ledger = stored(self.ledger)

    @invariant()
    def books_balance(self) -> None:
        self.ledger = stored(self.ledger)
        entries = self.ledger.entries
        assert total_of(account_sum(entries, account) for account in Account) == ZERO
        assert self.ledger.balance == self.ledger.charged - self.ledger.paid - self.ledger.written_off
        assert self.ledger.paid >= ZERO
        assert self.ledger.charged >= ZERO
        tills = total_of(account_sum(entries, Account(method.value)) for method in Method)
        assert tills == self.ledger.paid
        till = till_summary(entries, NOW.date(), zone=UTC)
        assert total_of(line.net for line in till.values()) == tills
        assert all(line.net == account_sum(entries, Account(method.value)) for method, line in till.items())


TestLedgerAlwaysBalances = LedgerAlwaysBalances.TestCase
TestLedgerAlwaysBalances.settings = settings(max_examples=40, stateful_step_count=25)


def test_half_cash_half_card() -> None:
    ledger = billed(320_000)
    ledger.record_payment(Money(160_000), Method.CASH, stamp=STAMP, receipt_note="0042")
    ledger.record_payment(Money(160_000), Method.CARD, stamp=STAMP)
    assert (ledger.balance, ledger.paid) == (ZERO, Money(320_000))


def test_prepayment_and_a_refusal_with_its_fee() -> None:
    ledger = Ledger(1042)
    ledger.record_payment(Money(200_000), Method.SBP, stamp=STAMP)
    assert ledger.balance == Money(-200_000)
    ledger.set_charge(Money(50_000), STAMP)
    ledger.record_refund(Money(150_000), Method.SBP, stamp=STAMP)
    assert ledger.balance == ZERO


def test_a_changed_bill_is_written_anew() -> None:
    ledger = billed(320_000)
    assert [entry.kind for entry in ledger.set_charge(Money(410_000), STAMP)] == [EntryKind.REVERSAL, EntryKind.CHARGE]
    ledger = stored(ledger)
    assert ledger.set_charge(Money(410_000), STAMP) == []
    assert [entry.kind for entry in ledger.set_charge(ZERO, STAMP)] == [EntryKind.REVERSAL]
    assert ledger.charged == ZERO


def test_amounts_are_positive() -> None:
    ledger = billed(1)
    for wrong in (ZERO, Money(-1)):
        assert refusal(ledger.record_payment, wrong, Method.CASH, stamp=STAMP) == "amount_not_positive"
        assert refusal(ledger.record_refund, wrong, Method.CASH, stamp=STAMP) == "amount_not_positive"
        assert refusal(ledger.record_write_off, wrong, stamp=STAMP) == "amount_not_positive"
    assert refusal(ledger.set_charge, Money(-1), STAMP) == "amount_not_positive"


def test_a_payment_already_returned_is_not_reversed() -> None:
    ledger = Ledger(1042)
    ledger.record_payment(Money(100), Method.CASH, stamp=STAMP)
    ledger.record_refund(Money(60), Method.CASH, stamp=STAMP)
    assert refusal(stored(ledger).record_reversal, 1, stamp=STAMP) == "refund_over_paid"
    assert refusal(stored(ledger).record_reversal, 9, stamp=STAMP) == "entry_gone"


def test_an_entry_without_id_is_stored_first() -> None:
    ledger = Ledger(1042)
    ledger.set_charge(Money(100), STAMP)
    with pytest.raises(ValueError, match="store it first"):
        ledger.set_charge(Money(200), STAMP)
    with pytest.raises(ValueError, match="method"):
        postings(Entry(1042, EntryKind.PAYMENT, Money(1), NOW))


def test_the_till_of_a_local_day() -> None:
    ledger = Ledger(1042)
    late = datetime(2025, 5, 12, 21, 30, tzinfo=UTC)
    ledger.record_payment(Money(100), Method.CASH, stamp=STAMP)
    ledger.record_refund(Money(30), Method.CASH, stamp=STAMP)
    ledger.record_payment(Money(500), Method.CARD, stamp=Stamp(late, 5))
    ledger = stored(ledger)
    ledger.record_reversal(2, stamp=STAMP)
    ledger.record_reversal(1, stamp=Stamp(NOW + timedelta(days=1)))
    moscow = ZoneInfo("Europe/Moscow")
    assert till_summary(ledger.entries, date(2025, 5, 12), zone=moscow) == {Method.CASH: TillLine(Money(100), Money(30), Money(30))}
    assert till_summary(ledger.entries, date(2025, 5, 13), zone=moscow) == {
        Method.CASH: TillLine(corrected=Money(-100)),
        Method.CARD: TillLine(received=Money(500)),
    }
