"""Stories told without HTTP and recorded on the way: what came in at each step, so that it can be told again with a fault in it."""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup, Message
from sqlalchemy import event

from gotovo.signals import Bell
from gotovo.ticker import Ticker
from storage.engine import Engines, open_engines
from storage.inbox import Arrival
from storage.tables import metadata
from tests.rights.gate import VOLATILE
from tests.spine import BOT_ID, JSON, Paper, Spine, chat_of, tap, who, words

KEPT = tuple(sorted(set(metadata.tables) - VOLATILE | {"dialog", "account"}))
"""Tables whose rows are the state that a story ends in."""
PICTURE = "CASE WHEN screen LIKE 'client_%' THEN '' ELSE hash END"
"""What a client may have been told before says so when it comes again; a colleague's card is the same."""
UNSEEN = {"dialog": ("changed_at",)}
FIRST_ID = 10_000


@dataclass(slots=True)
class Picture:
    """A message of the bot as it looks now."""

    message_id: int
    text: str
    buttons: tuple[tuple[str, str], ...]


class Desk(Paper):
    """A Telegram that remembers what it shows; a message's id follows from its words, so that a story told again has the same ids."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[int, dict[int, Picture]] = {}
        self._times: Counter[tuple[int, str]] = Counter()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        result = await super().make_request(bot, method, timeout)
        if isinstance(result, Message):
            chat_id, text = result.chat.id, str(getattr(method, "text", None) or getattr(method, "caption", None) or "")
            if getattr(method, "message_id", None) is None:
                self._times[chat_id, text] += 1
                place = zlib.crc32(f"{chat_id}:{self._times[chat_id, text]}:{text}".encode())
                result = result.model_copy(update={"message_id": FIRST_ID + place % 10**8})
            pictures = self.shown.setdefault(chat_id, {})
            pictures.pop(result.message_id, None)
            pictures[result.message_id] = Picture(result.message_id, text, _buttons(method))
        return result


def _buttons(method: TelegramMethod[Any]) -> tuple[tuple[str, str], ...]:
    markup = getattr(method, "reply_markup", None)
    rows = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []
    return tuple((button.text, button.callback_data) for row in rows for button in row if button.callback_data)


@dataclass(frozen=True, slots=True)
class Step:
    """What came in at once, and when; without arrivals only time has passed, and the ticker looks."""

    at: datetime
    arrivals: tuple[Arrival, ...] = ()


@dataclass(slots=True)
class Story:
    """People's deeds over a product in this process. `later` seconds pass before each."""

    spine: Spine
    steps: list[Step] = field(default_factory=list)
    later: float = 5.0
    _marks: int = 0

    @property
    def desk(self) -> Desk:
        assert isinstance(self.spine.paper, Desk)
        return self.spine.paper

    async def says(self, person: int, text: str, **extra: Any) -> None:
        self._marks += 1
        await self.comes(words(person, text, message_id=self._marks, **extra))

    async def replies(self, person: int, text: str, *, to: str) -> None:
        """To the newest message of the bot in his chat with these words."""
        found = self._newest(person, lambda picture: to in picture.text, to)
        quoted = {"message_id": found.message_id, "date": 1, "chat": chat_of(person), "from": who(BOT_ID, is_bot=True), "text": to}
        await self.says(person, text, reply_to_message=quoted)

    async def taps(self, person: int, *labels: str) -> None:
        """The newest button that begins so, each on the screen that the one before has left."""
        for label in labels:
            await self.comes(self.tap(person, label))

    def tap(self, person: int, label: str) -> JSON:
        found = self._newest(person, lambda picture: any(text.startswith(label) for text, _data in picture.buttons), label)
        data = next(data for text, data in found.buttons if text.startswith(label))
        self._marks += 1
        return tap(person, data, message_id=found.message_id, id=f"q{self._marks}")

    def first_time(self, person: int) -> str:
        """The label of the first choice on his newest screen that has any."""
        return next(picture.buttons[0][0] for picture in reversed(self.desk.shown[person].values()) if picture.buttons)

    async def comes(self, *bodies: JSON) -> None:
        self.spine.later(seconds=self.later)
        step = Step(self.spine.now, tuple(self.spine.arrival(body) for body in bodies))
        self.steps.append(step)
        await live(self.spine, step)

    async def passes(self, **time: float) -> None:
        self.spine.later(**time)
        self.steps.append(Step(self.spine.now))
        await live(self.spine, self.steps[-1])

    def _newest(self, person: int, holds: Any, sought: str) -> Picture:
        for picture in reversed(self.desk.shown.get(person, {}).values()):
            if holds(picture):
                return picture
        there = [(picture.text, [label for label, _data in picture.buttons]) for picture in self.desk.shown.get(person, {}).values()]
        raise AssertionError(f"{person} has no {sought!r} at step {len(self.steps)}: {there}")


async def live(spine: Spine, step: Step) -> None:
    """Takes a step in, works on it, and says what it brings about; time that passes lets the ticker look."""
    spine.now = step.at
    await spine.store(step.arrivals)
    await settle(spine, ticks=not step.arrivals)


async def settle(spine: Spine, *, ticks: bool = False) -> None:
    if ticks:
        await Ticker(spine.engines, clock=lambda: spine.now, said=Bell()).tick()
    while await spine.worker.work_once():
        pass
    await spine.worker.answers.given()
    await spine.delivers()


def hurried(path: Path) -> Engines:
    """Engines that do not wait for the disk: a fault of this process loses nothing that was committed."""
    engines = open_engines(f"sqlite+aiosqlite:///{path}")

    @event.listens_for(engines.write.sync_engine, "connect")
    def hurry(connection: Any, _record: Any) -> None:
        connection.cursor().execute("PRAGMA synchronous=OFF")

    return engines


def state_of(look: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """What is kept, table by table, and which notices and words have been said."""
    look.row_factory = None
    found = {name: _rows(look, name) for name in KEPT}
    said = "SELECT chat_id, kind, key, intent, state FROM outbox WHERE kind IN ('notice', 'relay') ORDER BY 1, 2, 3, 4"
    found["said"] = look.execute(said).fetchall()
    found["cards"] = look.execute(f"SELECT chat_id, slot, screen, {PICTURE} FROM card ORDER BY 1, 2").fetchall()
    return found


def _rows(look: sqlite3.Connection, name: str) -> list[tuple[Any, ...]]:
    columns = [column.name for column in metadata.tables[name].columns if column.name not in UNSEEN.get(name, ())]
    return look.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY 1, 2").fetchall()


def differences(one: dict[str, list[tuple[Any, ...]]], other: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    """What is in one state and not in the other."""
    return [line for name in one for line in _unlike(name, one[name], other[name])]


def _unlike(name: str, one: Iterable[tuple[Any, ...]], other: Iterable[tuple[Any, ...]]) -> list[str]:
    mine, theirs = Counter(map(repr, one)), Counter(map(repr, other))
    return [f"-{name} {row}" for row in (mine - theirs)] + [f"+{name} {row}" for row in (theirs - mine)]
