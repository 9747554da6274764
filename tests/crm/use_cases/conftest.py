"""Use cases are tried on a migrated database of either kind."""

from __future__ import annotations

from tests.storage.conftest import connection, database_url, engines

__all__ = ["connection", "database_url", "engines"]
