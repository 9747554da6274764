"""The demo company, played as the guided tour says: both roads in both languages, an hour at once, and a look at its rows."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import ClientSession

from gotovo.demo.company import HOUR, Demo, demo_company
from gotovo.demo.tour_roads import ROADS
from gotovo.settings import Settings
from scripts.walking import UNPACED, hurry, look, walk
from tests.clocks import wednesday_at


@pytest.fixture(params=["ru", "en"])
async def demo(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Demo]:
    settings = Settings(data_dir=tmp_path, http_port=0, undo_seconds=0)
    async with demo_company(settings, request.param, pace=UNPACED, clock=wednesday_at(10)) as demo:
        hurry(demo)
        await demo.sandbox.opened.wait()
        yield demo


@pytest.mark.parametrize("demo", ["en"], indirect=True)
async def test_a_demo_in_a_container_is_healthy(demo: Demo) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{demo.sandbox.url}/health") as answer:
        assert (answer.status, (await answer.json())["status"]) == (200, "alive")


async def test_the_tour_leads_along_both_roads(demo: Demo) -> None:
    """Its every button and word is where it says; Telegram refuses nothing."""
    for road, steps in ROADS.items():
        assert await walk(demo, road) == [step.name for step in steps]
    assert demo.sandbox.world.rejections == []


@pytest.mark.parametrize("demo", ["en"], indirect=True)
async def test_the_tour_waits_finds_back_and_begins_anew(demo: Demo) -> None:
    """Somebody else's hands, a lost screen and a cancelled order do not end the tour."""
    client = demo.sandbox.people[demo.guide.heroes["bench"]]
    await walk(demo, "bench", to="take")
    vera = demo.sandbox.people[demo.guide.staff["director"]]
    await vera.taps("✋ Take", on=await vera.sees("New request №1001"))
    road = await look(demo, "bench")
    assert (road["steps"][road["at"]]["name"], road["steps"][road["at"]]["person"]) == ("hand", vera.id)
    card = next(message for message in reversed(vera.chat) if message.button("🧾 To deal"))
    demo.sandbox.world.remove(vera.deeds.chat.posts[card.message_id])
    road = await look(demo, "bench")
    assert road["cue"]["lost"]
    await walk(demo, "bench", to="start")
    await client.taps("🚫 Cancel order")
    await client.says("Changed my mind")
    await client.sees("The order is cancelled.")
    road = await look(demo, "bench")
    assert (road["at"], road["number"]) == (0, None)


@pytest.mark.parametrize("demo", ["en"], indirect=True)
async def test_an_hour_passes_and_what_was_due_comes(demo: Demo) -> None:
    """The order that nobody starts is called late, and messages bear the company's time."""
    await walk(demo, "bench", to="start")
    serge = demo.sandbox.people[demo.guide.staff["dispatcher"]]
    before, began = len(serge.history), demo.clock().timestamp()
    await demo.pass_hour()
    await serge.sees("⏰")
    assert len(serge.history) > before
    ahead = serge.chat[-1].raw["date"] - began
    assert HOUR.total_seconds() - 1 <= ahead < HOUR.total_seconds() + 120


@pytest.mark.parametrize("demo", ["en"], indirect=True)
async def test_rows_are_told_without_what_people_wrote(demo: Demo) -> None:
    await walk(demo, "bench", to="hand")
    rows = [entry["detail"] for entry in demo.sandbox.world.log if entry["kind"] == "row"]
    assert {row["table"] for row in rows} == {"inbox", "outbox", "timeline"}
    assert {"take", "open"} <= {row["action"] for row in rows if row["table"] == "timeline"}
    assert {row["state"] for row in rows if row["kind"] == "notice"} == {"sent"}
    assert "Laptop" not in str(rows)
    assert demo.sandbox.world.token not in str(rows)
    keys = [entry["key"] for entry in demo.sandbox.world.log if entry["kind"] == "row"]
    assert len(keys) == len(set(keys)), "a row that changes stays one entry"


async def opened_at(process: asyncio.subprocess.Process) -> str:
    """The address that the demo prints when its page is open."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        line = (await process.stdout.readline()).decode()
    return next(word for word in line.split() if word.startswith("http"))


async def test_a_reset_begins_a_fresh_company_at_the_same_address(tmp_path: Path) -> None:
    """In the language asked for; the signal to stop still ends the demo in peace."""
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "HTTP_PORT": str(free_port()), "LOG_LEVEL": "ERROR"}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "gotovo", "demo", env=env, stdout=asyncio.subprocess.PIPE)
    address = await opened_at(process)
    site = address.removesuffix("/sandbox")
    async with ClientSession() as http:
        async with http.ws_connect(f"{address}/ws", origin=site) as page:
            former = await page.receive_json()
            await page.send_json({"do": "reset", "language": "en"})
        assert await opened_at(process) == address
        async with http.ws_connect(f"{address}/ws", origin=site) as page:
            fresh = await page.receive_json()
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    assert (former["levers"]["language"], fresh["levers"]["language"]) == ("ru", "en")
    assert (former["people"][0]["name"], fresh["people"][0]["name"]) == ("Анна Петрова", "Anna Peters")
    assert former["world"] != fresh["world"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
