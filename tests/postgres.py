"""A real PostgreSQL for tests; one server per test process, one database per test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scripts.postgres import Server, new_database, served


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    with served() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> str:
    """A fresh, empty database."""
    return new_database(postgres_server)
