"""The crawl: from everybody's hub every button is pressed, answers, and leads on (S2, S5, S6, S13, S14)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.cards.phrases import PHRASES
from bot.catalogue import translations
from tests.rights.company import ANNA, DIR, OP, SITUATIONS, A, D, E, M
from tests.rights.gate import Gate
from tests.spine import tap, words

MOST = 70
"""Buttons pressed in one crawl: wide before deep."""
WIDEST = 28
KEYS_OF = {OP: "📥 Queue", M: "👔 Clients", D: "🚦 Board", E: "🧰 Tasks", A: "💳 Payments", DIR: "⚙️ Settings", ANNA: "📋 My requests"}
PLACES = ("lead new", "lead in_work", "estimating", "in progress", "ready", "documents, long")


@dataclass(slots=True)
class Crawl:
    """One person's walk: `seen` are buttons known already, `faults` what a person would stumble over."""

    gate: Gate
    person: int
    language: str
    seen: set[str] = field(default_factory=set)
    waiting: list[tuple[int, str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def t(self, text: str) -> str:
        return translations(self.language).gettext(text)

    async def from_the_hub(self) -> None:
        await self.gate.spine.takes(words(self.person, "/start"), words(self.person, self.t(KEYS_OF[self.person])))
        self.look(await self.gate.spine.delivers())
        self.gate.keep()
        while self.waiting and len(self.seen) <= MOST:
            message, data, label = self.waiting.pop(0)
            await self.press(message, data, label=label)

    async def press(self, message: int, data: str, *, label: str) -> None:
        before = self.gate.digest()
        answers = await self.gate.spine.takes(tap(self.person, data, message_id=message))
        told = await self.gate.spine.delivers()
        dead = {self.t(PHRASES[name]) for name in ("stale", "not_found")}
        self.faults += [f"{label} ({data}) is answered {len(answers)} times"] if len(answers) != 1 else []
        self.faults += [f"{label} ({data}) is dead: {answer.text}" for answer in answers if answer.text in dead]
        self.faults += [f"{label} ({data}) failed: {error}" for error in (*self.gate.failures(), *self.gate.undelivered())]
        self.look(told, follow=self.gate.digest() == before, under=f"{label} ({data})")
        self.gate.restore()

    def look(self, told: Iterable[TelegramMethod[Any]], *, follow: bool = True, under: str = "") -> None:
        for call in told:
            if isinstance(call, SendMessage | EditMessageText) and call.chat_id == self.person:
                self.faults += [f"under {under}: the label {label!r} is too wide" for label in labels(call) if width(label) > WIDEST]
                message = getattr(call, "message_id", None) or self.gate.spine.paper.last_id
                fresh = [(message, data, label) for data, label in buttons(call) if data not in self.seen]
                self.seen |= {data for _message, data, _label in fresh}
                self.waiting += fresh if follow else []


SUM = re.compile(r"\s*[\d.,\u00a0\u202f ]+(₽|RUB)")


def buttons(call: SendMessage | EditMessageText) -> Iterator[tuple[str, str]]:
    """Data and label; the buttons inside a dialogue are pressed by its own tests."""
    if isinstance(call.reply_markup, InlineKeyboardMarkup):
        for button in (button for row in call.reply_markup.inline_keyboard for button in row):
            if button.callback_data and not button.callback_data.startswith("s:"):
                yield button.callback_data, button.text


def labels(call: SendMessage | EditMessageText) -> Iterator[str]:
    if isinstance(call.reply_markup, InlineKeyboardMarkup):
        yield from (button.text for row in call.reply_markup.inline_keyboard for button in row)
    elif isinstance(call, SendMessage) and isinstance(call.reply_markup, ReplyKeyboardMarkup):
        yield from (key.text for row in call.reply_markup.keyboard for key in row)


def width(label: str) -> int:
    """Visible characters without the sum, which is as long as it is; a variation selector shows nothing of its own."""
    return len(SUM.sub("", label.replace("\ufe0f", "")))


CRAWLS = [(person, place, ("en", "ru")[(a + b) % 2]) for a, person in enumerate(KEYS_OF) for b, place in enumerate(PLACES)]


@pytest.fixture
async def gate(tmp_path: Path, place: str) -> AsyncIterator[Gate]:
    opened = await Gate.opens(tmp_path, SITUATIONS[place], situation=place)
    yield opened
    await opened.closes()


@pytest.mark.parametrize(("person", "place", "language"), CRAWLS)
async def test_every_button_answers_and_leads_on(gate: Gate, person: int, place: str, language: str) -> None:
    gate.speaks(person, language)
    crawl = Crawl(gate, person, language)
    await crawl.from_the_hub()
    assert crawl.faults == [], "\n" + "\n".join(sorted(set(crawl.faults)))
    assert crawl.seen, "a hub without a button"
