"""Sets up logging once: a line an event, as text or JSON, and filters that keep secrets, phones and people's words out of every record."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN = "***"
BOT_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
PHONE = re.compile(r"(?<![\w+])(?:\+\d(?:[\s().-]{0,2}\d){9,14}|[78](?:[\s().-]{0,2}\d){10})(?!\w)")
QUIET = ("aiogram.event", "aiohttp.access", "aiosqlite", "alembic", "apscheduler", "sqlalchemy")
"""Chatty libraries; those of the databases would write down every value that is kept."""

QUOTING = (ValueError, LookupError, SQLAlchemyError)
"""Errors whose words quote what they choked on: a client's message, a row's values. Their kind and place are enough."""

_about: ContextVar[dict[str, int]] = ContextVar("about")


@contextmanager
def concerning(**numbers: int) -> Iterator[None]:
    """What is logged inside belongs to this: `input` is a row of the inbox, `order` an order's public number."""
    token = _about.set(_known(numbers))
    try:
        yield
    finally:
        _about.reset(token)


def also_concerning(**numbers: int) -> None:
    """More of it, known only now; to the end of the surrounding `concerning`, or of the task."""
    _about.set({**_about.get({}), **_known(numbers)})


def _known(numbers: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if number}


class Redaction(logging.Filter):
    """Rewrites a record before it is written: message, traceback and stack, so that no later formatter can leak them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self.clean(_message(record)).replace("\r", "\\r").replace("\n", "\\n")
        record.args = None
        if record.exc_info and record.exc_info[1]:
            record.exc_text = self.clean(trace(record.exc_info[1]))
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True

    def clean(self, text: str) -> str:
        """The text with registered secrets, anything shaped like a bot token, and phone numbers hidden."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return PHONE.sub(HIDDEN, BOT_TOKEN.sub(HIDDEN, text))


def trace(error: BaseException) -> str:
    """As Python writes it, the causes first, without the words of those that quote."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    parts = [trace(before)] if before is not None else []
    stack = "".join(traceback.format_tb(error.__traceback__))
    parts.append(f"Traceback (most recent call last):\n{stack}{_named(error)}")
    if isinstance(error, BaseExceptionGroup):
        parts += [trace(one) for one in error.exceptions]
    return "\n\n".join(parts)


def _named(error: BaseException) -> str:
    name = type(error).__qualname__
    if isinstance(error, DBAPIError):
        return f"{name}: {type(error.orig).__qualname__}"
    return name if isinstance(error, QUOTING) else f"{name}: {error}"


class JsonLines(logging.Formatter):
    """One object a line; `order` and `input` stand there where they are known."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"time": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        line |= _about.get({})
        if record.exc_text:
            line["error"] = record.exc_text
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(line, ensure_ascii=False)


class TextLines(logging.Formatter):
    """For a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        about = "".join(f" [{name} {number}]" for name, number in _about.get({}).items())
        message, _newline, rest = super().format(record).partition("\n")
        return f"{message}{about}\n{rest}" if rest else message + about


def set_up_logging(level: str, *, secrets: Iterable[str] = (), form: str = "text") -> None:
    """Sends all records, warnings included, to standard error through the redaction filter; no `form` means text on a terminal."""
    chosen = form or ("text" if sys.stderr.isatty() else "json")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if chosen == "json" else TextLines(FORMAT))
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
