"""Answers for the refusals of the Bot API: the exact code, sentence and parameters that Telegram would send."""

from typing import Any


class ApiError(Exception):
    """A refused call; `envelope` is the JSON body the bot receives."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None, migrate_to: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def envelope(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        parameters = {}
        if self.retry_after is not None:
            parameters["retry_after"] = self.retry_after
        if self.migrate_to is not None:
            parameters["migrate_to_chat_id"] = self.migrate_to
        if parameters:
            body["parameters"] = parameters
        return body


def bad_request(sentence: str) -> ApiError:
    """Telegram lower-cases the first letter unless the sentence starts with a CONSTANT_NAME or a letter and `_`."""
    second = sentence[1:2]
    if sentence and not (second == "_" or second.isupper()):
        sentence = sentence[0].lower() + sentence[1:]
    return ApiError(400, f"Bad Request: {sentence}")


def forbidden(sentence: str) -> ApiError:
    return ApiError(403, f"Forbidden: {sentence}")


def conflict(sentence: str) -> ApiError:
    return ApiError(409, f"Conflict: {sentence}")


def too_many_requests(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
