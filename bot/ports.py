"""What the bot needs of others, as Protocols: the unit with its dialogue rows, and the read side of the courier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from crm.conversation import Message
from crm.ports import UnitOfWork
from crm.queries import Queries
from crm.shown import ShownCard
from crm.views import Viewer


class Dialogs(Protocol):
    """Dialogue state of one (chat, user), a row of the input's transaction."""

    async def read(self, chat_id: int, user_id: int) -> tuple[str | None, dict[str, Any]]: ...
    async def write(self, chat_id: int, user_id: int, *, state: str | None, data: Mapping[str, Any]) -> None: ...


class BotUnit(UnitOfWork, Protocol):
    """The unit of work as handlers get it; `viewer` is put there by the middleware that knows who acts."""

    viewer: Viewer | None
    bot_name: str
    invite_key: bytes

    @property
    def dialogs(self) -> Dialogs: ...
    async def meet(self, chat_id: int, *, name: str, username: str, language: str) -> Viewer:
        """Makes a Telegram account known, or alive again, and says who it is."""
        ...


class OutboxRow(Protocol):
    """One thing to say, as the courier hands it over."""

    @property
    def chat_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def intent(self) -> Mapping[str, Any]: ...
    @property
    def was_sending(self) -> bool: ...


class Reading(Protocol):
    """Current state for rendering; closed before anything is sent."""

    now: datetime
    invite_key: bytes

    @property
    def queries(self) -> Queries: ...
    async def card(self, chat_id: int, slot: str) -> ShownCard | None: ...
    async def message(self, id: int) -> Message | None: ...
    async def attachment(self, id: int) -> Mapping[str, Any] | None: ...
