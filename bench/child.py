"""A contender as a child process: started, measured from outside, stopped."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox import Sandbox

START_SECONDS, STOP_SECONDS = 120, 20


@dataclass(slots=True)
class Child:
    """One running contender."""

    process: asyncio.subprocess.Process

    @property
    def memory(self) -> int:
        """Resident bytes now (Linux)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("no VmRSS: the memory is measured on Linux only")

    @property
    def processor_seconds(self) -> float:
        """User and system time since its start (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def counts(self) -> dict[str, int]:
        self.process.send_signal(signal.SIGUSR1)
        return dict(json.loads(await self.line()))

    async def line(self) -> str:
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), START_SECONDS)
        if not line:
            raise RuntimeError("the contender ended before its time")
        return line.decode().strip()


@asynccontextmanager
async def started(sandbox: Sandbox, *arguments: str, **environment: str) -> AsyncIterator[Child]:
    """`python -m …` against the sandbox, from the moment it says that it is ready."""
    settings: Mapping[str, str] = {**os.environ, "BOT_TOKEN": sandbox.world.token, "TELEGRAM_API_URL": sandbox.url}
    settings = {**settings, "LOG_LEVEL": "ERROR", "HTTP_PORT": "0"}
    pipe: Any = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *arguments, stdout=pipe, env={**settings, **environment})
    child = Child(process)
    try:
        while await child.line() != "ready":
            pass
        yield child
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
