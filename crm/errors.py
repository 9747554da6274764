"""Refusals: each names the obstacle; the words for people are found by the bot."""

from __future__ import annotations


class CrmError(Exception):
    """A business rule says no; nothing was changed."""


class Refused(CrmError):
    """An obstacle stands in the way: `obstacle` is its name, `data` what a sentence about it may need."""

    def __init__(self, obstacle: str, **data: object) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle
        self.data = data


class NotFound(CrmError):
    """Absent or forbidden: both answer alike, so that nothing is disclosed (architecture §5)."""


class Stale(CrmError):
    """The button belongs to an earlier turn of the object; the fresh card answers it."""


class Conflict(CrmError):
    """Somebody saved the same row first; the input is run again silently."""
