"""The deal: one order from its conversion to its closing, with every input of the guards of its flow (R17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from crm.actor import Actor, Role
from crm.deal_kinds import DealStage, OrderType
from crm.errors import Stale
from crm.events import Kind, Ref
from crm.papers import holding_papers, needed_papers

__all__ = ["FINAL", "Deal", "DealAction", "DealStage", "OrderType"]


class DealAction(StrEnum):
    OPEN = "open"
    START = "start"
    DIAGNOSE = "diagnose"
    REPORT = "report"
    OFFER_TIME = "offer_time"
    SEND_ESTIMATE = "send_estimate"
    APPROVE = "approve"
    DECLINE = "decline"
    CHANGE = "change"
    TIME_AGREED = "time_agreed"
    RESCHEDULE = "reschedule"
    NOT_HOME = "not_home"
    BEGIN = "begin"
    ASK_PREPAYMENT = "ask_prepayment"
    ORDER_PARTS = "order_parts"
    PARTS_ARRIVED = "parts_arrived"
    TAKE_TO_SHOP = "take_to_shop"
    FINISH = "finish"
    REFUSE = "refuse"
    CANCEL = "cancel"
    ISSUE = "issue"
    REWORK = "rework"
    DISPOSE = "dispose"
    CLOSE = "close"
    SETTLED = "settled"
    DUE_AGAIN = "due_again"
    WRITE_OFF = "write_off"
    REOPEN = "reopen"
    SET_DISPATCHER = "set_dispatcher"
    ASSIGN = "assign"
    REFUSE_TASK = "refuse_task"
    SET_TYPE = "set_type"
    SET_CLIENT = "set_client"
    SET_ADDRESS = "set_address"
    ACCEPT_DEVICE = "accept_device"
    EDIT_ESTIMATE = "edit_estimate"
    DISCARD_DRAFT = "discard_draft"
    TAKE_PAYMENT = "take_payment"
    REFUND = "refund"
    REVERSE = "reverse"
    INVOICE = "invoice"
    VOID_INVOICE = "void_invoice"
    REMIND = "remind"
    PROPOSE = "propose"
    PICK = "pick"
    WISH_TIME = "wish_time"
    SET_TIME = "set_time"
    ACCEPT_TIME = "accept_time"
    DEPART = "depart"
    ADD_PHOTO = "add_photo"
    HAND_DOCS = "hand_docs"
    ATTACH = "attach"
    PASS_DOCS = "pass_docs"
    SET_DOCS = "set_docs"
    WAIVE = "waive"
    SPLIT = "split"
    DISCOUNT = "discount"
    EXPLAIN = "explain"
    COMPLAIN = "complain"
    ANSWER_COMPLAINT = "answer_complaint"
    SETTLE_COMPLAINT = "settle_complaint"
    WARRANTY = "warranty"
    ASK_WARRANTY = "ask_warranty"
    WARN = "warn"
    WARNING_RIPE = "warning_ripe"
    REQUEST_CANCEL = "request_cancel"
    NOTE = "note"
    WRITE = "write"
    UNDO = "undo"


FINAL = (DealStage.CLOSED, DealStage.CANCELLED)
OPEN = tuple(stage for stage in DealStage if stage not in FINAL)
"""Named one by one, so that an index over the stages finds them among many that are closed."""

IN_HAND = tuple(stage for stage in OPEN if stage not in (DealStage.READY, DealStage.DOCUMENTS, DealStage.PAYMENT))
"""Where an order is still its engineer's work."""


@dataclass(slots=True)
class Deal:
    """An order in execution. Money in minor units, times in UTC; mirrors of estimate, ledger and documents feed the guards."""

    id: int
    client_id: int
    opened_at: datetime
    order_type: OrderType = OrderType.WORKSHOP
    stage: DealStage = DealStage.NEW
    turn: int = 0
    row_version: int = 0
    need: str = ""
    device: str = ""
    address: str = ""
    operator_id: int | None = None
    manager_id: int | None = None
    dispatcher_id: int | None = None
    engineer_id: int | None = None
    linked_to: int | None = None
    # where the thing is and how far the work went
    device_here: bool = False
    departed: bool = False
    work_begun: bool = False
    episode: int = 0
    findings: str = ""
    parts_due: datetime | None = None
    # estimate: the newest version (draft or sent) and the approved one
    estimate_version: int = 0
    estimate_total: int = 0
    estimate_lines: int = 0
    estimate_exact: bool = True
    estimate_listed: bool = True
    approved_version: int | None = None
    approved_total: int = 0
    asks_why: bool = False
    declined_why: str = ""
    # time
    slots: list[list[str]] = field(default_factory=list)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    promised_at: datetime | None = None
    client_agreed: bool = False
    engineer_agreed: bool = False
    paid: int = 0
    discount: int = 0
    prepayment: int = 0
    refusal_fee: int = 0
    refused: bool = False
    of_company: bool = False
    written_off: int = 0
    invoice_number: int = 0
    invoice_due: datetime | None = None
    # papers and closing
    short_close: bool = False
    papers_chosen: bool = False
    document_set: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    docs_handed: bool = False
    docs_passed: bool = False
    waivers: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    handed_at: datetime | None = None
    warranty_days: int = 0
    complaint_open: bool = False
    complaint_outcome: str = ""
    complained_at: datetime | None = None
    warned_at: datetime | None = None
    warning_ripe: bool = False
    stage_since: datetime | None = None
    closed_at: datetime | None = None
    # mirrors of the client's card as it is now
    agreed_limit: int = 0
    contract_kept: bool = False
    on_credit: bool = False
    credit_limit: int = 0
    credit_used: int = 0
    payment_days: int = 0

    @property
    def ref(self) -> Ref:
        return Ref(Kind.DEAL, self.id)

    @property
    def waived(self) -> frozenset[str]:
        return frozenset(self.waivers)

    @property
    def is_open(self) -> bool:
        return self.stage not in FINAL

    @property
    def is_visit(self) -> bool:
        """The engineer goes to the client: the thing is not with us."""
        return not self.device_here

    @property
    def slot_times(self) -> list[tuple[datetime, datetime]]:
        """The times offered to the client, in UTC."""
        return [(datetime.fromisoformat(start).astimezone(UTC), datetime.fromisoformat(end).astimezone(UTC)) for start, end in self.slots]

    @property
    def charged(self) -> int:
        """The bill: the fee after a refusal, nothing after a cancelling, else the approved sum."""
        if self.stage is DealStage.CANCELLED:
            return 0
        return max(self.full_price - self.discount, 0)

    @property
    def full_price(self) -> int:
        """What the work costs before a discount."""
        return self.refusal_fee if self.refused else self.approved_total

    @property
    def balance(self) -> int:
        """Due when positive, overpaid when negative; until something is approved the money taken is a prepayment."""
        return self.charged - self.paid - self.written_off

    @property
    def exceeds_credit(self) -> bool:
        """Handed over unpaid, this order would take the client's debt over his limit."""
        return self.on_credit and self.balance > 0 and 0 < self.credit_limit < self.credit_used + self.balance

    @property
    def has_unapproved_estimate(self) -> bool:
        return self.approved_version is None or self.approved_version != self.estimate_version

    @property
    def papers(self) -> list[str]:
        return needed_papers(self)

    @property
    def missing_documents(self) -> list[str]:
        return holding_papers(self)

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        return actor.roles_on(client_id=self.client_id, engineer_id=self.engineer_id)

    def expect_turn(self, turn: int | None) -> None:
        """Raises `Stale` for a button of an earlier turn; None is for inputs that carry no button."""
        if turn is not None and turn != self.turn:
            raise Stale(f"deal {self.id}")

    def expect_version(self, version: int) -> None:
        """Raises `Stale` when the estimate changed since the button was drawn (B3)."""
        if version != self.estimate_version:
            raise Stale(f"estimate {self.id}")
