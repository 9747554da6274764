"""The whole product as a process of its own, unpaced: Telegram's rates are Telegram's, not ours. SIGUSR1 makes it tell its counts."""

from __future__ import annotations

import asyncio
import json
import signal
from collections import Counter
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from gotovo.app import App
from gotovo.logs import set_up_logging
from gotovo.pacing import Pace
from gotovo.running import until_stopped
from gotovo.settings import make_data_dir, settings_or_exit

UNPACED = Pace(overall=1e6, per_chat=1e6, burst=1e6)


def count_statements(engine: AsyncEngine, counts: Counter[str], name: str) -> None:
    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def executed(*_arguments: Any) -> None:
        counts[name] += 1

    @event.listens_for(engine.sync_engine, "commit")
    def committed(_connection: Any) -> None:
        counts["commits"] += 1


async def serve() -> None:
    settings = settings_or_exit()
    make_data_dir(settings)
    set_up_logging(settings.log_level, secrets=settings.secrets)
    app = App(settings, pace=UNPACED)
    await app.start()
    assert app.wiring is not None
    counts: Counter[str] = Counter()
    count_statements(app.wiring.engines.write, counts, "writer")
    if app.wiring.engines.is_sqlite:
        count_statements(app.wiring.engines.read, counts, "reader")
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, lambda: print(json.dumps(counts), flush=True))
    print("ready", flush=True)
    await until_stopped(app)


if __name__ == "__main__":
    asyncio.run(serve())
