"""The kinds of orders and the stages of their road."""

from __future__ import annotations

from enum import StrEnum


class OrderType(StrEnum):
    """The kind of order; it sets the road, the form, approval, who closes and the document set (flows: defaults)."""

    WORKSHOP = "workshop"
    VISIT = "visit"
    EXPRESS = "express"
    CONTRACT = "contract"
    WARRANTY_RETURN = "warranty_return"
    MAKER_WARRANTY = "maker_warranty"
    SALE = "sale"


class DealStage(StrEnum):
    NEW = "new"
    ESTIMATING = "estimating"
    DIAGNOSIS = "diagnosis"
    APPROVAL = "approval"
    SCHEDULING = "scheduling"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    WAITING_PARTS = "waiting_parts"
    READY = "ready"
    DOCUMENTS = "documents"
    PAYMENT = "payment"
    CLOSED = "closed"
    CANCELLED = "cancelled"
