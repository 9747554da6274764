"""Calls at once: each has a place until it is marked, and a slow one gives its place up."""

from __future__ import annotations

import asyncio

import pytest

from gotovo import room as room_module
from gotovo.room import IN_FLIGHT, Room


async def has_place(room: Room) -> bool:
    """Takes one where there is one."""
    try:
        async with asyncio.timeout(0.05):
            await room.place()
    except TimeoutError:
        return False
    return True


async def test_no_more_is_in_doubt_than_there_are_places() -> None:
    """W4: a place is free again when what became of its call is marked, and not before; it is given back once."""
    room = Room()
    places = [await room.place() for _call in range(IN_FLIGHT)]
    assert not await has_place(room)
    places[0].give_back()
    places[0].give_back()
    assert [await has_place(room), await has_place(room)] == [True, False]


async def test_a_call_that_takes_long_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_module, "SLOW_SECONDS", 0.01)
    room = Room()
    async with asyncio.timeout(5):
        for _call in range(3 * IN_FLIGHT):
            await room.place()
