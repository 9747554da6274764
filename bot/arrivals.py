"""Fetched files, by what they were dropped for: each area declares what it does when one arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.ports import BotUnit
from crm.actor import Actor
from crm.upload import Purpose


class Arrives(Protocol):
    """Does what follows when a fetched file is there; refusals are told to who dropped it."""

    async def __call__(self, unit: BotUnit, actor: Actor, *, upload_id: int) -> None: ...


ARRIVALS: dict[Purpose, Arrives] = {}


def arrives(purpose: Purpose) -> Callable[[Arrives], Arrives]:
    """Registers what follows a file of this purpose."""

    def register(does: Arrives) -> Arrives:
        assert purpose not in ARRIVALS, purpose
        ARRIVALS[purpose] = does
        return does

    return register


async def file_arrives(unit: BotUnit, *, purpose: str, upload_id: int) -> None:
    """With the rights that the person has now: they may have changed while the file was on its way."""
    unit.viewer = await unit.queries.viewer(unit.chat_id, unit.now)
    await ARRIVALS[Purpose(purpose)](unit, unit.viewer.actor, upload_id=upload_id)
