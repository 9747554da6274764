"""One table for everything Telegram may answer to a call, and what follows from it (architecture §2, Sender)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)


class Verdict(StrEnum):
    SUCCESS = "success"
    SEND_ANEW = "send_anew"
    PLAIN_TEXT = "plain_text"
    WAIT = "wait"
    RETRY = "retry"
    UNCERTAIN = "uncertain"
    UNREACHABLE = "unreachable"
    MIGRATED = "migrated"
    TOO_BIG = "too_big"
    DEAD = "dead"


class FileTooBig(Exception):
    """A file has more bytes than we take."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`seconds` to wait for `WAIT`, `chat_id` the new chat for `MIGRATED`."""

    verdict: Verdict
    seconds: float = 0
    chat_id: int = 0


BAD_REQUESTS = (
    ("message is not modified", Verdict.SUCCESS),
    ("message to delete not found", Verdict.SUCCESS),
    ("message can't be deleted", Verdict.SUCCESS),
    ("query is too old", Verdict.SUCCESS),
    ("message to edit not found", Verdict.SEND_ANEW),
    ("message can't be edited", Verdict.SEND_ANEW),
    ("there is no text in the message to edit", Verdict.SEND_ANEW),
    ("message to be replied not found", Verdict.SEND_ANEW),
    ("can't parse entities", Verdict.PLAIN_TEXT),
    ("file is too big", Verdict.TOO_BIG),
    ("chat not found", Verdict.UNREACHABLE),
    ("user is deactivated", Verdict.UNREACHABLE),
)


def judge(error: Exception) -> Judgement:
    """What an exception of a call means; an exception of our own code is DEAD after its tries."""
    match error:
        case TelegramRetryAfter():
            return Judgement(Verdict.WAIT, seconds=max(1, int(error.retry_after)))
        case TelegramMigrateToChat():
            return Judgement(Verdict.MIGRATED, chat_id=error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Judgement(Verdict.UNREACHABLE)
        case FileTooBig():
            return Judgement(Verdict.TOO_BIG)
        case TelegramEntityTooLarge():
            return Judgement(Verdict.DEAD)
        case TelegramServerError() | RestartingTelegram() | TelegramUnauthorizedError() | TelegramNotFound():
            return Judgement(Verdict.RETRY)
        case TelegramNetworkError() | ClientDecodeError() | TimeoutError() | OSError():
            return Judgement(Verdict.UNCERTAIN)
        case TelegramBadRequest():
            found = next((verdict for text, verdict in BAD_REQUESTS if text in error.message.lower()), Verdict.DEAD)
            return Judgement(found)
        case _:
            return Judgement(Verdict.DEAD)
