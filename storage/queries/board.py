"""The board over all open orders: counts and pages by conditions that the database itself looks for, however many there are (D1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.board import Shown
from crm.deal import OPEN, DealStage
from crm.lateness import Limit, Since
from crm.views import DealRow
from storage import tables
from storage.queries.orders import deal_row, deal_rows

IS_OPEN = tables.deal.c.stage.in_(OPEN)
IN_ORDER = case({str(stage): place for place, stage in enumerate(DealStage)}, value=tables.deal.c.stage)


class SqlBoardQueries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def board(self, *, stages: Sequence[str] = (), urgent: Sequence[Limit] = (), limit: int = 500) -> list[DealRow]:
        deal = tables.deal
        query = deal_rows().where(deal.c.stage.in_(stages) if stages else IS_OPEN)
        if urgent:
            query = query.order_by(case((or_(is_late(urgent), deal.c.complaint_open), 0), else_=1))
        return [deal_row(row) for row in await self._connection.execute(query.order_by(deal.c.opened_at, deal.c.id).limit(limit))]

    async def board_counts(self, staff_id: int | None, *, limits: Sequence[Limit]) -> dict[str, dict[Shown, int]]:
        deal, client = tables.deal, tables.client
        counts = [func.sum(case((behind(shown, staff_id=staff_id, limits=limits), 1), else_=0)) for shown in Shown]
        query = select(deal.c.stage, *counts).join(client, client.c.id == deal.c.client_id).where(IS_OPEN).group_by(deal.c.stage)
        rows = await self._connection.execute(query)
        return {row[0]: {shown: int(count) for shown, count in zip(Shown, row[1:], strict=True)} for row in rows}

    async def board_page(self, shown: Shown, *, staff_id: int | None, limits: Sequence[Limit], page: int, size: int) -> list[DealRow]:
        deal = tables.deal
        query = deal_rows().where(IS_OPEN, behind(shown, staff_id=staff_id, limits=limits)).order_by(IN_ORDER, deal.c.opened_at, deal.c.id)
        return [deal_row(row) for row in await self._connection.execute(query.offset(page * size).limit(size))]


def behind(shown: Shown, *, staff_id: int | None, limits: Sequence[Limit]) -> ColumnElement[bool]:
    """As `crm.board.chosen` chooses."""
    dispatcher = tables.deal.c.dispatcher_id
    match shown:
        case Shown.MINE:
            return or_(dispatcher.is_(None), dispatcher == staff_id)
        case Shown.LATE:
            return is_late(limits)
        case Shown.ALL:
            return true()


def is_late(limits: Sequence[Limit]) -> ColumnElement[bool]:
    """As `crm.board.Clock.is_late` says; asked of deals with their clients."""
    return or_(false(), *(_over(limit) for limit in limits))


def _over(limit: Limit) -> ColumnElement[bool]:
    deal, client = tables.deal, tables.client
    since: Any = func.coalesce(deal.c.stage_since, deal.c.opened_at) if limit.since is Since.STAGE else deal.c[limit.since]
    terms = [deal.c.stage == str(limit.stage), since <= limit.before]
    terms += [client.c.kind != "company"] if limit.persons else []
    terms += [~deal.c.device_here] if limit.visits else []
    return and_(*terms)
