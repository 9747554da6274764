"""Every CallbackData in one place; prefixes and values are kept for ever (tests hold a golden file), authority is never in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.cards.card import Press

Id = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Count = Annotated[int, Field(ge=0, lt=2**31)]
"""What a database can compare: a forged button may hold any number."""


class Go(CallbackData, prefix="g"):
    """Navigation: show a screen."""

    screen: str
    id: Id = 0
    arg: str = ""


class LeadDo(CallbackData, prefix="l"):
    """An action on a lead as of its turn."""

    action: str
    id: Id
    turn: Count


class DealDo(CallbackData, prefix="d"):
    """An action on a deal as of its turn."""

    action: str
    id: Id
    turn: Count
    arg: str = ""


class EstimateAnswer(CallbackData, prefix="e"):
    """The client's yes or no to one exact version (B3)."""

    id: Id
    version: Count
    yes: int


class Begin(CallbackData, prefix="f"):
    """Start a dialogue."""

    form: str
    id: Id = 0
    arg: str = ""


class Step(CallbackData, prefix="s"):
    """A move inside a dialogue."""

    form: str
    verb: str
    arg: str = ""


class Undo(CallbackData, prefix="u"):
    """Take back the move that wrote timeline row `cause`."""

    kind: str
    id: Id
    cause: Id


class Do(CallbackData, prefix="x"):
    """A one-tap deed that belongs to no flow."""

    verb: str
    id: Id = 0
    arg: str = ""


ALL: tuple[type[CallbackData], ...] = (Go, LeadDo, DealDo, EstimateAnswer, Begin, Step, Undo, Do)
BY_PREFIX = {kind.__prefix__: kind for kind in ALL}
ORDER_AT: Mapping[str, int] = {kind.__prefix__: 1 + list(kind.model_fields).index("id") for kind in (LeadDo, DealDo, EstimateAnswer, Undo)}
ORDER_NUMBER = re.compile(r"[0-9]{1,11}")


def order_named(data: str) -> int:
    """The order that a flow's button is about, also a torn one's; 0 where it says none. For fresh cards and logs, never for rights."""
    parts = data.split(":")
    place = ORDER_AT.get(parts[0], len(parts))
    named = parts[place] if place < len(parts) else ""
    return int(named) if ORDER_NUMBER.fullmatch(named) else 0


def pack(press: Press) -> str:
    """Callback data of at most 64 bytes. Raises ValueError for a button that would not fit."""
    kind = BY_PREFIX[str(press[0])]
    return kind(**dict(zip(kind.model_fields, press[1:], strict=False))).pack()
