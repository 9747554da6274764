"""aiogram's FSM storage over the dialogue rows of the current unit of work: state and effect commit together."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from bot.ports import Dialogs

current_dialogs: ContextVar[Dialogs] = ContextVar("current_dialogs")
"""Set by the worker around each input: the one bridge from aiogram's FSM middleware to the transaction."""


class DialogStorage(BaseStorage):
    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        _state, data = await self._read(key)
        await self._write(key, state.state if isinstance(state, State) else state, data)

    async def get_state(self, key: StorageKey) -> str | None:
        return (await self._read(key))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        state, _data = await self._read(key)
        await self._write(key, state, data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return (await self._read(key))[1]

    async def close(self) -> None:
        """The rows belong to the unit of work."""

    async def _read(self, key: StorageKey) -> tuple[str | None, dict[str, Any]]:
        return await current_dialogs.get().read(key.chat_id, key.user_id)

    async def _write(self, key: StorageKey, state: str | None, data: Mapping[str, Any]) -> None:
        await current_dialogs.get().write(key.chat_id, key.user_id, state=state, data=data)
