"""Reply markup: what Telegram refuses before a message leaves."""

import re
from typing import Any

import pytest

from sandbox.errors import ApiError
from sandbox.keyboards import check_for_chat, checked_markup
from sandbox.records import Chat

TAKE = {"text": "Take", "callback_data": "t:1"}


def inline(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    "button",
    [
        TAKE,
        TAKE | {"style": "success"},
        {"text": "x", "callback_data": "я" * 32},
        {"text": "x", "url": "https://t.me/bot?start=1"},
        {"text": "x", "url": "tg://user?id=1"},
        {"text": "x", "copy_text": {"text": "1001"}},
        {"text": "x", "disabled": {}},
        {"text": "x", "web_app": {"url": "https://a.example"}},
    ],
)
def test_good_buttons(button: dict[str, Any]) -> None:
    assert checked_markup(inline(button)) == inline(button)


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        ([], "object expected as reply markup"),
        ({"inline_keyboard": [TAKE]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"keyboard": "x"}, 'field "keyboard" must be an Array of Arrays'),
        (inline(1), "can't parse inline keyboard button: expected an Object"),
        (inline({"callback_data": "x"}), "can't parse inline keyboard button: Can't find field \"text\""),
        (inline({"text": 1, "callback_data": "x"}), 'Field "text" must be of type String'),
        (inline({"text": " ", "callback_data": "x"}), "BUTTON_TEXT_INVALID"),
        (inline({"text": "x"}), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline({"text": "x", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": "я" * 33}), "BUTTON_DATA_INVALID"),
        (inline(TAKE | {"style": "pink"}), "Invalid button style"),
        (inline({"text": "x", "copy_text": {"text": ""}}), "BUTTON_COPY_TEXT_INVALID"),
        (inline({"text": "x", "url": "nohost"}), "inline keyboard button URL 'nohost' is invalid"),
        (inline({"text": "x", "url": "ftp://a.example"}), "Unsupported URL protocol"),
        (inline({"text": "x", "web_app": {"url": "http://a.example"}}), "Only HTTPS links are allowed"),
        ({"inline_keyboard": [[TAKE]] * 101}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "т" * 60, "callback_data": "x"}]] * 99}, "reply markup is too long"),
        ({"keyboard": [[{}]]}, "can't parse keyboard button"),
        ({"keyboard": [[""]]}, "can't parse keyboard button"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "input field placeholder is too long"),
    ],
)
def test_refused(markup: Any, sentence: str) -> None:
    with pytest.raises(ApiError, match=re.escape(sentence)):
        checked_markup(markup)


def test_empty_keyboards_are_none() -> None:
    assert checked_markup({"inline_keyboard": [[]]}) is None
    assert checked_markup({}) is None
    assert checked_markup({"remove_keyboard": True}) == {"remove_keyboard": True}


def test_contact_is_asked_in_private_only() -> None:
    markup = {"keyboard": [[{"text": "Phone", "request_contact": True}]]}
    check_for_chat(markup, Chat(1))
    with pytest.raises(ApiError, match="phone number can be requested in private chats only"):
        check_for_chat(markup, Chat(-1, "supergroup"))
