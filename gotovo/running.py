"""Running live: against a Bot API server until a signal stops it."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

import segno
from aiogram.exceptions import TelegramAPIError

from gotovo.app import App
from gotovo.database import claim_database, prepare_database
from gotovo.logs import set_up_logging
from gotovo.settings import Settings

LIVE = "live"
logger = logging.getLogger(__name__)


async def run_live(settings: Settings) -> int:
    """Starts, greets, and runs until SIGTERM or SIGINT; 1 when the token or the server refuses."""
    set_up_logging(settings.log_level, secrets=settings.secrets, form=settings.log_format)
    engines = await prepare_database(settings)
    await claim_database(engines, LIVE)
    await engines.dispose()
    app = App(settings)
    try:
        await app.start()
    except TelegramAPIError as error:
        print(f"The Bot API server at {settings.telegram_api_url} refused the token or did not answer: {error}", file=sys.stderr)
        return 1
    link = await app.owner_link()
    if link is not None:
        print(f"Owner link: {link}\n(one use, 15 minutes)")
        segno.make(link).terminal(compact=True)
    await until_stopped(app)
    return 0


async def until_stopped(app: App) -> None:
    """Runs the app until a stop signal, then lets it end its work."""
    await until_told(app, asyncio.Event())
    await app.stop()


async def until_told(app: App, stopped: asyncio.Event) -> None:
    """Runs the app until a stop signal sets `stopped`, somebody else does, or the app breaks; it is not stopped yet."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    running = asyncio.create_task(app.run())
    waiting = asyncio.create_task(stopped.wait())
    running.add_done_callback(_end_of_loops)
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()


def _end_of_loops(running: asyncio.Task[None]) -> None:
    if not running.cancelled() and (error := running.exception()) is not None:
        logger.error("a loop broke", exc_info=error)
