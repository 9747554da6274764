"""What a chat was shown: the live card of a slot, and what a sent message is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownCard:
    """The live message of a slot; `params` are the screen's navigation state, `hash` is of what was drawn."""

    chat_id: int
    slot: str
    message_id: int
    screen: str
    params: Mapping[str, object]
    hash: str


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message of ours and its subject, so that a reply to it finds its order."""

    chat_id: int
    message_id: int
    subject: str
    relayed_id: int | None = None
