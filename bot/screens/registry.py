"""Screens by name: each loads its view and draws its card, at sending time, for one viewer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.cards.card import Card
from bot.words import Words
from crm.actor import Role
from crm.queries import Queries
from crm.views import Viewer

Draw = Callable[["Scene"], Awaitable[Card]]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a screen may look at."""

    queries: Queries
    viewer: Viewer
    words: Words
    params: Mapping[str, object]
    invite_key: bytes = b""

    @property
    def id(self) -> int:
        return int(str(self.params.get("id") or 0))

    @property
    def is_office(self) -> bool:
        """Who looks sees the whole company's lists: an engineer and a client see only what is theirs (flows: rights)."""
        return bool(self.viewer.actor.roles - {Role.CLIENT, Role.ENGINEER})

    @property
    def arg(self) -> str:
        return str(self.params.get("arg") or "")


@dataclass(frozen=True, slots=True)
class Screen:
    """`slot` says which live card the screen is shown in: `hub`, `dialog`, or the order's."""

    name: str
    slot: str
    draw: Draw

    def slot_for(self, id: int) -> str:
        return f"{self.slot}:{id}" if self.slot not in ("hub", "dialog") else self.slot


SCREENS: dict[str, Screen] = {}


def screen(name: str, *, slot: str = "hub") -> Callable[[Draw], Draw]:
    """Registers a screen."""

    def register(draw: Draw) -> Draw:
        assert name not in SCREENS, name
        SCREENS[name] = Screen(name, slot, draw)
        return draw

    return register
