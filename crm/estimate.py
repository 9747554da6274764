"""The estimate of an order: lines, versions, and the evidence of the client's answer (R30, R44, R45)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from crm.errors import Refused, Stale
from crm.free_line import FreeLine, parse_free_line
from crm.money import MAX_AMOUNT, Money, total_of

__all__ = ["Estimate", "EstimateDiff", "EstimateLine", "EstimateState", "Evidence", "FreeLine", "How", "diff", "parse_free_line"]

MAX_QUANTITY = Decimal(10_000)
MAX_LINES = 200


class EstimateState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    VOID = "void"


class How(StrEnum):
    """By what road the client's answer came; all but his own tap and the agreed limit need a note of staff."""

    OWN_TAP = "own_tap"
    WITHIN_LIMIT = "within_limit"
    IN_PERSON = "in_person"
    BY_PHONE = "by_phone"
    IN_WRITING = "in_writing"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who recorded the client's answer, when (UTC), how it came and in what words."""

    by: int | None
    at: datetime
    how: How
    note: str = ""

    @property
    def is_complete(self) -> bool:
        return self.how in (How.OWN_TAP, How.WITHIN_LIMIT) or (self.by is not None and bool(self.note.strip()))


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One work or part. `number` is given by the estimate and is the same in all its versions; an inexact price is still to be asked."""

    title: str
    unit_price: Money
    quantity: Decimal = Decimal(1)
    price_item_id: int | None = None
    device_id: int | None = None
    unit: str = ""
    is_exact: bool = True
    number: int = 0

    @property
    def total(self) -> Money:
        return self.unit_price.times(self.quantity)


@dataclass(slots=True)
class Estimate:
    """One version of an order's estimate. Only a draft is edited; what the client has seen is answered or voided, never changed."""

    order_id: int
    version: int = 1
    lines: list[EstimateLine] = field(default_factory=list)
    state: EstimateState = EstimateState.DRAFT
    evidence: Evidence | None = None
    promised_at: datetime | None = None
    sent_at: datetime | None = None
    next_number: int = 1

    @property
    def total(self) -> Money:
        return total_of(line.total for line in self.lines)

    @property
    def is_empty(self) -> bool:
        return not self.lines

    @property
    def is_exact(self) -> bool:
        return all(line.is_exact for line in self.lines)

    @property
    def is_listed(self) -> bool:
        """All lines come from the price list, so an operator may send it."""
        return all(line.price_item_id is not None for line in self.lines)

    def line(self, number: int) -> EstimateLine:
        """Raises `Refused` line_gone."""
        found = next((line for line in self.lines if line.number == number), None)
        if found is None:
            raise Refused("line_gone", number=number)
        return found

    def add(self, line: EstimateLine) -> EstimateLine:
        """Appends a line under a fresh number and returns it as kept. Raises `Refused` (see `_check`, estimate_too_long)."""
        self._expect(EstimateState.DRAFT, "estimate_not_draft")
        _check(line)
        if len(self.lines) >= MAX_LINES:
            raise Refused("estimate_too_long", limit=MAX_LINES)
        kept = replace(line, number=self.next_number)
        self.next_number += 1
        self.lines.append(kept)
        return kept

    def change(self, changed: EstimateLine) -> None:
        """Puts a line in the place of the one with its number. Raises `Refused`."""
        self._expect(EstimateState.DRAFT, "estimate_not_draft")
        _check(changed)
        self.lines[self.lines.index(self.line(changed.number))] = changed

    def set_quantity(self, number: int, quantity: Decimal) -> None:
        """Zero removes the line: the minus button ends there. Raises `Refused`."""
        if quantity == 0:
            self.remove(number)
        else:
            self.change(replace(self.line(number), quantity=quantity))

    def remove(self, number: int) -> None:
        self._expect(EstimateState.DRAFT, "estimate_not_draft")
        self.lines.remove(self.line(number))

    def send(self, now: datetime) -> None:
        """Shows the version to the client. Raises `Refused` estimate_is_empty, price_not_exact."""
        self._expect(EstimateState.DRAFT, "estimate_not_draft")
        if self.is_empty:
            raise Refused("estimate_is_empty")
        if not self.is_exact:
            raise Refused("price_not_exact")
        self.state, self.sent_at = EstimateState.SENT, now

    def approve(self, evidence: Evidence) -> None:
        """Records the client's yes. Raises `Refused` estimate_not_sent, evidence_missing."""
        self._answer(EstimateState.APPROVED, evidence)

    def decline(self, evidence: Evidence) -> None:
        """Records the client's no. Raises `Refused` estimate_not_sent, evidence_missing."""
        self._answer(EstimateState.DECLINED, evidence)

    def expect_version(self, version: int) -> None:
        """Raises `Stale` for a button of another version or of one that waits for no answer any more."""
        if version != self.version or self.state is not EstimateState.SENT:
            raise Stale(f"estimate {self.order_id}.{version}")

    def new_version(self) -> Estimate:
        """A draft of the next version with the same lines; an unanswered one becomes void, an approved one stands until the next yes."""
        if self.state in (EstimateState.DRAFT, EstimateState.SENT):
            self.state = EstimateState.VOID
        return Estimate(self.order_id, self.version + 1, list(self.lines), promised_at=self.promised_at, next_number=self.next_number)

    def _answer(self, state: EstimateState, evidence: Evidence) -> None:
        self._expect(EstimateState.SENT, "estimate_not_sent")
        if not evidence.is_complete:
            raise Refused("evidence_missing")
        self.state, self.evidence = state, evidence

    def _expect(self, state: EstimateState, obstacle: str) -> None:
        if self.state is not state:
            raise Refused(obstacle, version=self.version, state=str(self.state))


@dataclass(frozen=True, slots=True)
class EstimateDiff:
    """What changed between two versions, for the client to see before he answers."""

    added: tuple[EstimateLine, ...]
    removed: tuple[EstimateLine, ...]
    changed: tuple[tuple[EstimateLine, EstimateLine], ...]
    before: Money
    after: Money

    @property
    def change(self) -> Money:
        return self.after - self.before


def diff(old: Estimate, new: Estimate) -> EstimateDiff:
    was, now = ({line.number: line for line in estimate.lines} for estimate in (old, new))
    return EstimateDiff(
        added=tuple(line for number, line in now.items() if number not in was),
        removed=tuple(line for number, line in was.items() if number not in now),
        changed=tuple((was[number], line) for number, line in now.items() if number in was and was[number] != line),
        before=old.total,
        after=new.total,
    )


def _check(line: EstimateLine) -> None:
    if not line.title.strip():
        raise Refused("title_is_empty")
    if not line.quantity.is_finite() or line.quantity <= 0:
        raise Refused("quantity_not_positive")
    if line.unit_price.amount < 0:
        raise Refused("price_negative")
    if line.quantity > MAX_QUANTITY or line.unit_price.amount > MAX_AMOUNT:
        raise Refused("amount_too_large")
