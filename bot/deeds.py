"""One-tap deeds that belong to no flow's button, by the verb of their `Do`: each role's router declares its own."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.callbacks import Do
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import Stale

Name = TypeVar("Name", bound=StrEnum)


class Deed(Protocol):
    """Does what the button says and returns the screen that shows it in the order's slot, or nothing."""

    async def __call__(self, unit: BotUnit, actor: Actor, *, press: Do) -> str: ...


DEEDS: dict[str, Deed] = {}


def deed(verb: str) -> Callable[[Deed], Deed]:
    """Registers a deed; a verb is kept for ever, since buttons of it stay in chats."""

    def register(does: Deed) -> Deed:
        assert verb not in DEEDS, verb
        DEEDS[verb] = does
        return does

    return register


def known(names: type[Name], name: str) -> Name:
    """The value that a button names. Raises `Stale` for one that is not known any more."""
    if name not in list(names):
        raise Stale(name)
    return names(name)


def number_of(press: Do) -> int:
    """The choice that a button carries. Raises `Stale` for one that is no number."""
    if not press.arg.isdecimal() or len(press.arg) > 12:
        raise Stale(f"{press.verb} {press.arg}")
    return int(press.arg)
