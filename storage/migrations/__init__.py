"""The schema's history; `migrate` brings a database to the newest, a newer one is refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

HERE = Path(__file__).parent
LOCK = 0x60702070
"""Any number, as long as no other program locks it in our database."""


class NewerSchema(Exception):
    """The database was written by a newer Gotovo."""


def config_for(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


def migrate(connection: Connection) -> None:
    """Upgrades in the connection's transaction; of several processes that start together one does. Raises `NewerSchema`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    pending(connection)
    command.upgrade(config_for(connection), "head")


def pending(connection: Connection) -> str | None:
    """The schema that `migrate` would change the data to; None for an empty database or the newest schema. Raises `NewerSchema`."""
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and not knows_schema(current):
        raise NewerSchema(current)
    return newest_schema() if current not in (None, newest_schema()) else None


def knows_schema(revision: str) -> bool:
    """Whether it is one of this Gotovo's history."""
    return revision in {script.revision for script in _history(HERE).walk_revisions()}


def newest_schema() -> str:
    """What `migrate` leads to."""
    return _history(HERE).get_current_head() or ""


@cache
def _history(_here: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(config_for())
