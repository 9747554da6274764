"""The process that forks products: imported once, and each fork runs the real thing until a signal ends it."""

from __future__ import annotations

import asyncio
import json
import os
import sys

import pytest

from gotovo.app import App
from gotovo.logs import set_up_logging
from gotovo.pacing import Pace
from gotovo.running import until_stopped
from gotovo.settings import make_data_dir, settings_or_exit
from tests.faults.broken import BROKEN


async def serve() -> None:
    settings = settings_or_exit()
    make_data_dir(settings)
    set_up_logging(settings.log_level, secrets=settings.secrets)
    app = App(settings, pace=Pace(per_chat=1e6, burst=1e6))
    await app.start()
    await until_stopped(app)


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os.environ.update(order["settings"])
            if order["variant"]:
                BROKEN[order["variant"]](pytest.MonkeyPatch())
            asyncio.run(serve())
            os._exit(0)
        sys.stdout.write(json.dumps({"pid": pid}) + "\n")
        sys.stdout.flush()
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(json.dumps({"code": code}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
