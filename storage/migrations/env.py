"""Alembic's entry: runs on the connection it is given, in batch mode for SQLite."""

from __future__ import annotations

from typing import Literal

from alembic import context

from storage.tables import metadata
from storage.types import UtcDateTime


def render(kind: str, item: object, _context: object) -> str | Literal[False]:  # law: signature of alembic
    """Our own types are imported by the template."""
    return "UtcDateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True, render_item=render)
with context.begin_transaction():
    context.run_migrations()
