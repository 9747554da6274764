"""The papers of an order: their kinds, and the sets that a manager chooses from (R51, flows: document sets)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    "refusal": (Paper.TECHNICAL_ACT,),
    "none": (),
}
"""Ready sets by key; single papers are toggled after that."""

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
