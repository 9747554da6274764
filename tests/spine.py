"""The product without HTTP: raw updates go into the inbox, the worker and the courier run by hand, Telegram only writes down."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import AnswerCallbackQuery, GetMe, TelegramMethod
from aiogram.types import Chat, Message, User
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.assembly import build_dispatcher
from gotovo.courier import Courier
from gotovo.door import arrival
from gotovo.pacing import Pace
from gotovo.signals import Bell
from gotovo.worker import Worker
from storage import inbox
from storage.engine import Engines
from storage.inbox import Arrival

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
UNPACED = {"overall": 1e6, "per_chat": 1e6, "burst": 1e6}
BOT_ID = 42
JSON = dict[str, Any]


class Paper(BaseSession):
    """A Telegram that accepts whatever it is told; `calls` is all that was said, `fails` are answers to come, by method."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.fails: dict[str, list[Exception]] = {}
        self.last_id = 10_000

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        failures = self.fails.get(type(method).__name__)
        if failures:
            raise failures.pop(0)
        self.calls.append(method)
        if isinstance(method, GetMe):
            return User(id=BOT_ID, is_bot=True, first_name="Gotovo", username="gotovo_bot")
        if method.__returning__ is bool:
            return True
        known = getattr(method, "message_id", None)
        if known is None:
            self.last_id += 1
        known = known or self.last_id
        return Message(message_id=known, date=NOW, chat=Chat(id=int(getattr(method, "chat_id", 0)), type="private"))

    async def stream_content(self, *_args: Any, **_kwargs: Any) -> AsyncGenerator[bytes, None]:  # law: signature of aiogram
        raise NotImplementedError
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


class Alone:
    """The lease of one that has no rival (`storage.leases.Lease`)."""

    async def take(self) -> bool:
        return True

    async def keep(self) -> None:
        """Always ours."""

    def is_held(self) -> bool:
        return True

    async def fence(self, _connection: AsyncConnection) -> None:
        """Always ours."""

    async def give_up(self) -> None:
        """To nobody."""


@dataclass(slots=True)
class Spine:
    """One product over a database; `now` is its clock, moved by hand."""

    engines: Engines
    now: datetime = NOW
    paper: Paper = field(default_factory=Paper)
    worker: Worker = field(init=False)
    courier: Courier = field(init=False)
    _update_id: int = 0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new worker, dispatcher and courier: nothing survives but the database."""
        bot = Bot(f"{BOT_ID}:TEST", session=self.paper)
        self.worker = Worker(bot, build_dispatcher(), engines=self.engines, clock=self._clock, said=Bell())
        self.courier = Courier(bot, self.engines, clock=self._clock, lease=Alone(), pace=Pace(**UNPACED))

    def _clock(self) -> datetime:
        return self.now

    def later(self, **spent: float) -> None:
        self.now += timedelta(**spent)

    def arrival(self, body: JSON) -> Arrival:
        """A fresh update, as the door stores it."""
        self._update_id += 1
        return arrival({"update_id": self._update_id, **body}, f"{BOT_ID}@test")

    async def store(self, arrivals: Iterable[Arrival]) -> None:
        async with self.engines.write.begin() as connection:
            await inbox.store(connection, list(arrivals), now=self.now)

    async def takes(self, *bodies: JSON) -> list[AnswerCallbackQuery]:
        """Stores the updates, works until the inbox is empty; the answers that taps got."""
        await self.store([self.arrival(body) for body in bodies])
        before = len(self.paper.calls)
        while await self.worker.work_once():
            pass
        await self.worker.answers.given()
        return [call for call in self.paper.calls[before:] if isinstance(call, AnswerCallbackQuery)]

    async def delivers(self) -> list[TelegramMethod[Any]]:
        """Sends all that is due; what Telegram was told."""
        before, bell = len(self.paper.calls), Bell()
        while await self.courier._turn_over(bell) or self.courier._flights or self.courier._landed:
            if self.courier._flights and not self.courier._landed:
                await bell.wait()
        return self.paper.calls[before:]


def tap(person: int, data: str, **where: Any) -> JSON:
    """A tap of `person` on a button. `where`: message_id, chat (id of a group or another chat), bot, inaccessible, forwarded, id."""
    chat_id = int(where.get("chat", person))
    message: JSON = {"message_id": where.get("message_id", 7), "date": int(NOW.timestamp()), "chat": chat_of(chat_id)}
    if where.get("inaccessible"):
        message["date"] = 0
    elif where.get("forwarded"):
        message["forward_origin"] = {"type": "user", "date": 1, "sender_user": who(BOT_ID, is_bot=True)}
    if message["date"]:
        message |= {"from": who(BOT_ID, is_bot=True), "text": "card"}
    query = {"id": where.get("id") or f"{person}:{data}", "from": who(person, is_bot=bool(where.get("bot"))), "chat_instance": "1"}
    return {"callback_query": {**query, "data": data, "message": message}}


def words(person: int, text: str, **extra: Any) -> JSON:
    """A message of `person` to the bot; `chat` puts it into a group."""
    chat = chat_of(int(extra.pop("chat", person)))
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}] if text.startswith("/") else []
    message = {"message_id": extra.pop("message_id", 9), "date": int(NOW.timestamp()), "chat": chat, "from": who(person), "text": text}
    return {"message": {**message, **({"entities": entities} if entities else {}), **extra}}


def photo(person: int, **extra: Any) -> JSON:
    """A picture that `person` sends."""
    body = words(person, "", **extra)
    del body["message"]["text"]
    body["message"]["photo"] = [{"file_id": "P", "file_unique_id": "p", "width": 9, "height": 9}]
    return body


def who(id: int, *, is_bot: bool = False) -> JSON:
    return {"id": id, "is_bot": is_bot, "first_name": f"P{id}", "language_code": "en"}


def chat_of(id: int) -> JSON:
    return {"id": id, "type": "private", "first_name": f"P{id}"} if id > 0 else {"id": id, "type": "supergroup", "title": "Team"}
