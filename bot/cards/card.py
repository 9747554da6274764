"""A card: lines and buttons, independent of any messenger."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Mono:
    """Something to copy: a phone, a number, requisites."""

    text: str


Span = str | Bold | Quote | Mono
Line = Span | tuple[Span, ...]


Press = tuple[str | int, ...]
"""What a button does: the prefix of its callback and the callback's values in order; packed by `bot.render`."""


@dataclass(frozen=True, slots=True)
class Button:
    """`style` is primary, success or danger and only repeats what the label says (S15)."""

    label: str
    press: Press = ()
    style: str = ""
    url: str = ""
    copy: str = ""


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a chat sees. `keyboard` names the reply keyboard to put up with it, `ask_contact` asks for the own phone.

    `is_closed`: there is nothing here for this viewer, so that what he was shown before becomes a stub and no notice is sent.
    """

    lines: tuple[Line, ...]
    rows: tuple[Row, ...] = ()
    keyboard: tuple[tuple[str, ...], ...] = ()
    ask_contact: str = ""
    ask_location: str = ""
    photo: str = ""
    remove_keyboard: bool = False
    is_closed: bool = False

    def headed(self, *lines: Line) -> Card:
        """The same card under a headline: what has just happened."""
        return replace(self, lines=(*lines, *self.lines)) if lines else self


def in_rows(buttons: list[Button], *, width: int = 2) -> tuple[Row, ...]:
    """Buttons in rows of `width`."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
