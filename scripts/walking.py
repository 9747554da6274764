"""Walks a road of the demo company as somebody does who follows the guided tour and nothing else."""

from __future__ import annotations

from typing import Any

from gotovo.demo.company import Demo
from gotovo.pacing import Pace
from sandbox.tour import follow

MOST_DEEDS = 60
UNPACED = Pace(overall=10_000.0, per_chat=10_000.0, burst=10_000.0)


def hurry(demo: Demo) -> None:
    """Telegram answers at once and has no limits: whoever walks by himself need not wait as people do."""
    demo.sandbox.latency = 0.0
    demo.sandbox.pacing.enabled = False


async def look(demo: Demo, road: str) -> dict[str, Any]:
    """The road as the page would show it, once nothing is under way."""
    await demo.settle()
    assert demo.sandbox.watch is not None, "the page is open"
    await demo.sandbox.watch.look()
    return next(one for one in demo.sandbox.watch.roads if one["name"] == road)


async def walk(demo: Demo, road: str, *, to: str | None = None) -> list[str]:
    """Does step after step until the one named `to` is next, or to the end; returns the steps that were gone.

    Raises RuntimeError when the tour leads nowhere.
    """
    gone: list[str] = []
    screen = ""
    for _ in range(MOST_DEEDS):
        now = await look(demo, road)
        step = None if now["at"] is None else now["steps"][now["at"]]
        if step is None or step["name"] == to:
            return gone
        if not gone or gone[-1] != step["name"]:
            gone.append(step["name"])
        person = demo.sandbox.people[step["person"]]
        screen = person.screen()
        if now["cue"] is not None:
            follow(person.deeds, now["cue"])
    raise RuntimeError(f"the {road} road got stuck at {gone[-1]}:\n{screen}")
