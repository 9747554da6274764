"""Dead letters: rows of the spine that gave up after their tries; a director puts each back or drops it (architecture §2)."""

from __future__ import annotations

from enum import StrEnum


class Box(StrEnum):
    """Where a row gave up: what came in, what was to be said, what time was to do."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    TIMER = "timer"
