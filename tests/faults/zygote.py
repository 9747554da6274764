"""A product that starts in no time: one process imports it and forks before any database or socket is opened."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CHILD = "tests.faults.product"


class Zygote:
    """Answers for one product at a time. Its lines: `{"pid": …}` at the start, `{"code": …}` at the end of a product."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", CHILD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._running: int | None = None

    async def starts(self, settings: Mapping[str, str], *, variant: str = "") -> Product:
        """A fresh process of the product; `variant` names one that is broken on purpose (`tests.faults.broken`)."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"settings": dict(settings), "variant": variant}) + "\n")
        self._process.stdin.flush()
        self._running = int((await self.line())["pid"])
        return Product(self, self._running)

    async def ended(self) -> int:
        code = int((await self.line())["code"])
        self._running = None
        return code

    async def line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        found = await asyncio.to_thread(self._process.stdout.readline)
        if not found:
            raise RuntimeError("the zygote has ended")
        return dict(json.loads(found))

    def close(self) -> None:
        """A test that failed may have left its product running."""
        if self._running is not None:
            os.kill(self._running, signal.SIGKILL)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()


@dataclass(slots=True)
class Product:
    """One running process."""

    nest: Zygote
    pid: int

    async def ends(self, how: signal.Signals) -> int:
        """Sends the signal and waits; the exit code, negative for a signal that killed it."""
        os.kill(self.pid, how)
        return await self.nest.ended()
