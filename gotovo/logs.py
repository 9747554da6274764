"""Sets up logging once: one line format, and one filter that keeps secrets and phone numbers out of every record."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN = "***"
BOT_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
PHONE = re.compile(r"(?<![\w+])(?:\+\d(?:[\s().-]{0,2}\d){9,14}|[78](?:[\s().-]{0,2}\d){10})(?!\w)")
QUIET = ("aiogram.event", "aiohttp.access", "alembic", "apscheduler")


class Redaction(logging.Filter):
    """Rewrites a record before it is written: message, traceback and stack, so that no later formatter can leak them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self.clean(_message(record)).replace("\r", "\\r").replace("\n", "\\n")
        record.args = None
        if record.exc_info:
            record.exc_text = self.clean(record.exc_text or self._formatter.formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True

    def clean(self, text: str) -> str:
        """The text with registered secrets, anything shaped like a bot token, and phone numbers hidden."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return PHONE.sub(HIDDEN, BOT_TOKEN.sub(HIDDEN, text))


def set_up_logging(level: str, *, secrets: Iterable[str] = ()) -> None:
    """Sends all records, warnings included, to standard error through the redaction filter."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(Redaction(secrets))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)


def _message(record: logging.LogRecord) -> str:
    """A record whose arguments do not fit its format must not take the process's log down."""
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} {record.args!r}"
