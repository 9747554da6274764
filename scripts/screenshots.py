"""Plays a little of both roads by itself and takes the pictures of README and docs: `python -m scripts.screenshots [FOLDER]`."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from gotovo.demo.company import Demo, demo_company
from gotovo.demo.tour import WORDS
from gotovo.settings import Settings
from sandbox import Person
from scripts.small_png import smaller
from scripts.walking import UNPACED, hurry, look, walk

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
DESK, PHONE = {"width": 1440, "height": 860}, {"width": 400, "height": 940}
LARGEST = 200 * 1024
SETTLED_MS = 1500


@dataclass(frozen=True, slots=True)
class Camera:
    """Takes the pictures of one company, in its language."""

    demo: Demo
    browser: Browser
    folder: Path

    async def takes_phone(self, name: str, person: int) -> None:
        """The phone of a person as it is now, with the newest card in sight."""
        page = await self._opens(f"people={person}&log=closed", PHONE, tour="closed")
        await self._keeps(await page.locator(".phone.active").screenshot(), name)
        await page.context.close()

    async def takes_page(self, name: str, *, people: list[int]) -> None:
        """The whole page, with the guided tour."""
        page = await self._opens(f"people={','.join(map(str, people))}&log=open", DESK, tour="bench")
        await self._keeps(await page.screenshot(), name)
        await page.context.close()

    async def _opens(self, query: str, size: dict[str, int], *, tour: str) -> Page:
        await self.demo.settle()
        context = await self.browser.new_context(viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]  # a ViewportSize
        await context.add_init_script(f"localStorage.setItem('gotovo.tour', '{tour}')")
        page = await context.new_page()
        await page.goto(f"{self.demo.sandbox.url}/sandbox?theme=light&lang={self.demo.language}&{query}")
        await page.locator("body.ready .phone").first.wait_for()
        await page.wait_for_timeout(SETTLED_MS)
        return page

    async def _keeps(self, picture: bytes, name: str) -> None:
        small = min(smaller(picture), picture, key=len)
        if len(small) > LARGEST:
            raise RuntimeError(f"{name} takes {len(small)} bytes, at most {LARGEST}")
        path = self.folder / f"{name}.{self.demo.language}.png"
        path.write_bytes(small)
        print(f"{path.name}: {len(small) // 1024} kB")


async def next_person(demo: Demo, road: str) -> int:
    now = await look(demo, road)
    person: int = now["steps"][now["at"]]["person"]
    return person


def with_role(demo: Demo, role: str) -> Person:
    return next(person for person in demo.sandbox.people.values() if person.user.role == role)


async def take_all(demo: Demo, camera: Camera) -> None:
    """One picture of each role, in the order of the roads."""
    client = demo.guide.heroes["bench"]
    await walk(demo, "bench", to="take")
    await camera.takes_phone("operator", await next_person(demo, "bench"))
    await walk(demo, "bench", to="estimate")
    await camera.takes_phone("dispatcher", await next_person(demo, "bench"))
    await walk(demo, "bench", to="approve")
    await camera.takes_phone("client", client)
    await walk(demo, "bench", to="begin")
    await camera.takes_page("overview", people=[client, await next_person(demo, "bench")])
    await walk(demo, "bench")
    await walk(demo, "visit", to="convert")
    await camera.takes_phone("manager", await next_person(demo, "visit"))
    await walk(demo, "visit", to="depart")
    await camera.takes_phone("engineer", await next_person(demo, "visit"))
    await walk(demo, "visit", to="finish")
    accountant, director = with_role(demo, "accountant"), demo.sandbox.people[demo.guide.staff["director"]]
    await accountant.taps("📊")
    await camera.takes_phone("accountant", accountant.id)
    await demo.sandbox.people[client].says(WORDS[demo.language]["bench"]["says"]["need"])
    await director.sees("№1003")
    await director.taps("🏠")
    await camera.takes_phone("director", director.id)


async def main(folder: Path) -> None:
    path = next(found for name in CHROMIUMS if (found := shutil.which(name)))
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=path, args=[*FLAGS.split(), "--disable-dev-shm-usage"])
        for language in ("ru", "en"):
            with tempfile.TemporaryDirectory() as data:
                settings = Settings(data_dir=Path(data), http_port=0, undo_seconds=0)
                async with demo_company(settings, language, pace=UNPACED) as demo:
                    hurry(demo)
                    await take_all(demo, Camera(demo, browser, folder))
        await browser.close()


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    wanted = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    wanted.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(wanted))
