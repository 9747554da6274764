"""The line of frames between page and server, and the files of the page, without a browser."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramServerError
from aiogram.types import BotCommand, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReactionTypeEmoji, ReplyKeyboardMarkup
from aiohttp import ClientSession, ClientWebSocketResponse, WSServerHandshakeError

from sandbox import Person, Sandbox
from sandbox.files import sample_picture
from sandbox.page import STATIC
from tests.sandbox.test_watch import Shop

PICTURE = base64.b64encode(sample_picture()).decode()
KEYS = ReplyKeyboardMarkup.model_validate({"keyboard": [[{"text": "Orders"}]], "resize_keyboard": True})
GO = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


class Line:
    """One page's WebSocket; `until` reads frames on, up to the wanted one."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket

    async def send(self, do: str, **deed: Any) -> None:
        await self._socket.send_json({"do": do, **deed})

    async def say(self, text: str) -> None:
        await self._socket.send_str(text)

    async def until(self, kind: str) -> dict[str, Any]:
        async with asyncio.timeout(5):
            while True:
                frame: dict[str, Any] = await self._socket.receive_json()
                if frame["type"] == kind:
                    return frame


@pytest.fixture
async def line(sandbox: Sandbox, anna: Person) -> AsyncIterator[Line]:
    async with ClientSession() as http, http.ws_connect(f"{sandbox.url}/sandbox/ws", origin=sandbox.url) as socket:
        yield Line(socket)


async def test_hello_tells_of_bot_people_and_faults(line: Line, anna: Person) -> None:
    hello = await line.until("hello")
    assert hello["bot"]["username"] == "gotovo_demo_bot"
    assert [(one["id"], one["name"], one["started"]) for one in hello["people"]] == [(anna.id, "Анна Белова", True)]
    assert "429" in hello["faults"]
    assert "error" not in hello["faults"]
    assert [entry["title"] for entry in (await line.until("log"))["entries"]] == ["message"]


async def test_an_opened_chat_carries_all_a_phone_shows(line: Line, bot: Bot, anna: Person) -> None:
    await bot.set_my_commands([BotCommand(command="start", description="Hello")])
    await bot.set_my_description("A shop")
    quiet = await bot.send_message(anna.id, "quiet", reply_markup=KEYS, disable_notification=True)
    await bot.pin_chat_message(anna.id, quiet.message_id)
    await bot.set_message_reaction(anna.id, anna.chat[0].message_id, reaction=[ReactionTypeEmoji(emoji="👌")])
    await line.send("open", person=anna.id)
    chat = await line.until("chat")
    assert [message.get("silent") for message in chat["messages"][:2]] == [None, True]
    assert chat["messages"][0]["reactions"] == [{"emoji": "👌", "from": bot.id}]
    assert chat["keyboard"]["keyboard"] == [[{"text": "Orders"}]]
    assert (chat["pinned"], chat["about"], chat["commands"][0]["command"]) == (quiet.message_id, "A shop", "start")


async def test_deeds_become_updates_and_frames(line: Line, bot: Bot, anna: Person) -> None:
    await line.send("say", person=anna.id, text="hello")
    assert (await line.until("message"))["message"]["text"] == "hello"
    asked = await bot.send_message(anna.id, "which?", reply_markup=ForceReply())
    assert (await line.until("keyboard"))["keyboard"]["force_reply"] is True
    await line.send("photo", person=anna.id, name="a.png", data=PICTURE, caption="look", reply_to=asked.message_id)
    await line.send("document", person=anna.id, name="../act.html", mime="text/html", data=base64.b64encode(b"<b>").decode())
    for do in ("voice", "video", "video_note", "contact"):
        await line.send(do, person=anna.id)
    await line.send("location", person=anna.id, latitude=55.75, longitude=37.61)
    await line.send("album", person=anna.id, photos=[{"data": PICTURE}] * 2, caption="both")
    await anna.world.changed.until(lambda: len(anna.chat) == 11, 5)
    kinds = [update.message.content_type for update in await bot.get_updates() if update.message]
    assert kinds == ["text", "photo", "document", "voice", "video", "video_note", "contact", "location", "photo", "photo"]
    assert anna.chat[3].raw["reply_to_message"]["message_id"] == asked.message_id
    assert anna.chat[4].raw["document"]["file_name"] == ".._act.html"


async def test_a_tap_ends_with_a_toast(line: Line, bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "ready?", reply_markup=GO)
    await line.send("tap", person=anna.id, message_id=sent.message_id, row=0, col=0)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.data == "go"
    await bot.answer_callback_query(query.id, "gone", show_alert=True)
    toast = await line.until("toast")
    assert (toast["person"], toast["text"], toast["alert"]) == (anna.id, "gone", True)


async def test_a_tap_on_a_vanished_button_stops_waiting(line: Line, anna: Person) -> None:
    await line.send("tap", person=anna.id, message_id=anna.chat[0].message_id, row=0, col=0)
    assert (await line.until("refused"))["do"] == "tap"
    assert (await line.until("toast"))["text"] == ""


async def test_own_message_is_edited_and_liked_and_the_bots_is_not(line: Line, bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "mine", reply_markup=KEYS)
    await line.send("edit", person=anna.id, message_id=anna.chat[0].message_id, text="edited")
    assert (await line.until("edited"))["message"]["text"] == "edited"
    await line.send("react", person=anna.id, message_id=sent.message_id, emoji="👍")
    assert (await line.until("reaction"))["reactions"] == [{"emoji": "👍", "from": anna.id}]
    await line.send("edit", person=anna.id, message_id=sent.message_id, text="not yours")
    assert "own messages" in (await line.until("refused"))["text"]
    await line.send("key", person=anna.id, row=0, col=0)
    assert (await line.until("message"))["message"]["text"] == "Orders"


async def test_a_new_person_comes_by_a_link(line: Line, sandbox: Sandbox) -> None:
    await line.send("add_person", name="Ivan Petrov Junior", language="en", role="engineer", payload="inv_1")
    person = sandbox.people[(await line.until("added"))["person"]]
    assert (person.user.first_name, person.user.last_name, person.user.role) == ("Ivan", "Petrov Junior", "engineer")
    assert (await line.until("message"))["message"]["text"] == "/start inv_1"


async def test_blocking_latency_and_faults(line: Line, sandbox: Sandbox, anna: Person) -> None:
    await line.until("log")
    await line.send("block", person=anna.id)
    assert (await line.until("people"))["people"][0]["blocked"] is True
    await line.send("say", person=anna.id, text="unheard")
    assert "blocked" in (await line.until("refused"))["text"]
    await line.send("unblock", person=anna.id)
    await line.send("latency", ms=99_000)
    assert (await line.until("latency"))["ms"] == 10_000
    await line.send("fault", kind="5xx", times=2)
    assert (await line.until("log"))["entry"]["title"] == "planned: 5xx"
    assert [(fault.kind, fault.times) for fault in sandbox.faults.planned] == [("5xx", 2)]


async def test_the_next_sends_fail_and_are_spared_again(line: Line, bot: Bot, anna: Person) -> None:
    assert (await line.until("hello"))["ahead"] == {}
    await line.send("fault", kind="5xx", times=3, sends=True)
    assert (await line.until("faults"))["ahead"] == {"5xx": 3}
    await bot.send_chat_action(anna.id, "typing")
    with pytest.raises(TelegramServerError):
        await bot.send_message(anna.id, "lost")
    assert (await line.until("faults"))["ahead"] == {"5xx": 2}
    await line.send("clear_faults")
    assert (await line.until("faults"))["ahead"] == {}
    await bot.send_message(anna.id, "found")
    assert (await line.until("message"))["message"]["text"] == "found"


async def test_without_a_product_there_are_no_levers(line: Line) -> None:
    hello = await line.until("hello")
    assert (hello["levers"], hello["roads"]) == (None, [])
    for deed in ("hour", "reset"):
        await line.send(deed, language="en")
        assert (await line.until("refused"))["do"] == deed


async def test_levers_of_a_product(sandbox: Sandbox) -> None:
    """The page waits for the company, then may move its clock and ask for another one."""
    shop = Shop()
    sandbox.opened.clear()
    async with (
        ClientSession() as http,
        http.ws_connect(f"{sandbox.url}/sandbox/ws", origin=sandbox.url) as socket,
        asyncio.TaskGroup() as tasks,
    ):
        line, showing = Line(socket), tasks.create_task(sandbox.shows(shop))
        hello = await line.until("hello")
        assert (hello["levers"], hello["now"]) == ({"language": "en", "languages": ["en", "ru"]}, sandbox.world.clock())
        await line.send("hour")
        assert (await line.until("clock"))["now"] == sandbox.world.clock()
        await line.send("reset", language="xx")
        assert (await line.until("refused"))["do"] == "reset"
        await line.send("reset", language="ru")
        await line.until("resetting")
        showing.cancel()
    assert (shop.hours, shop.asked_for) == (1, "ru")


@pytest.mark.parametrize(
    "text", ["{", "[]", "1", '{"do": "dance", "person": 101}', '{"do": "say", "person": 999, "text": "x"}', '{"do": "say"}']
)
async def test_nonsense_is_refused_and_the_line_stays(line: Line, anna: Person, text: str) -> None:
    await line.say(text)
    await line.until("refused")
    await line.send("say", person=anna.id, text="still here")
    assert (await line.until("message"))["message"]["text"] == "still here"


@pytest.mark.parametrize(
    "deed", [{"do": "photo", "data": "bm90IGE="}, {"do": "photo", "data": "%"}, {"do": "album", "photos": []}, {"do": "say", "text": " "}]
)
async def test_empty_and_broken_contents_are_refused(line: Line, anna: Person, deed: dict[str, Any]) -> None:
    await line.say(json.dumps(deed | {"person": anna.id}))
    await line.until("refused")
    assert len(anna.chat) == 1


async def test_other_sites_are_turned_away(sandbox: Sandbox) -> None:
    async with ClientSession() as http:
        with pytest.raises(WSServerHandshakeError, match="403"):
            await http.ws_connect(f"{sandbox.url}/sandbox/ws", origin="http://evil.example")


async def test_files_are_guarded(sandbox: Sandbox, anna: Person) -> None:
    page = await anna.sends_document("page.html", b"<script>alert(1)</script>")
    photo = await anna.sends_photo()
    async with ClientSession() as http:
        saved = await http.get(f"{sandbox.url}/sandbox/file/{page.raw['document']['file_id']}")
        assert (saved.content_type, saved.headers["Content-Disposition"]) == ("application/octet-stream", "attachment")
        shown = await http.get(f"{sandbox.url}/sandbox/file/{photo.raw['photo'][0]['file_id']}")
        assert (shown.content_type, "Content-Disposition" in shown.headers) == ("image/png", False)
        for path in ("file/none", "static/none.js", "static/..%2fpage.py", "static/index.html"):
            assert (await http.get(f"{sandbox.url}/sandbox/{path}")).status == 404
        index = await http.get(f"{sandbox.url}/sandbox")
        assert "default-src 'none'" in index.headers["Content-Security-Policy"]
        for name in re.findall(r"/sandbox/static/[\w./]+", await index.text()):
            assert (await http.get(sandbox.url + name)).status == 200


def test_scripts_are_small_and_every_word_has_both_languages() -> None:
    words = json.loads((STATIC / "strings.json").read_text("utf-8"))
    assert words["ru"].keys() == words["en"].keys()
    scripts = {path.name: path.read_text("utf-8") for path in STATIC.glob("*.js")}
    asked = {key for text in scripts.values() for key in re.findall(r"\bt\('([\w.]+)'", text)}
    assert asked <= words["en"].keys()
    assert [name for name, text in scripts.items() if len(text.splitlines()) > 250] == []
    assert [
        name for name, text in scripts.items() if re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|[а-яё]", text)
    ] == []
