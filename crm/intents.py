"""The closed set of things that can be said: rows of the outbox hold these, never prose (architecture §2, Say)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Show:
    """Show a screen in a slot of a chat: edited in place, or sent anew at the bottom when `anew`.

    `pressed` is the message whose button was tapped: it becomes the slot's live card. No `chat_id` means the chat of the input.
    """

    screen: str
    params: Mapping[str, object] = field(default_factory=dict)
    slot: str = "hub"
    anew: bool = False
    pressed: int | None = None
    chat_id: int | None = None


EVERY_SLOT = "*"


@dataclass(frozen=True, slots=True)
class Refresh:
    """Every live card of a slot shows the current state again: at once in the chat of the input, elsewhere after `delay` seconds.

    `chats` limits it to these, when given; with `EVERY_SLOT` all that they were shown is drawn anew, since their rights have changed.
    """

    slot: str
    delay: int = 0
    chats: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Tell one person of a fact; rendered when sent, dropped when it no longer holds.

    `key` makes it unique for life, one that begins with `WAITING` until it has been said.
    """

    name: str
    kind: str
    subject_id: int
    chat_id: int
    loud: bool = True
    data: Mapping[str, object] = field(default_factory=dict)
    key: str | None = None
    delay: int = 0
    cause: int | None = None


WAITING = "waiting:"


def reminder(name: str, kind: str, *, subject_id: int, chat_id: int) -> Notice:
    """Comes again and again, but those that Telegram has not taken yet are one (G9)."""
    return Notice(name, kind, subject_id, chat_id, key=f"{WAITING}{chat_id}:{name}:{kind}:{subject_id}")


@dataclass(frozen=True, slots=True)
class Relay:
    """Carry a stored message to a chat, in the order of the conversation; `delay` in seconds lets an album gather."""

    message_id: int
    chat_id: int
    delay: float = 0
    edited: bool = False


@dataclass(frozen=True, slots=True)
class SendFile:
    """Send a stored attachment by its id, `delay` seconds from now; `cause` as in `Notice`."""

    attachment_id: int
    chat_id: int | None = None
    delay: int = 0
    cause: int | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """Bring a file of Telegram's in: it comes back as an input of its own, since handlers do no network I/O."""

    file_id: str
    name: str
    purpose: str
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """A phrase that answers this input: a short sentence, sent silently, with no state behind it."""

    phrase: str
    params: Mapping[str, object] = field(default_factory=dict)
    chat_id: int | None = None
    keyboard: bool = False


@dataclass(frozen=True, slots=True)
class React:
    emoji: str
    message_id: int
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    message_id: int
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """Pin the live card of a slot."""

    slot: str
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Commands:
    """Set the commands and the reply keyboard that belong to the person's roles and language."""

    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a tap; not a row: it is given from memory after the commit, exactly once."""

    phrase: str
    params: Mapping[str, object] = field(default_factory=dict)
    alert: bool = False


Intent = Show | Refresh | Notice | Relay | SendFile | Fetch | Say | React | Delete | Pin | Commands | Toast
