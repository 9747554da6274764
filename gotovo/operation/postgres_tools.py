"""PostgreSQL's own pg_dump and pg_restore, which know their server better than we do."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path

from sqlalchemy import make_url, text

from storage.engine import open_engines

SCHEMA = re.compile(r"^COPY \S*alembic_version .*\n(?P<schema>\S+)$", re.MULTILINE)


class ToolFailed(Exception):
    """A tool is not there, or said no; the message holds no password."""


async def dump(url: str, target: Path) -> None:
    """A custom-format dump, readable by its owner alone; it has its name once pg_restore can list it. Raises `ToolFailed`, OSError."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        await _run("pg_dump", "--format=custom", f"--file={part}", url=url)
        await schema_of(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


async def restore(url: str, file: Path) -> None:
    """All or nothing, in one transaction. Raises `ToolFailed`."""
    await _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error", str(file), url=url)


async def schema_of(file: Path) -> str:
    """Which schema a dump holds. Raises `ToolFailed` for what is no dump of Gotovo."""
    said = await _run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    found = SCHEMA.search(said)
    if found is None:
        raise ToolFailed(f"{file.name} is no dump of Gotovo's database")
    return found["schema"]


async def others_connected(url: str) -> int:
    """How many others use the database."""
    engines = open_engines(url)
    try:
        async with engines.read.connect() as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            return int((await connection.execute(text(query))).scalar_one())
    finally:
        await engines.dispose()


async def _run(tool: str, *options: str, url: str | None = None) -> str:
    """What the tool printed. The password goes by the environment: arguments are seen by everybody on the machine."""
    found = shutil.which(tool)
    if found is None:
        raise ToolFailed(f"{tool} is not on the PATH; install PostgreSQL's client programs of the server's version")
    env = dict(os.environ)
    if url is not None:
        address = make_url(url)
        if address.password:
            env["PGPASSWORD"] = str(address.password)
        plain = address.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
        options = (f"--dbname={plain}", *options)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(found, *options, stdout=pipe, stderr=pipe, env=env)
    try:
        said, complained = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        raise ToolFailed(f"{tool} said: {' '.join(complained.decode(errors='replace').split())[:300]}")
    return said.decode(errors="replace")
