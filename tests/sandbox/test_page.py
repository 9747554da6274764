"""The page, played in a real browser against the echo bot: what a person does there and sees there."""

import re

import pytest
from aiogram import Bot
from playwright.async_api import expect

from sandbox import Person, Sandbox
from tests.sandbox.browser import POCKET, opened

pytestmark = pytest.mark.browser


@pytest.fixture
def people(sandbox: Sandbox) -> list[Person]:
    anna = sandbox.person("Анна", last_name="Белова", language="ru", phone="+79160000001", role="client")
    maria = sandbox.person("Мария", language="ru", role="operator")
    return [anna, maria, sandbox.person("John", language="en", role="engineer+manager")]


@pytest.mark.usefixtures("people")
async def test_a_tap_edits_the_message_in_place(sandbox: Sandbox, bot: Bot) -> None:
    async with opened(sandbox, bot) as view:
        phone = await view.start(0)
        await view.say(phone, "не включается")
        answer = phone.locator(".row.theirs").last
        await expect(answer).to_contain_text("Эхо: не включается")
        await expect(answer.locator(".hush")).to_have_count(1)
        await expect(phone.locator(".row.theirs").first.locator(".ring")).to_have_count(1)
        await expect(answer.locator(".key:disabled")).to_have_text("Занято")
        await answer.get_by_role("button", name="Взять").click()
        await expect(phone.locator(".toast")).to_have_text("Теперь ваше")
        await expect(answer.locator(".words")).to_contain_text("Взято: Анна")
        await expect(answer.locator(".edited")).to_have_text("изменено")
        await expect(answer.locator(".key")).to_have_count(0)
    assert sandbox.world.rejections == []


@pytest.mark.usefixtures("people")
async def test_an_alert_waits_to_be_closed(sandbox: Sandbox, bot: Bot) -> None:
    async with opened(sandbox, bot) as view:
        phone = await view.start(1)
        await view.say(phone, "дорого")
        await phone.get_by_role("button", name="Отказать").click()
        await expect(phone.get_by_role("alertdialog")).to_contain_text("Точно отказать?")
        await view.page.keyboard.press("Enter")
        await expect(phone.get_by_role("alertdialog")).to_have_count(0)


async def test_keys_share_contact_and_place(sandbox: Sandbox, bot: Bot, people: list[Person]) -> None:
    async with opened(sandbox, bot) as view:
        phone = await view.start(0)
        await phone.locator(".reply-key", has_text="Телефон").click()
        await expect(phone.locator(".row.mine .card")).to_contain_text("79160000001")
        await phone.locator(".reply-key", has_text="Место").click()
        await expect(phone.locator(".row.mine .place")).to_be_visible()
        await phone.get_by_role("button", name="Кнопки бота").click()
        await expect(phone.locator(".reply-keys")).to_have_count(0)
    contact = next(message.raw["contact"] for message in people[0].chat if "contact" in message.raw)
    assert contact["user_id"] == people[0].id


async def test_sample_photos_go_out_as_an_album(sandbox: Sandbox, bot: Bot, people: list[Person]) -> None:
    async with opened(sandbox, bot) as view:
        phone = await view.start(0)
        for number in (0, 2):
            await phone.get_by_role("button", name="Прикрепить").click()
            await view.page.locator(".sample").nth(number).click()
            await expect(phone.locator(".staged-one")).to_have_count(1 + (number > 0))
        await view.say(phone, "вот так")
        await expect(phone.locator(".row.mine .album img")).to_have_count(2)
        await view.page.wait_for_function("[...document.querySelectorAll('.album img')].every((one) => one.naturalWidth === 960)")
        await expect(phone.locator(".row.theirs").last).to_contain_text("Эхо:")
    album = [message for message in people[0].chat if "photo" in message.raw]
    assert [message.text for message in album] == ["вот так", ""]
    assert len({message.raw["media_group_id"] for message in album}) == 1


async def test_own_words_are_answered_corrected_and_liked(sandbox: Sandbox, bot: Bot, people: list[Person]) -> None:
    async with opened(sandbox, bot) as view:
        phone = await view.start(0)
        await phone.locator(".row.theirs .bubble").first.dblclick(position={"x": 4, "y": 4})
        await view.say(phone, "ответ")
        await expect(phone.locator(".row.mine .quote")).to_contain_text("Здравствуйте!")
        await phone.locator("textarea").press("ArrowUp")
        await view.say(phone, "ответ точнее")
        await expect(phone.locator(".row.mine .words").last).to_contain_text("ответ точнее")
        await phone.locator(".row.theirs .bubble").last.click(button="right")
        await view.page.locator(".feelings button").first.click()
        await expect(phone.locator(".reaction.own")).to_have_text("👍")
    said = next(message for message in people[0].chat if message.text == "ответ точнее")
    assert "reply_to_message" in said.raw


async def test_a_link_of_the_bot_starts_it_here_or_as_a_new_person(sandbox: Sandbox, bot: Bot, people: list[Person]) -> None:
    async with opened(sandbox, bot) as view:
        phone = await view.start(1)
        await view.say(phone, "ссылку")
        await phone.locator("a.key", has_text="Войти").click()
        await expect(phone.locator(".row.mine").last).to_contain_text("/start invite7")
        await phone.locator(".row.keyed .bubble").click(button="right")
        await view.page.get_by_role("menuitem", name="Открыть новым человеком").click()
        await view.page.get_by_label("Имя").fill("Пётр Новый")
        await view.page.get_by_role("button", name="Добавить").click()
        await expect(phone.locator(".owner-name")).to_have_text("Пётр Новый")
        await expect(phone.locator(".row.theirs")).to_contain_text("invite7")
    assert people[1].chat[-1].text.startswith("Здравствуйте! invite7")
    assert list(sandbox.people.values())[-1].user.language == "ru"


@pytest.mark.usefixtures("people")
async def test_words_are_never_markup(sandbox: Sandbox, bot: Bot) -> None:
    evil = "<img src=x onerror=alert(1)><b>жирно</b>"
    sandbox.person(evil, role=evil)
    async with opened(sandbox, bot, query="lang=ru&people=101,104") as view:
        phone = await view.start(1)
        await view.say(phone, evil)
        await expect(phone.locator(".row.mine .words").last).to_contain_text(evil)
        await expect(phone.locator(".owner-name")).to_have_text(evil)
        assert await view.page.locator(".words img, .words b, .owner img").count() == 0


@pytest.mark.usefixtures("people")
async def test_people_out_of_sight_are_noticed(sandbox: Sandbox, bot: Bot) -> None:
    async with opened(sandbox, bot, query="lang=en&people=101,102") as view:
        await sandbox.people[103].starts()
        peek = view.page.locator(".peek", has_text="John")
        await expect(peek).to_contain_text("engineer · manager")
        await expect(view.phone(0).locator(".picker .badge")).to_have_text("1")
        await peek.click()
        await expect(view.phone(1).locator(".owner-name")).to_have_text("John")
        await expect(view.phone(0).locator(".picker .badge")).to_have_count(0)


@pytest.mark.usefixtures("people")
async def test_words_and_colours_change_and_are_kept(sandbox: Sandbox, bot: Bot) -> None:
    async with opened(sandbox, bot) as view:
        await expect(view.phone(0).locator(".role")).to_have_text("клиент")
        await view.page.get_by_role("button", name="EN", exact=True).click()
        await expect(view.phone(0).locator(".role")).to_have_text("client")
        await view.page.get_by_role("button", name="Dark colours").click()
        await view.page.goto(f"{sandbox.url}/sandbox")
        await expect(view.page.locator("html")).to_have_attribute("data-theme", "dark")
        await expect(view.page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.usefixtures("people")
async def test_a_narrow_screen_shows_one_phone_and_tabs(sandbox: Sandbox, bot: Bot) -> None:
    async with opened(sandbox, bot, size=POCKET) as view:
        await view.start(0)
        await expect(view.page.locator(".phone:visible")).to_have_count(1)
        await sandbox.people[102].starts()
        tab = view.page.get_by_role("tab", name=re.compile("Мария"))
        await expect(tab.locator(".badge")).to_have_text("1")
        await tab.tap()
        await expect(view.page.locator(".phone:visible .owner-name")).to_have_text("Мария")
        await expect(tab.locator(".badge")).to_have_count(0)
        await view.page.get_by_role("tab", name="Журнал").tap()
        await expect(view.page.locator(".log-row").first).to_be_visible()
        assert await view.page.evaluate("document.documentElement.scrollWidth") == POCKET[0]


async def test_blocking_and_faults(sandbox: Sandbox, bot: Bot, people: list[Person]) -> None:
    async with opened(sandbox, bot) as view:
        phone = await view.start(0)
        await expect(view.page.locator("#tour")).to_be_hidden()
        await expect(view.page.locator(".lever")).to_have_count(0)
        await phone.get_by_role("button", name="Ещё").first.click()
        await view.page.get_by_role("menuitem", name="Заблокировать бота").click()
        await phone.get_by_role("button", name="Разблокировать бота").click()
        await expect(phone.locator("textarea")).to_be_visible()
        await view.page.locator(".weather summary").click()
        await view.page.get_by_role("button", name="400 мс").click()
        await expect(view.page.get_by_role("button", name="400 мс")).to_have_attribute("aria-pressed", "true")
        await view.page.get_by_role("button", name="429, подождите").click()
        await expect(view.page.locator(".log-row.trouble", has_text="planned: 429")).to_be_visible()
    assert sandbox.latency == 0.4
    assert [fault.kind for fault in sandbox.faults.planned] == ["429"]
    assert not people[0].deeds.chat.blocked
