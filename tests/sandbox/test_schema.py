"""Strict mode: every parameter is compared with the machine-readable Bot API."""

from typing import Any

import pytest

from sandbox.arguments import Arguments, Upload
from sandbox.errors import ApiError
from sandbox.methods import METHODS
from sandbox.schema import Schema

BUTTON = {"text": "x", "callback_data": "y"}


def check(method: str, **values: Any) -> None:
    Schema.load().check(method, Arguments(values))


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("sendMessage", {"chat_id": "5", "text": "[not json"}),
        ("sendMessage", {"chat_id": 5, "text": "x", "disable_notification": "true"}),
        ("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": '{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}'}),
        ("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": {"remove_keyboard": True}}),
        ("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "disabled": {}}]]}}),
        ("sendLocation", {"chat_id": 5, "latitude": "55.7", "longitude": 37}),
        ("setMyCommands", {"commands": '[{"command":"a","description":"b"}]', "scope": '{"type":"chat","chat_id":5}'}),
    ],
)
def test_accepted(method: str, values: dict[str, Any]) -> None:
    check(method, **values)


@pytest.mark.parametrize(
    ("method", "values", "sentence"),
    [
        ("deleteMessage", {"chat_id": 5}, 'deleteMessage needs the parameter "message_id"'),
        ("sendMessage", {"chat_id": 5, "txt": "x"}, 'sendMessage has no parameter "txt"'),
        ("deleteMessage", {"chat_id": 5, "message_id": "five"}, '"message_id" must be of type Integer'),
        ("sendMessage", {"chat_id": 5, "text": "x", "protect_content": "maybe"}, '"protect_content" must be of type Boolean'),
        ("setMyCommands", {"commands": {}}, '"commands" must be an Array'),
        ("setMyCommands", {"commands": [1]}, r'"commands\[0\]" must be an Object \(BotCommand\)'),
        ("setMyCommands", {"commands": [{"command": "x"}]}, r'"commands\[0\]" \(BotCommand\) needs the field "description"'),
        ("answerCallbackQuery", {"callback_query_id": "1", "cache_time": "x"}, '"cache_time" must be of type Integer'),
        ("editMessageReplyMarkup", {"reply_markup": {"inline_keyboard": [[BUTTON | {"color": "red"}]]}}, 'has no field "color"'),
        ("editMessageReplyMarkup", {"reply_markup": {"inline_keyboard": [[{"text": 5}]]}}, "must be of type String"),
    ],
)
def test_refused(method: str, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ApiError, match=f"strict: .*{sentence}"):
        check(method, **values)


def test_files() -> None:
    upload = {"x": Upload("a.png", b"1", "image/png")}
    Schema.load().check("sendPhoto", Arguments({"chat_id": 5, "photo": "attach://x"}, upload))
    with pytest.raises(ApiError, match='takes no file as "text"'):
        Schema.load().check("sendMessage", Arguments({"chat_id": 5}, {"text": upload["x"]}))


def test_every_method_is_known_to_the_schema() -> None:
    assert {name for name, _ in METHODS.values()} <= Schema.load().methods
