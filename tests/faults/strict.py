"""A Bot API server without HTTP: the sandbox's strict checks and its world, called as the product would call them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from aiogram import Bot
from aiogram.methods import GetMe, TelegramMethod
from aiogram.types import InputFile

from sandbox import Sandbox
from sandbox.arguments import Arguments, Upload
from sandbox.errors import ApiError
from sandbox.records import Chat, User
from sandbox.server import FORGIVEN
from tests.spine import Paper

HARMLESS = (*FORGIVEN, "message to react", "wrong file", "can't parse file", "there is no text in the message to edit")
"""Files of twisted updates are nowhere, their buttons may stand on a picture; the rest is in order after a crash, too."""


class Strict(Paper):
    """`refused` are calls that Telegram would not take, the harmless ones left out."""

    def __init__(self, people: Iterable[int]) -> None:
        super().__init__()
        self.sandbox = Sandbox(strict=True)
        self.sandbox.pacing.enabled = False
        self.refused: list[str] = []
        for person in people:
            self._know(person)

    def _know(self, person: int) -> None:
        self.sandbox.world.users[person] = User(person, f"P{person}")
        self.sandbox.world.chats[person] = Chat(person, started=True)

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        if isinstance(method, GetMe):
            return await super().make_request(bot, method, timeout)
        self.calls.append(method)
        name, code, arguments = method.__api_method__, 200, self._arguments(bot, method)
        chat_id = int(getattr(method, "chat_id", 0) or 0)
        try:
            if chat_id > 0 and chat_id not in self.sandbox.world.chats:
                self._know(chat_id)
            self.sandbox.server._schema.check(name, arguments)
            body = {"ok": True, "result": await self.sandbox.server.call(name, arguments)}
        except ApiError as error:
            code, body = error.code, error.envelope()
            if not any(word in error.description for word in HARMLESS):
                self.refused.append(f"{name} to {chat_id}: {error.description}")
        return self.check_response(bot=bot, method=method, status_code=code, content=json.dumps(body)).result

    def _arguments(self, bot: Bot, method: TelegramMethod[Any]) -> Arguments:
        """As form fields, the way aiogram sends them."""
        files: dict[str, InputFile] = {}
        fields = {name: self.prepare_value(value, bot=bot, files=files) for name, value in method.model_dump(warnings=False).items()}
        uploads = {name: Upload(file.filename or name, b"", "application/octet-stream") for name, file in files.items()}
        return Arguments({name: value for name, value in fields.items() if value not in (None, "")}, uploads)
