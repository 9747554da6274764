"""Answers for reply markup: every keyboard is checked as Telegram checks it before a message leaves."""

import json
from typing import Any
from urllib.parse import urlsplit

from sandbox.arguments import Arguments
from sandbox.errors import ApiError, bad_request
from sandbox.records import JSON, Chat

MAX_MARKUP_BYTES = 10_000
MAX_INLINE, MAX_KEYS = 100, 300
MAX_DATA_BYTES, MAX_COPY, MAX_PLACEHOLDER = 64, 256, 64
STYLES = frozenset({"danger", "success", "primary"})
SWITCHES = {"switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"}
ACTIONS = frozenset({"callback_data", "url", "copy_text", "web_app", "login_url", "callback_game", "pay", "disabled"} | SWITCHES)
PRIVATE_ONLY = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "polls can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}


def parse_markup(args: Arguments) -> JSON | None:
    """The checked markup, or None when there is none or it is empty."""
    return checked_markup(args.structure("reply_markup", "can't parse reply keyboard markup JSON object"))


def checked_markup(markup: Any) -> JSON | None:
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if len(json.dumps(markup, ensure_ascii=False).encode()) > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    if "inline_keyboard" in markup:
        return _inline(markup)
    if "keyboard" in markup:
        return _reply(markup)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        _check_placeholder(markup)
        return markup
    return None


def check_for_chat(markup: JSON | None, chat: Chat) -> None:
    """Some buttons live in private chats only."""
    if markup is None or chat.is_private:
        return
    for row in markup.get("inline_keyboard", []) + markup.get("keyboard", []):
        for button in row:
            for field in PRIVATE_ONLY if isinstance(button, dict) else ():
                if button.get(field):
                    raise bad_request(PRIVATE_ONLY[field])


def _rows(rows: Any, complaint: str, limit: int) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(complaint)
    if sum(map(len, rows)) > limit:
        raise bad_request("reply markup is too long")
    return [row for row in rows if row]


def _inline(markup: JSON) -> JSON | None:
    complaint = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    rows = _rows(markup["inline_keyboard"], complaint, MAX_INLINE)
    for row in rows:
        for button in row:
            _check_inline_button(button)
    return markup | {"inline_keyboard": rows} if rows else None


def _check_inline_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise _bad_button("expected an Object")
    if not isinstance(button.get("text"), str):
        raise _bad_button('Can\'t find field "text"' if "text" not in button else 'Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if not ACTIONS & button.keys():
        raise _bad_button("Text buttons are unallowed in the inline keyboard")
    _check_style(button, "inline keyboard button")
    _check_action(button)


def _check_action(button: JSON) -> None:
    if "callback_data" in button:
        size = len(str(button["callback_data"]).encode())
        if not 1 <= size <= MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))
    if "copy_text" in button:
        copied = button["copy_text"]
        if not isinstance(copied, dict) or not 1 <= len(str(copied.get("text", ""))) <= MAX_COPY:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "web_app" in button:
        url = str(button["web_app"].get("url", ""))
        if not url.startswith("https://"):
            raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def _bad_button(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _check_style(button: JSON, what: str) -> None:
    if button.get("style") is not None and button["style"] not in STYLES:
        raise bad_request(f"can't parse {what}: Invalid button style specified")


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url or url.startswith(("tg:", "tel:", "mailto:")) else f"http://{url}")
    if parts.scheme in ("http", "https"):
        host = parts.hostname or ""
        if not host or " " in url:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        if "." not in host.strip("."):
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    elif parts.scheme not in ("tg", "ton", "tonsite"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")


def _reply(markup: JSON) -> JSON | None:
    rows = _rows(markup["keyboard"], 'field "keyboard" must be an Array of Arrays', MAX_KEYS)
    for row in rows:
        for key in row:
            _check_key(key)
    _check_placeholder(markup)
    return markup | {"keyboard": rows} if rows else None


def _check_key(key: Any) -> None:
    if isinstance(key, str):
        key = {"text": key}
    if not isinstance(key, dict) or not isinstance(key.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not key["text"].strip():
        raise bad_request("can't parse keyboard button: Text of the button is empty")
    _check_style(key, "keyboard button")


def _check_placeholder(markup: JSON) -> None:
    if len(str(markup.get("input_field_placeholder") or "")) > MAX_PLACEHOLDER:
        raise bad_request("input field placeholder is too long")
