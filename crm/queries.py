"""What can be asked without acting: the read side of storage, one Protocol per area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from crm.board import Shown
from crm.conversation import Message
from crm.deal import Deal
from crm.debts import MoneyRow
from crm.events import Fact
from crm.health import Noted
from crm.internal_request import InternalRequest
from crm.invoice_view import InvoiceView
from crm.lateness import Limit
from crm.ledger import Entry
from crm.papers import Attachment
from crm.price_list import PriceItem
from crm.staff import Invite, StaffMember, UsedInvite
from crm.task import Task
from crm.upload import Upload
from crm.views import (
    ClientView,
    DeadLetter,
    DealRow,
    EngineerLoad,
    FeedRow,
    LeadRow,
    LineView,
    OrderBrief,
    OrderView,
    PriceCategory,
    TimelineRow,
    Viewer,
)


class OrderQueries(Protocol):
    async def order(self, id: int) -> OrderView | None: ...
    async def order_brief(self, id: int) -> OrderBrief | None:
        """Whose it is and how it stands: enough to know who may hear of it."""
        ...

    async def staff_names(self) -> Mapping[int, str]:
        """Of all who work or ever worked here."""
        ...

    async def queue(self, *, now: datetime) -> list[LeadRow]:
        """Leads that wait for an operator, the oldest first; snoozed ones come when their time does."""
        ...

    async def leads_of(self, *, assignee_id: int | None = None, manager_id: int | None = None) -> list[LeadRow]: ...
    async def open_order_of(self, client_id: int) -> int | None:
        """The open order that a client's message continues: the newest one (flows)."""
        ...

    async def orders_of(self, client_id: int, *, limit: int = 10) -> list[DealRow | LeadRow]: ...
    async def engineer_day(self, engineer_id: int) -> list[DealRow]: ...
    async def attachments(self, order_id: int) -> list[Attachment]: ...
    async def client_said(self, order_id: int, *, limit: int = 6) -> list[Message]:
        """The client's newest messages on an order, the newest first."""
        ...

    async def newest_fact(self, order_id: int) -> tuple[int, Fact] | None: ...
    async def timeline(self, order_id: int, *, limit: int = 30) -> list[TimelineRow]: ...
    async def tasks_for(self, staff_id: int, roles: Sequence[str], *, limit: int = 20) -> list[Task]: ...
    async def search(self, text: str, *, limit: int = 8) -> list[DealRow | LeadRow]: ...


class BoardQueries(Protocol):
    async def board(self, *, stages: Sequence[str] = (), urgent: Sequence[Limit] = (), limit: int = 500) -> list[DealRow]:
        """Open orders, the oldest first; with `urgent` first what is late by these limits or complained of."""
        ...

    async def board_counts(self, staff_id: int | None, *, limits: Sequence[Limit]) -> dict[str, dict[Shown, int]]:
        """How many open orders are behind each toggle, by stage; `staff_id` is whose own they are."""
        ...

    async def board_page(self, shown: Shown, *, staff_id: int | None, limits: Sequence[Limit], page: int, size: int) -> list[DealRow]:
        """Open orders behind a toggle, stage by stage, the oldest first; pages begin with 0."""
        ...


class FeedQueries(Protocol):
    async def feed(self, *, before: int | None = None, limit: int = 12) -> list[FeedRow]:
        """What happened in the company, the newest first; `before` is the id of the last row seen (keyset)."""
        ...

    async def internal_request(self, id: int) -> InternalRequest | None: ...
    async def internal_requests(self, *, author_id: int | None = None, limit: int = 20) -> list[InternalRequest]:
        """Open ones first, then the newest; of one author or of all."""
        ...


class MoneyQueries(Protocol):
    async def entries_of(self, order_id: int) -> list[Entry]: ...
    async def entries_between(self, start: datetime, end: datetime) -> list[Entry]:
        """Over all orders, in one statement; the end is excluded."""
        ...

    async def approved_lines(self, order_id: int) -> list[LineView]:
        """What the client has agreed to pay for."""
        ...

    async def unpaid_of(self, client_id: int) -> list[Deal]:
        """A client's orders that may be invoiced now: something is due on them; the oldest first."""
        ...

    async def invoice(self, id: int) -> InvoiceView | None: ...
    async def money_rows(self, *, limit: int = 200) -> list[MoneyRow]:
        """Orders with money due or held, the longest waiting first."""
        ...


class PriceQueries(Protocol):
    async def price_items(self, *, archived: bool = False) -> list[PriceItem]:
        """In the list's order; with `archived` also what is no longer picked."""
        ...

    async def price_item(self, id: int) -> PriceItem | None: ...
    async def price_page(self, *, category: str, after: int = 0, limit: int = 12) -> list[PriceItem]:
        """The positions of a category after the one with this id (keyset), archived ones too."""
        ...

    async def price_categories(self, *, after: int = 0, limit: int = 20) -> list[PriceCategory]:
        """By their first position's id, after this one (keyset)."""
        ...

    async def upload(self, id: int) -> Upload | None: ...
    async def task(self, id: int) -> Task | None: ...


class PeopleQueries(Protocol):
    async def viewer(self, chat_id: int, now: datetime) -> Viewer: ...
    async def roster(self) -> list[StaffMember]: ...
    async def open_invites(self, now: datetime) -> list[Invite]: ...
    async def used_invites(self, *, limit: int = 5) -> list[UsedInvite]:
        """The newest use first."""
        ...

    async def client(self, id: int) -> ClientView | None: ...
    async def find_clients(self, text: str, *, limit: int = 8) -> list[ClientView]:
        """By a part of the name or the company, of a phone in any writing, or of an e-mail."""
        ...

    async def clients_with(self, kind: str, value: str, *, limit: int = 3) -> list[ClientView]:
        """Who has this phone or e-mail, the known first."""
        ...

    async def engineers(self, now: datetime) -> list[EngineerLoad]:
        """Engineers by suggestion: present first, then by fewest open orders."""
        ...

    async def dead_letters(self, *, limit: int = 10) -> list[DeadLetter]: ...
    async def health(self) -> list[Noted]:
        """What was found when last looked at, by sign."""
        ...


class Queries(OrderQueries, BoardQueries, FeedQueries, MoneyQueries, PriceQueries, PeopleQueries, Protocol):
    """All that can be asked."""
