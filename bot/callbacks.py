"""Every CallbackData in one place; prefixes and values are kept for ever (tests hold a golden file), authority is never in them."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.cards.card import Press


class Go(CallbackData, prefix="g"):
    """Navigation: show a screen."""

    screen: str
    id: int = 0
    arg: str = ""


class LeadDo(CallbackData, prefix="l"):
    """An action on a lead as of its turn."""

    action: str
    id: int
    turn: int


class DealDo(CallbackData, prefix="d"):
    """An action on a deal as of its turn."""

    action: str
    id: int
    turn: int
    arg: str = ""


class EstimateAnswer(CallbackData, prefix="e"):
    """The client's yes or no to one exact version (B3)."""

    id: int
    version: int
    yes: int


class Begin(CallbackData, prefix="f"):
    """Start a dialogue."""

    form: str
    id: int = 0
    arg: str = ""


class Step(CallbackData, prefix="s"):
    """A move inside a dialogue."""

    form: str
    verb: str
    arg: str = ""


class Undo(CallbackData, prefix="u"):
    """Take back the move that wrote timeline row `cause`."""

    kind: str
    id: int
    cause: int


class Do(CallbackData, prefix="x"):
    """A one-tap deed that belongs to no flow."""

    verb: str
    id: int = 0
    arg: str = ""


ALL: tuple[type[CallbackData], ...] = (Go, LeadDo, DealDo, EstimateAnswer, Begin, Step, Undo, Do)
BY_PREFIX = {kind.__prefix__: kind for kind in ALL}


def pack(press: Press) -> str:
    """Callback data of at most 64 bytes. Raises ValueError for a button that would not fit."""
    kind = BY_PREFIX[str(press[0])]
    return kind(**dict(zip(kind.model_fields, press[1:], strict=False))).pack()
