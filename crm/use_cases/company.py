"""The owner sets his company up: one value at a time, each step of the wizard decided or left for later (R15, R56)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crm.actor import Actor, Role
from crm.errors import NotFound
from crm.ports import UnitOfWork
from crm.settings import READERS, SETUP
from crm.shop import Shop
from crm.use_cases.timed import dailies_of_new_hours

HOURS = ("week", "timezone")
"""What the times of every day depend on."""


async def change_setting(unit: UnitOfWork, actor: Actor, *, key: str, text: str) -> Shop:
    """Reads and keeps one setting. Raises `NotFound` unless a director asks for a known one, `Refused` for what cannot be read."""
    if not actor.has(Role.DIRECTOR) or key not in READERS:
        raise NotFound(f"setting {key}")
    changed: dict[str, Any] = {key: READERS[key](text, unit.shop)}
    before, unit.shop = unit.shop, replace(unit.shop, **changed)
    await unit.settings.put(**changed)
    for timer in dailies_of_new_hours(before, unit.shop, now=unit.now) if key in HOURS else ():
        await unit.timers.set(timer)
    await _decide(unit, key)
    return unit.shop


async def keep_defaults(unit: UnitOfWork, actor: Actor) -> Shop:
    """Every step that is still open keeps the value it has. Raises `NotFound` unless a director asks."""
    if not actor.has(Role.DIRECTOR):
        raise NotFound("settings")
    for key in SETUP:
        await _decide(unit, key)
    return unit.shop


async def _decide(unit: UnitOfWork, key: str) -> None:
    if key in SETUP and key not in unit.shop.setup_done:
        unit.shop = replace(unit.shop, setup_done=[*unit.shop.setup_done, key])
        await unit.settings.put(setup_done=unit.shop.setup_done)
