"""The ledger of an order: what is billed, paid, returned and reversed; an entry is never changed (R20, flows: money at any stage)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum

from crm.errors import Refused
from crm.money import ZERO, Money, total_of


class EntryKind(StrEnum):
    CHARGE = "charge"
    PAYMENT = "payment"
    REFUND = "refund"
    REVERSAL = "reversal"
    WRITE_OFF = "write_off"


class Method(StrEnum):
    """How money moved."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    SBP = "sbp"


class Account(StrEnum):
    """Where money is, for double entry: the client's debt, what was earned or lost, and the tills by method."""

    CLIENT = "client"
    INCOME = "income"
    LOSS = "loss"
    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    SBP = "sbp"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who records an entry and when (UTC); None for the system."""

    at: datetime
    by_staff: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One record; `amount` is positive, the kind gives it direction. A reversal copies amount, method and kind of what it takes back."""

    order_id: int
    kind: EntryKind
    amount: Money
    at: datetime
    id: int | None = None
    by_staff: int | None = None
    method: Method | None = None
    reverses: int | None = None
    reversed_kind: EntryKind | None = None
    receipt_note: str = ""

    @property
    def effective_kind(self) -> EntryKind:
        return self.reversed_kind or self.kind

    @property
    def signed(self) -> Money:
        """The amount in the direction of `effective_kind`: a reversal takes away."""
        return -self.amount if self.kind is EntryKind.REVERSAL else self.amount


@dataclass(frozen=True, slots=True)
class Posting:
    """A debit when positive, a credit when negative."""

    account: Account
    amount: Money


_FIXED_SIDES = {EntryKind.CHARGE: (Account.CLIENT, Account.INCOME), EntryKind.WRITE_OFF: (Account.LOSS, Account.CLIENT)}


def postings(entry: Entry) -> tuple[Posting, Posting]:
    """The two sides of an entry; they always sum to zero."""
    if entry.effective_kind in _FIXED_SIDES:
        debit, credit = _FIXED_SIDES[entry.effective_kind]
    elif entry.method is None:
        raise ValueError("money moved without a method")
    else:
        till = Account(entry.method.value)
        debit, credit = (till, Account.CLIENT) if entry.effective_kind is EntryKind.PAYMENT else (Account.CLIENT, till)
    return Posting(debit, entry.signed), Posting(credit, -entry.signed)


def account_sum(entries: Iterable[Entry], account: Account) -> Money:
    return total_of(side.amount for entry in entries for side in postings(entry) if side.account is account)


class Ledger:
    """The entries of one order. Recording appends and returns the new entries for storage, which gives them their ids."""

    def __init__(self, order_id: int, entries: Iterable[Entry] = ()) -> None:
        self.order_id = order_id
        self.entries = list(entries)

    @property
    def charged(self) -> Money:
        """What the client owes in all: the approved estimate's sum, or the fee on refusal."""
        return self._sum(EntryKind.CHARGE)

    @property
    def paid(self) -> Money:
        """What we hold of the client's money, refunds taken off; never negative."""
        return self._sum(EntryKind.PAYMENT) - self._sum(EntryKind.REFUND)

    @property
    def refunded(self) -> Money:
        return self._sum(EntryKind.REFUND)

    @property
    def written_off(self) -> Money:
        return self._sum(EntryKind.WRITE_OFF)

    @property
    def balance(self) -> Money:
        """Due when positive, overpaid when negative."""
        return account_sum(self.entries, Account.CLIENT)

    def set_charge(self, amount: Money, stamp: Stamp) -> list[Entry]:
        """Makes the bill `amount`: standing charges are reversed and one new is written; nothing when it is that already."""
        if amount < ZERO:
            raise Refused("amount_not_positive")
        if amount == self.charged:
            return []
        written = [self._reverse(entry, stamp) for entry in self._standing() if entry.kind is EntryKind.CHARGE]
        if amount > ZERO:
            written.append(self._append(self._entry(EntryKind.CHARGE, amount, stamp)))
        return written

    def set_written_off(self, amount: Money, stamp: Stamp) -> list[Entry]:
        """Makes what is given up `amount`, as `set_charge` does the bill."""
        if amount == self.written_off:
            return []
        written = [self._reverse(entry, stamp) for entry in self._standing() if entry.kind is EntryKind.WRITE_OFF]
        if amount > ZERO:
            written.append(self._append(self._entry(EntryKind.WRITE_OFF, amount, stamp)))
        return written

    def record_payment(self, amount: Money, method: Method, *, stamp: Stamp, receipt_note: str = "") -> Entry:
        """Money taken at any stage, in part or ahead. Raises `Refused` amount_not_positive."""
        return self._append(self._entry(EntryKind.PAYMENT, amount, stamp, method=method, receipt_note=receipt_note))

    def record_refund(self, amount: Money, method: Method, *, stamp: Stamp, receipt_note: str = "") -> Entry:
        """Money given back. Raises `Refused` amount_not_positive, refund_over_paid."""
        entry = self._entry(EntryKind.REFUND, amount, stamp, method=method, receipt_note=receipt_note)
        if amount > self.paid:
            raise Refused("refund_over_paid", paid=self.paid.amount)
        return self._append(entry)

    def record_write_off(self, amount: Money, *, stamp: Stamp) -> Entry:
        """A debt given up. Raises `Refused` amount_not_positive, write_off_over_due."""
        entry = self._entry(EntryKind.WRITE_OFF, amount, stamp)
        if amount > self.balance:
            raise Refused("write_off_over_due", due=self.balance.amount)
        return self._append(entry)

    def record_reversal(self, entry_id: int, *, stamp: Stamp) -> Entry:
        """Takes one entry back. Raises `Refused` entry_gone, reversal_is_final, already_reversed, refund_over_paid."""
        target = next((entry for entry in self.entries if entry.id == entry_id), None)
        if target is None:
            raise Refused("entry_gone", id=entry_id)
        if target.kind is EntryKind.REVERSAL:
            raise Refused("reversal_is_final")
        if target not in self._standing():
            raise Refused("already_reversed")
        if target.kind is EntryKind.PAYMENT and target.amount > self.paid:
            raise Refused("refund_over_paid", paid=self.paid.amount)
        return self._reverse(target, stamp)

    @property
    def reversible(self) -> list[Entry]:
        """What may be taken back by hand: money and write-offs that stand; the bill follows the estimate."""
        return [entry for entry in self._standing() if entry.kind is not EntryKind.CHARGE]

    def _standing(self) -> list[Entry]:
        """Entries that are neither reversed nor reversals."""
        gone = {entry.reverses for entry in self.entries if entry.reverses is not None}
        return [entry for entry in self.entries if entry.kind is not EntryKind.REVERSAL and entry.id not in gone]

    def _sum(self, kind: EntryKind) -> Money:
        return total_of(entry.signed for entry in self.entries if entry.effective_kind is kind)

    def _entry(self, kind: EntryKind, amount: Money, stamp: Stamp, *, method: Method | None = None, receipt_note: str = "") -> Entry:
        if amount <= ZERO:
            raise Refused("amount_not_positive")
        return Entry(self.order_id, kind, amount, stamp.at, by_staff=stamp.by_staff, method=method, receipt_note=receipt_note)

    def _reverse(self, target: Entry, stamp: Stamp) -> Entry:
        if target.id is None:
            raise ValueError("an entry is reversed by its id: store it first")
        taken_back = replace(target, kind=EntryKind.REVERSAL, reverses=target.id, reversed_kind=target.kind, id=None, receipt_note="")
        return self._append(replace(taken_back, at=stamp.at, by_staff=stamp.by_staff))

    def _append(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        return entry


@dataclass(frozen=True, slots=True)
class TillLine:
    """The day's money of one method: taken, given back, and corrected by reversals (may be negative)."""

    received: Money = ZERO
    refunded: Money = ZERO
    corrected: Money = ZERO

    @property
    def net(self) -> Money:
        return self.received - self.refunded + self.corrected


def till_summary(entries: Iterable[Entry], day: date, *, zone: tzinfo) -> dict[Method, TillLine]:
    """The till of one local day by method, over all orders; methods without movement are left out."""
    till: dict[Method, TillLine] = {}
    for entry in entries:
        if entry.method is None or entry.at.astimezone(zone).date() != day:
            continue
        line = till.get(entry.method, TillLine())
        if entry.kind is EntryKind.PAYMENT:
            line = replace(line, received=line.received + entry.amount)
        elif entry.kind is EntryKind.REFUND:
            line = replace(line, refunded=line.refunded + entry.amount)
        else:
            sign = entry.amount if entry.reversed_kind is EntryKind.REFUND else -entry.amount
            line = replace(line, corrected=line.corrected + sign)
        till[entry.method] = line
    return {method: till[method] for method in Method if method in till}
