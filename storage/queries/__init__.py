"""The read side: what cards, lists and search ask for; never changes anything."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from crm.shop import Shop
from storage.queries.board import SqlBoardQueries
from storage.queries.feed import SqlFeedQueries
from storage.queries.health import SqlHealthQueries
from storage.queries.money import SqlMoneyQueries
from storage.queries.orders import SqlOrderQueries
from storage.queries.people import SqlPeopleQueries
from storage.queries.prices import SqlPriceQueries


class SqlQueries(SqlOrderQueries, SqlBoardQueries, SqlFeedQueries, SqlHealthQueries, SqlMoneyQueries, SqlPriceQueries, SqlPeopleQueries):
    """All that can be asked, on one connection, of a company with these settings."""

    def __init__(self, connection: AsyncConnection, shop: Shop) -> None:
        super().__init__(connection)
        self.shop = shop
