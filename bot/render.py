"""A card as Telegram takes it: text with entities, never markup; a keyboard; a hash of what would be seen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from aiogram.utils.formatting import BlockQuote, Code, Text
from aiogram.utils.formatting import Bold as TgBold

from bot.callbacks import pack
from bot.cards.card import Bold, Button, Card, Line, Mono, Quote, Span

MAX_TEXT = 4096
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


@dataclass(frozen=True, slots=True)
class Rendered:
    """Arguments of a send or an edit."""

    text: str
    entities: list[Any]
    markup: Markup | None
    hash: str

    @property
    def inline(self) -> InlineKeyboardMarkup | None:
        return self.markup if isinstance(self.markup, InlineKeyboardMarkup) else None


def render(card: Card) -> Rendered:
    """Text longer than Telegram takes is cut at its end; cards are written not to reach that."""
    parts: list[Text | str] = []
    for index, line in enumerate(card.lines):
        parts += ["\n"] if index else []
        parts += [_node(span) for span in _spans(line)]
    text, entities = Text(*parts).render()
    markup = _markup(card)
    shape = [text, [e.model_dump(exclude_none=True) for e in entities], markup.model_dump(exclude_none=True) if markup else None]
    digest = hashlib.sha256(json.dumps(shape, default=str).encode()).hexdigest()
    return Rendered(_cut(text), [e for e in entities if e.offset + e.length <= MAX_TEXT], markup, digest)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "\u2026"


def _spans(line: Line) -> tuple[Span, ...]:
    return line if isinstance(line, tuple) else (line,)


def _node(span: Span) -> Text | str:
    match span:
        case Bold(text):
            return TgBold(text)
        case Quote(text):
            return BlockQuote(text)
        case Mono(text):
            return Code(text)
        case _:
            return span


def _markup(card: Card) -> Markup | None:
    if card.rows:
        return InlineKeyboardMarkup(inline_keyboard=[[_button(button) for button in row] for row in card.rows])
    if card.keyboard or card.ask_contact or card.ask_location:
        asks = [KeyboardButton(text=card.ask_contact, request_contact=True)] if card.ask_contact else []
        asks += [KeyboardButton(text=card.ask_location, request_location=True)] if card.ask_location else []
        rows = [[ask] for ask in asks] + [[KeyboardButton(text=label) for label in row] for row in card.keyboard]
        return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=not asks, one_time_keyboard=bool(asks))
    return ReplyKeyboardRemove() if card.remove_keyboard else None


def _button(button: Button) -> InlineKeyboardButton:
    style = button.style or None
    if button.url:
        return InlineKeyboardButton(text=button.label, url=button.url, style=style)
    if button.copy:
        return InlineKeyboardButton(text=button.label, copy_text=CopyTextButton(text=button.copy[:256]), style=style)
    return InlineKeyboardButton(text=button.label, callback_data=pack(button.press), style=style)
