"""Frozen read models: what cards and lists are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crm.actor import Actor
from crm.client import ContactPoint
from crm.conversation import Message
from crm.deal import Deal
from crm.lead import Lead
from crm.shop import Shop
from crm.task import Task


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: rights, language, and the company whose clock and currency are shown."""

    chat_id: int
    actor: Actor
    language: str
    now: datetime
    shop: Shop
    name: str = ""


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client as a card needs him. `reachable`: some channel carries our words to him by itself."""

    id: int
    kind: str = "person"
    name: str = ""
    company: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""
    note: str = ""
    language: str = "ru"
    known: bool = False
    reachable: bool = False
    manager_id: int | None = None
    orders: int = 0
    debt: int = 0
    on_credit: bool = False
    credit_limit: int = 0
    payment_days: int = 0
    agreed_limit: int = 0
    points: tuple[ContactPoint, ...] = ()

    @property
    def comes_himself(self) -> bool:
        """Nothing of ours reaches him: no channel, no phone, no e-mail."""
        return not (self.reachable or self.phones or self.emails)


@dataclass(frozen=True, slots=True)
class LineView:
    """One estimate line; `unit_price` in minor units, `quantity` as typed."""

    id: int
    title: str
    unit_price: int
    quantity: str
    total: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order, lead or deal, under its public number; `told_before` is the sum of the estimate that the client saw before.

    `looks_like` is a known client with the same phone or e-mail as this unknown one: a suggestion, never more (R40).
    """

    id: int
    lead: Lead
    client: ClientView
    deal: Deal | None = None
    staff: Mapping[int, str] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    lines: tuple[LineView, ...] = ()
    told_before: int | None = None
    tasks: tuple[Task, ...] = ()
    photos: int = 0
    sent: int = 0
    others: tuple[int, ...] = ()
    looks_like: ClientView | None = None

    @property
    def subject(self) -> Lead | Deal:
        return self.deal or self.lead

    def is_open_to(self, actor: Actor) -> bool:
        """The office sees every order, an engineer and a client only their own (flows: rights)."""
        return bool(self.subject.roles_of(actor))


@dataclass(frozen=True, slots=True)
class OrderBrief:
    """An order without what only its card needs."""

    lead: Lead
    deal: Deal | None
    client_name: str

    @property
    def subject(self) -> Lead | Deal:
        return self.deal or self.lead

    def is_open_to(self, actor: Actor) -> bool:
        """As `OrderView.is_open_to`."""
        return bool(self.subject.roles_of(actor))


@dataclass(frozen=True, slots=True)
class LeadRow:
    id: int
    stage: str
    client_name: str
    need: str
    channel: str
    opened_at: datetime
    assignee_id: int | None = None


@dataclass(frozen=True, slots=True)
class DealRow:
    id: int
    stage: str
    client_name: str
    need: str
    device: str
    address: str
    opened_at: datetime
    stage_since: datetime | None = None
    starts_at: datetime | None = None
    engineer_id: int | None = None
    dispatcher_id: int | None = None
    balance: int = 0
    ends_at: datetime | None = None
    parts_due: datetime | None = None
    promised_at: datetime | None = None
    manager_id: int | None = None
    device_here: bool = False
    of_company: bool = False
    short_close: bool = False
    complaint_open: bool = False

    @property
    def is_visit(self) -> bool:
        return not self.device_here


AGREED = frozenset({"scheduled", "in_progress"})


def is_taken(slot: tuple[datetime, datetime], visits: Sequence[DealRow]) -> bool:
    """Whether an agreed visit falls into the slot."""
    agreed = [(row.starts_at, row.ends_at) for row in visits if row.stage in AGREED and row.starts_at and row.ends_at]
    return any(start < slot[1] and slot[0] < end for start, end in agreed)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    action: str
    kind: str
    role: str
    actor_name: str
    at: datetime
    source: str | None = None
    target: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A line of the company's feed: what happened to which order, internal request or client (R24)."""

    id: int
    subject_id: int
    what: TimelineRow
    client_name: str = ""


@dataclass(frozen=True, slots=True)
class EngineerLoad:
    """An engineer as the dispatcher chooses him: open orders now, and whether he is here."""

    id: int
    name: str
    open_orders: int
    present: bool
    away_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PriceCategory:
    """A heading of the price list, known by its first position's id."""

    first_id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A row that gave up: an input (`inbox`), something to send (`outbox`) or to do in time (`timer`), with its cause."""

    box: str
    id: int
    at: datetime
    error: str
    about: str = ""
