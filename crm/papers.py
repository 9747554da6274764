"""The papers of an order: their kinds, the sets by road, and which of them an order usually needs (R29, R51, flows: document sets)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Paper(StrEnum):
    """A document that goes with an order; PDFs of our own come later, until then a file or a photo is attached."""

    ACCEPTANCE_RECEIPT = "acceptance_receipt"
    ACT = "act"
    WARRANTY = "warranty"
    WORK_ORDER = "work_order"
    CONTRACT = "contract"
    INVOICE = "invoice"
    POWER_OF_ATTORNEY = "power_of_attorney"
    WAYBILL = "waybill"
    TECHNICAL_ACT = "technical_act"
    DELIVERY_ORDER = "delivery_order"


PAPER_SETS: Mapping[str, tuple[Paper, ...]] = {
    "bench": (Paper.ACCEPTANCE_RECEIPT, Paper.ACT, Paper.WARRANTY),
    "visit": (Paper.WORK_ORDER, Paper.ACT, Paper.WARRANTY),
    "company": (Paper.CONTRACT, Paper.INVOICE, Paper.ACT),
    "warranty": (Paper.ACT,),
    "refusal": (Paper.TECHNICAL_ACT,),
    "none": (),
}
"""Ready sets by key; single papers are toggled after that."""

DELIVERY = "delivery"
DELIVERED = (Paper.DELIVERY_ORDER,)
"""What a delivery adds to any set."""


class Papered(Protocol):
    """What decides on an order's papers."""

    @property
    def order_type(self) -> str: ...
    @property
    def refused(self) -> bool: ...
    @property
    def of_company(self) -> bool: ...
    @property
    def contract_kept(self) -> bool:
        """Whether another order of the payer has his contract."""
        ...

    @property
    def short_close(self) -> bool: ...
    @property
    def papers_chosen(self) -> bool: ...
    @property
    def document_set(self) -> list[str]: ...
    @property
    def documents(self) -> list[str]: ...


def usual_set(order: Papered) -> str:
    """The key of the set by what the order came to: a refusal, a warranty return, a company's, else its road."""
    if order.refused:
        return "refusal"
    if order.order_type in ("warranty_return", "maker_warranty"):
        return "warranty"
    if order.of_company or order.order_type == "contract":
        return "company"
    return "visit" if order.order_type == "visit" else "bench"


def usual_papers(order: Papered) -> tuple[Paper, ...]:
    """The set that an order has until a manager chooses another one; a sale of goods has none by itself."""
    return () if order.order_type == "sale" and not order.of_company else papers_of_set(usual_set(order), order)


def papers_of_set(name: str, order: Papered) -> tuple[Paper, ...]:
    """What a ready set asks of this order: a contract is made once, not with every order (flows: document sets)."""
    return tuple(kind for kind in PAPER_SETS[name] if not (kind is Paper.CONTRACT and order.contract_kept))


def needed_papers(order: Papered) -> list[str]:
    """The set that an order needs: the manager's choice, else the usual one of its road (R51)."""
    return list(order.document_set) if order.papers_chosen else [str(kind) for kind in usual_papers(order)]


def holding_papers(order: Papered) -> list[str]:
    """What holds the closing; in the short form nothing does but what a manager asked for (flows: short close)."""
    if order.short_close and not order.papers_chosen:
        return []
    return [kind for kind in needed_papers(order) if kind not in order.documents]


DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A kept file of an order: `purpose` document or result, `kind` the paper, `name` what was written with it."""

    id: int
    order_id: int
    purpose: str
    kind: str
    media: str
    name: str
    at: datetime
