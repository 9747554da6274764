"""Everything that can be shown, by name; importing this package registers every screen."""

from __future__ import annotations

from bot.screens import (
    client,
    clients,
    credit,
    dead_letters,
    deals,
    drafts,
    feed,
    health,
    home,
    joint_invoice,
    lists,
    money,
    orders,
    papers,
    people,
    prices,
    requests,
    settings,
    work,
)
from bot.screens.registry import SCREENS, Scene, Screen

__all__ = [
    "SCREENS",
    "Scene",
    "Screen",
    "client",
    "clients",
    "credit",
    "dead_letters",
    "deals",
    "drafts",
    "feed",
    "health",
    "home",
    "joint_invoice",
    "lists",
    "money",
    "orders",
    "papers",
    "people",
    "prices",
    "requests",
    "settings",
    "work",
]
