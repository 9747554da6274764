"""A file that a colleague dropped into the chat, kept until he decides what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MAX_DOWNLOAD = 20 * 1024 * 1024
"""Bytes: Telegram gives bots no larger files (platform §2)."""


class Purpose(StrEnum):
    """What a file was dropped for."""

    PRICE_LIST = "price_list"


class UploadState(StrEnum):
    WAITING = "waiting"
    APPLIED = "applied"
    CANCELLED = "cancelled"


@dataclass(slots=True)
class Upload:
    """`data` are the file's bytes; `outcome` counts what applying it has done."""

    id: int
    at: datetime
    chat_id: int
    purpose: Purpose
    name: str
    data: bytes
    state: UploadState = UploadState.WAITING
    outcome: dict[str, int] = field(default_factory=dict)
