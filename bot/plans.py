"""Plans: an outbox row, read and rendered, ready to be carried out without the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiogram.methods import TelegramMethod

from bot.render import Rendered
from crm.shown import ShownCard


@dataclass(frozen=True, slots=True)
class CardPlan:
    """Bring a slot of a chat to this picture: by an edit, or as a new message at the bottom that collapses the old one."""

    chat_id: int
    slot: str
    screen: str
    params: Mapping[str, Any]
    rendered: Rendered
    old: ShownCard | None
    stub: str
    anew: bool = False
    loud: bool = False
    pressed: int | None = None

    @property
    def is_shown(self) -> bool:
        """The chat looks like that already: no call is to be made."""
        old = self.old
        in_place = old is not None and not self.anew and self.pressed in (None, old.message_id)
        return in_place and old is not None and old.hash == self.rendered.hash


@dataclass(frozen=True, slots=True)
class CallPlan:
    """Calls to make in order; what they send is about `subject`. `receipt` is the staff's message to mark as handed over (B4)."""

    chat_id: int
    calls: tuple[TelegramMethod[Any], ...]
    subject: str | None = None
    relayed_id: int | None = None
    receipt: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """A file to bring in, of at most `limit` bytes."""

    chat_id: int
    file_id: str
    limit: int


Plan = CardPlan | CallPlan | FetchPlan
