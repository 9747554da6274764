"""The read side: what cards, lists and search ask for; never changes anything."""

from __future__ import annotations

from storage.queries.feed import SqlFeedQueries
from storage.queries.health import SqlHealthQueries
from storage.queries.money import SqlMoneyQueries
from storage.queries.orders import SqlOrderQueries
from storage.queries.people import SqlPeopleQueries
from storage.queries.prices import SqlPriceQueries


class SqlQueries(SqlOrderQueries, SqlFeedQueries, SqlHealthQueries, SqlMoneyQueries, SqlPriceQueries, SqlPeopleQueries):
    """All that can be asked, on one connection."""
