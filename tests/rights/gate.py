"""Presses fed to the worker, and what they left behind: a digest of everything that counts, and the words that were said."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.fsm.form import Filling
from bot.speech import plan_for
from storage import outbox
from storage.dialogs import SqlDialogs
from storage.engine import Engines, open_engines
from storage.migrations import migrate
from storage.reading import SqlReading
from storage.tables import metadata
from storage.unit_of_work import load_shop
from tests.rights.company import (
    ANNA,
    ANNA_WHO_BLOCKED,
    BOB,
    DEMOTED,
    DISMISSED,
    E2,
    IN_GROUP,
    ROBOT,
    SECRETS,
    STRANGER,
    At,
    found_company,
    place_order,
)
from tests.spine import JSON, Spine, tap, words

VOLATILE = {"inbox", "outbox", "card", "sent_message", "dialog", "account", "meta"}
COUNTED = tuple(sorted(set(metadata.tables) - VOLATILE))
"""Tables that a forbidden press leaves as they were, to the byte."""
MAY_NOT_READ: Mapping[int, tuple[str, ...]] = {
    **dict.fromkeys((BOB, E2, DISMISSED, DEMOTED, STRANGER, ROBOT, 303), SECRETS),
    **dict.fromkeys((ANNA, ANNA_WHO_BLOCKED), SECRETS[-1:]),
}
"""Those who may not even know of the order, and its client, who reads everything but the words of colleagues."""


@dataclass(frozen=True, slots=True)
class Press:
    """One tap or answer of one person. `how` is where and in what shape it comes (`tests.spine.tap`)."""

    person: int
    data: str
    how: dict[str, Any] = field(default_factory=dict)

    def body(self, mark: str) -> JSON:
        if self.data.startswith(">"):
            return words(self.person, self.data[1:])
        where = {"chat": IN_GROUP, **self.how} if self.how.get("group") else self.how
        return tap(self.person, self.data, **{**where, "id": mark, "bot": self.person == ROBOT})


class Gate:
    """A company in one situation, which every press finds as it was."""

    def __init__(self, spine: Spine, path: Path, *, situation: str) -> None:
        self.spine, self.situation = spine, situation
        self._look = sqlite3.connect(path, isolation_level=None)
        self._kept = sqlite3.connect(":memory:")
        self._heard: set[str] = set()
        self._marks = 0
        self.pressed = 0

    @classmethod
    async def opens(cls, folder: Path, at: At, *, situation: str) -> Gate:
        path = folder / "gotovo.sqlite3"
        shutil.copy(await _founded(folder), path)
        spine = Spine(_open(path))
        await place_order(spine, at)
        gate = cls(spine, path, situation=situation)
        gate._look.execute("PRAGMA synchronous=OFF")
        gate.keep()
        return gate

    @property
    def is_lead(self) -> bool:
        return self.situation.startswith("lead")

    async def closes(self) -> None:
        self._look.close()
        self._kept.close()
        await self.spine.engines.dispose()

    def keep(self) -> None:
        """The situation of now is what `restore` brings back."""
        self._look.backup(self._kept)

    def restore(self) -> None:
        self._kept.backup(self._look)

    def digest(self) -> str:
        found = hashlib.sha256()
        for name in COUNTED:
            found.update(repr(self._look.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()).encode())
        return found.hexdigest()

    async def takes(self, presses: Sequence[Press], *, rightful: bool = False) -> None:
        """Each tap is answered exactly once, and those who may know nothing are told nothing; a rightful deed may tell them."""
        marks = {f"q{self._marks + place}": press for place, press in enumerate(presses)}
        self._marks += len(presses)
        self.pressed += len(presses)
        answers = await self.spine.takes(*(press.body(mark) for mark, press in marks.items()))
        taps = [mark for mark, press in marks.items() if not press.data.startswith(">")]
        assert Counter(answer.callback_query_id for answer in answers) == Counter(taps), list(presses)
        for answer in answers:
            press = marks[answer.callback_query_id]
            _expect_no_secret(press.person, answer.text or "", press)
        await self._hear(of_all=not rightful)

    async def _hear(self, *, of_all: bool) -> None:
        """Draws what was said to those who may not read everything, once a kind of words; nothing of it is sent."""
        blind = ",".join(str(person) for person in MAY_NOT_READ)
        said = self._look.execute(f"SELECT id, chat_id, kind, intent FROM outbox WHERE chat_id IN ({blind})").fetchall()
        self._look.execute("DELETE FROM outbox")
        fresh = [row for row in said if f"{row[1:]}" not in self._heard] if of_all else []
        if not fresh:
            return
        self._heard |= {f"{row[1:]}" for row in fresh}
        async with self.spine.engines.read.connect() as connection:
            read = SqlReading(connection, self.spine.now, shop=await load_shop(connection))
            for number, chat, kind, intent in fresh:
                row = outbox.Row(number, chat, kind, json.loads(intent), None, 0, 0, self.spine.now)
                _expect_no_secret(chat, repr(await plan_for(row, read)), row)

    async def begins(self, people: Sequence[int], data: JSON) -> None:
        """They stand in the middle of a dialogue, whose last question is open."""
        async with self.spine.engines.write.begin() as connection:
            for person in people:
                await SqlDialogs(connection, self.spine.now).write(person, person, state=Filling.step.state, data=data)

    def speaks(self, person: int, language: str) -> None:
        self._look.execute("UPDATE account SET language = ?, language_chosen = 1 WHERE chat_id = ?", (language, person))

    def undelivered(self) -> list[str]:
        """Sendings that could not be drawn or were refused."""
        return [row[0] for row in self._look.execute("SELECT error FROM outbox WHERE error IS NOT NULL")]

    def failures(self) -> list[str]:
        """Inputs that a handler could not cope with."""
        return [row[0] for row in self._look.execute("SELECT error FROM inbox WHERE error IS NOT NULL")]


def _expect_no_secret(person: int, text: str, source: object) -> None:
    assert not any(secret in text for secret in MAY_NOT_READ.get(person, ())), f"{person} was told by {source}: {text}"


async def _founded(folder: Path) -> Path:
    """The company without orders, made once a test process."""
    path = folder.parent / "founded.sqlite3"
    if not path.exists():
        spine = Spine(_open(path))
        async with spine.engines.write.begin() as connection:
            await connection.run_sync(migrate)
        await found_company(spine)
        await spine.engines.dispose()
    return path


def _open(path: Path) -> Engines:
    """Engines that do not wait for the disk: what is measured here is right and wrong."""
    engines = open_engines(f"sqlite+aiosqlite:///{path}")

    @event.listens_for(engines.write.sync_engine, "connect")
    def hurry(connection: Any, _record: Any) -> None:
        connection.cursor().execute("PRAGMA synchronous=OFF")

    return engines
