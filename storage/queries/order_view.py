"""Questions about one order: all that its card shows, or just enough to know who may hear of it."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.conversation import Message
from crm.deal import OPEN
from crm.lead import OPEN_STAGES
from crm.money import Money
from crm.shop import Shop
from crm.task import Task, TaskState
from crm.views import LineView, OrderBrief, OrderView
from storage import tables
from storage.queries.people import SqlPeopleQueries
from storage.repositories.orders import find_order
from storage.repositories.work import MESSAGES, TASKS

NEWEST = 3
"""Messages on a card."""

STAFF_NAMES = select(tables.staff.c.id, tables.staff.c.name)


class SqlOrderViewQueries:
    shop: Shop

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def order(self, id: int) -> OrderView | None:
        """Everything that the order's card shows to any role."""
        brief = await self.order_brief(id)
        if brief is None:
            return None
        lead, deal = brief.lead, brief.deal
        people = SqlPeopleQueries(self._connection)
        client = await people.client(lead.client_id)
        assert client is not None, "a foreign key holds it"
        alike = await people.namesakes(client.id, but=lead.not_client_id) if lead.is_open and not client.known else []
        said = await self._said(id)
        sent = [one for one in said if one.incoming and one.media != "text"]
        photos = sum(len(one.album) or 1 for one in sent if one.media == "photo")
        return OrderView(
            id=id,
            lead=lead,
            client=client,
            deal=deal,
            staff=await self.staff_names(),
            messages=tuple(said[-NEWEST:]),
            lines=tuple(await self._lines(id, deal.estimate_version)) if deal else (),
            told_before=await self._told_before(id, deal.estimate_version) if deal else None,
            tasks=tuple(await self._tasks(id)),
            photos=photos + int((await self._connection.execute(_photos_taken(), {"id": id})).scalar_one()),
            sent=sum(len(one.album) or 1 for one in sent),
            others=tuple(await self._other_open(lead.client_id, id)),
            looks_like=next(iter(alike), None),
        )

    async def order_brief(self, id: int) -> OrderBrief | None:
        return await find_order(self._connection, id, shop=self.shop)

    async def staff_names(self) -> dict[int, str]:
        return {row.id: row.name for row in await self._connection.execute(STAFF_NAMES)}

    async def _said(self, order_id: int) -> list[Message]:
        """The newest messages, and what the client sent that is more than words."""
        return [MESSAGES.entity(row) for row in (await self._connection.execute(_newest_and_sent(), {"id": order_id})).mappings()]

    async def _lines(self, order_id: int, version: int) -> list[LineView]:
        return [line_view(row) for row in await self._connection.execute(_lines_of(), {"id": order_id, "version": version})]

    async def _told_before(self, order_id: int, version: int) -> int | None:
        if version <= 1:
            return None
        told = (await self._connection.execute(_version_sent(), {"id": order_id, "version": version})).scalar_one_or_none()
        return sum(line.total for line in await self._lines(order_id, told)) if told else None

    async def _tasks(self, order_id: int) -> list[Task]:
        return [TASKS.entity(row) for row in (await self._connection.execute(_open_tasks(), {"id": order_id})).mappings()]

    async def _other_open(self, client_id: int, id: int) -> list[int]:
        return list((await self._connection.execute(_others(), {"client_id": client_id, "id": id})).scalars())


@cache
def _newest_and_sent() -> Select[Any]:
    message = tables.message
    mine = message.c.order_id == bindparam("id")
    newest = select(message.c.id).where(mine).order_by(message.c.id.desc()).limit(NEWEST)
    return (
        select(message)
        .where(mine, or_(message.c.id.in_(newest), and_(message.c.incoming, message.c.media != "text")))
        .order_by(message.c.id)
    )


@cache
def _lines_of() -> Select[Any]:
    line = tables.estimate_line
    return select(line).where(line.c.order_id == bindparam("id"), line.c.version == bindparam("version")).order_by(line.c.number)


@cache
def _version_sent() -> Select[Any]:
    sent = tables.estimate
    earlier = (sent.c.order_id == bindparam("id")) & (sent.c.version < bindparam("version"))
    return select(func.max(sent.c.version)).where(earlier, sent.c.sent_at.is_not(None))


@cache
def _open_tasks() -> Select[Any]:
    return select(tables.task).where(tables.task.c.order_id == bindparam("id"), tables.task.c.state != TaskState.CLOSED)


@cache
def _photos_taken() -> Select[Any]:
    kept = tables.attachment
    return select(func.count()).where(kept.c.order_id == bindparam("id"), kept.c.media == "photo")


@cache
def _others() -> Select[Any]:
    lead = tables.lead
    theirs = (lead.c.client_id == bindparam("client_id")) & (lead.c.id != bindparam("id"))
    return open_orders().where(theirs).order_by(lead.c.id).limit(5)


def open_orders() -> Select[Any]:
    """Numbers of orders that are open: as a lead, or converted to a deal that is not final."""
    lead, deal = tables.lead, tables.deal
    is_open = or_(and_(deal.c.id.is_(None), lead.c.stage.in_(OPEN_STAGES)), deal.c.stage.in_(OPEN))
    return select(lead.c.id).outerjoin(deal, deal.c.id == lead.c.id).where(is_open)


def line_view(row: Any) -> LineView:
    total = Money(row.unit_price).times(row.quantity).amount
    return LineView(row.number, row.title, row.unit_price, f"{row.quantity.normalize():f}", total, row.is_exact)
