"""Answers for what a person sees: immutable snapshots of messages, the search for a label, a dump of the screen."""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.records import JSON, Chat, Post

_FRAME = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True)
class Message:
    """A message as it was shown at one moment; `buttons` are rows of inline labels."""

    message_id: int
    chat_id: int
    text: str
    mine: bool
    raw: JSON = field(repr=False, hash=False, compare=False)
    markup: JSON | None = field(default=None, repr=False, hash=False, compare=False)
    silent: bool = False
    deleted: bool = False

    @property
    def buttons(self) -> list[list[str]]:
        return [[str(button["text"]) for button in row] for row in inline_rows(self.markup)]

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label in row]

    def button(self, wanted: str) -> JSON | None:
        """The button with this label, or the first whose label contains it."""
        every = [button for row in inline_rows(self.markup) for button in row]
        found: JSON | None = best_match(every, wanted)
        return found

    def has(self, part: str) -> bool:
        return part in self.text or any(part in label for label in self.labels + key_labels(self.markup))


def snapshot(post: Post, raw: JSON | None = None) -> Message:
    shown = raw if raw is not None else post.raw
    text = str(shown.get("text") or shown.get("caption") or "")
    markup = post.markup if raw is None else shown.get("reply_markup", post.markup if post.markup and "keyboard" in post.markup else None)
    mine = not post.from_bot
    return Message(post.message_id, post.chat_id, text, mine, dict(shown), markup, post.silent, post.deleted)


def history(chat: Chat) -> list[Message]:
    """Every version of every message, oldest first, deleted ones included."""
    return [version for post in chat.posts.values() for version in [*(snapshot(post, old) for old in post.versions), snapshot(post)]]


def inline_rows(markup: JSON | None) -> list[list[JSON]]:
    rows: list[list[JSON]] = (markup or {}).get("inline_keyboard", [])
    return rows


def key_rows(markup: JSON | None) -> list[list[Any]]:
    rows: list[list[Any]] = (markup or {}).get("keyboard", [])
    return rows


def key_labels(markup: JSON | None) -> list[str]:
    return [key_label(key) for row in key_rows(markup) for key in row]


def key_label(key: Any) -> str:
    return str(key["text"]) if isinstance(key, dict) else str(key)


def best_match(buttons: list[Any], wanted: str, *, exactly: bool = False) -> Any:
    """An equal label wins, pictograms around it aside; else the first that contains the words."""
    for button in buttons:
        label = key_label(button)
        if wanted in (label, _FRAME.sub("", label)):
            return button
    if exactly:
        return None
    return next((button for button in buttons if wanted in key_label(button)), None)


def screen(name: str, chat: Chat) -> str:
    """A readable picture of the chat for assertion messages."""
    state = "blocked the bot" if chat.blocked else "chat not started" if not chat.started else "chat"
    lines = [f"--- {name}: {state} ---"]
    for post in chat.visible():
        message = snapshot(post)
        who = "me " if message.mine else "bot"
        lines.append(f"[{message.message_id}] {who}: {message.text or _kind(message.raw)}")
        lines += ["        " + "  ".join(f"[{label}]" for label in row) for row in message.buttons]
    keys = "  ".join(f"<{label}>" for label in key_labels(chat.keyboard))
    return "\n".join(lines + ([f"keyboard: {keys}"] if keys else []))


def _kind(raw: JSON) -> str:
    known = ("photo", "video", "video_note", "voice", "audio", "document", "sticker", "location", "contact", "pinned_message")
    return "<" + next((kind for kind in known if kind in raw), "message") + ">"
