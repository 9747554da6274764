"""The demo in a real browser: the guided tour by keyboard alone and on a narrow screen, the levers, a fresh company."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from gotovo.demo.company import Demo, demo_company
from gotovo.settings import Settings
from scripts.walking import UNPACED, hurry
from tests.clocks import wednesday_at
from tests.sandbox.browser import POCKET, Opened, visited

pytestmark = pytest.mark.browser


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, http_port=0, undo_seconds=0)


@pytest.fixture
async def demo(settings: Settings) -> AsyncIterator[Demo]:
    async with demo_company(settings, "en", pace=UNPACED, clock=wednesday_at(10)) as demo:
        hurry(demo)
        await demo.sandbox.opened.wait()
        yield demo


async def step_is(view: Opened, number: int, title: str) -> None:
    await expect(view.page.locator(".tour-count")).to_contain_text(f"Step {number} of 16")
    await expect(view.page.locator(".tour-now h3")).to_have_text(title)


async def test_the_tour_by_keyboard(demo: Demo) -> None:
    """Enter on "Show me" leads to the button, Enter does it; the tour is left by Esc and taken up where the order stands."""
    async with visited(f"{demo.sandbox.url}/sandbox?lang=en&theme=light") as view:
        page = view.page
        await step_is(view, 1, "The client writes")
        await expect(page.locator(".field.beacon")).to_have_count(1)
        await page.get_by_role("button", name="Show me").press("Enter")
        await expect(view.phone(0).locator("textarea")).to_have_value("Laptop does not switch on after water")
        await expect(view.phone(0).locator("textarea")).to_be_focused()
        await page.keyboard.press("Enter")
        await step_is(view, 2, "The operator takes the request")
        await expect(page.locator(".key.beacon")).to_have_text("✋ Take")
        await page.get_by_role("button", name="Show me").press("Enter")
        await expect(page.locator(".key.beacon")).to_be_focused()
        await page.keyboard.press("Enter")
        await step_is(view, 3, "The operator hands the order to the dispatcher")
        await page.locator(".tour-close").press("Escape")
        await expect(page.locator("#tour")).to_be_hidden()
        await expect(page.locator(".lever-tour")).to_be_focused()
        await page.reload()
        await expect(page.locator(".lever-tour")).to_have_attribute("aria-pressed", "false")
        await page.keyboard.press("Alt+t")
        await step_is(view, 3, "The operator hands the order to the dispatcher")
        await page.get_by_role("button", name="Do it for me").click()
        await expect(page.locator(".key.beacon")).to_contain_text("Serge Wing")
        assert view.complaints == []


async def test_levers_and_rows(demo: Demo) -> None:
    async with visited(f"{demo.sandbox.url}/sandbox?lang=en&log=open") as view:
        page = view.page
        await page.get_by_role("button", name="Do it for me").click()
        await expect(page.locator(".log-row", has_text="timeline #1")).to_contain_text("№1001 open")
        before = demo.clock()
        await page.locator(".lever-hour").click()
        await expect(page.locator("body.passing")).to_have_count(0)
        assert (demo.clock() - before).total_seconds() > 3600
        await page.locator(".lever-faults").click()
        await page.locator(".trouble-panel").get_by_role("button", name="3", exact=True).click()
        await page.locator(".trouble-panel").get_by_role("button", name="error 500").click()
        await expect(page.locator(".trouble-panel .ahead")).to_contain_text("error 500 × 3")
        await page.keyboard.press("Escape")
        await expect(page.locator(".trouble-panel")).to_have_count(0)
        await page.get_by_role("button", name="Rows").click()
        await expect(page.locator(".log-row", has_text="inbox #").first).to_contain_text("done")
        assert view.complaints == []
    assert sum(fault.times for fault in demo.sandbox.faults.planned if fault.sends) <= 3


async def test_a_narrow_screen_has_the_tour_above_the_phone(demo: Demo) -> None:
    async with visited(f"{demo.sandbox.url}/sandbox?lang=en", size=POCKET) as view:
        page = view.page
        await page.get_by_role("button", name="Do it for me").tap()
        await step_is(view, 2, "The operator takes the request")
        await page.get_by_role("button", name="Show me").tap()
        await expect(page.locator(".phone:visible .owner-name")).to_have_text("Mary Eagle")
        await expect(page.locator(".phone:visible .key.beacon")).to_be_in_viewport()
        await page.get_by_role("button", name="All steps").tap()
        await expect(page.locator(".tour-list li")).to_have_count(16)
        await expect(page.locator(".phone:visible")).to_have_count(0)
        await page.get_by_role("button", name="All steps").tap()
        await page.get_by_role("button", name="Tour and time").tap()
        await expect(page.get_by_role("menuitem", name=re.compile("hour"))).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == POCKET[0]
        assert view.complaints == []


async def test_the_page_comes_back_to_a_fresh_company(settings: Settings) -> None:
    """Everything begins anew in the other language, and the page needs no reload."""
    async with demo_company(settings, "en", clock=wednesday_at(10)) as former:
        port = int(former.sandbox.url.rpartition(":")[2])
        browser = visited(f"{former.sandbox.url}/sandbox?lang=ru")
        view = await browser.__aenter__()
        await view.page.get_by_role("button", name="Нанять говорящих по-русски").click()
        await view.page.get_by_role("button", name="Начать сначала").click()
        await former.stopped.wait()
    assert former.next_language == "ru"
    async with demo_company(settings.model_copy(update={"http_port": port}), "ru", clock=wednesday_at(10)):
        await expect(view.phone(0).locator(".owner-name")).to_have_text("Анна Петрова")
        await expect(view.page.locator(".tour-other")).to_have_count(0)
        await expect(view.page.locator(".tour-order")).to_contain_text("Анна: напишите")
        await browser.__aexit__(None, None, None)
