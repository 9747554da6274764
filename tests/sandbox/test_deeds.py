"""Deeds on the phone that the bot sees differently, or not at all."""

import pytest

from sandbox import Person, Sandbox
from sandbox.world import World


def last_update(world: World) -> tuple[str, dict[str, object]]:
    update = world.updates.pending[-1]
    return update.kind, update.payload


async def test_buttons_that_stay_on_the_phone(sandbox: Sandbox, anna: Person) -> None:
    post = sandbox.world.add_post(anna.deeds.chat, sandbox.world.bot, content={"text": "x"})
    assert anna.deeds.press(post, {"text": "x", "disabled": {}}) is None
    assert anna.deeds.press(post, {"text": "x", "copy_text": {"text": "1001"}}) is None
    assert anna.deeds.press(post, {"text": "x", "url": "https://a.example/"}) is None
    assert (anna.deeds.clipboard, anna.deeds.opened, anna.pressed) == ("1001", ["https://a.example/"], 2)
    assert sandbox.world.updates.pending == []


async def test_location_key_and_deep_link(sandbox: Sandbox, anna: Person) -> None:
    anna.deeds.push_key({"text": "Where", "request_location": True})
    assert "location" in last_update(sandbox.world)[1]
    await anna.follows("https://t.me/Gotovo_Demo_Bot?start=inv_1")
    assert last_update(sandbox.world)[1]["text"] == "/start inv_1"
    anna.deeds.push_key("Orders")
    assert last_update(sandbox.world)[1]["text"] == "Orders"


async def test_start_unblocks(sandbox: Sandbox, anna: Person) -> None:
    await anna.blocks_bot()
    assert last_update(sandbox.world)[0] == "my_chat_member"
    await anna.starts("again")
    assert [update.kind for update in sandbox.world.updates.pending] == ["my_chat_member", "my_chat_member", "message"]


async def test_caption_edit_and_groups(sandbox: Sandbox, anna: Person) -> None:
    photo = await anna.sends_photo("before", content=b"anything")
    await anna.edits(photo, "after /x")
    kind, payload = last_update(sandbox.world)
    assert (kind, payload["caption"]) == ("edited_message", "after /x")
    group = sandbox.group("Staff", anna)
    anna.deeds.write("/x@gotovo_demo_bot", chat=group)
    assert last_update(sandbox.world)[1]["chat"] == {"id": group.id, "type": "supergroup", "title": "Staff"}


async def test_presses_of_old_pictures_need_the_button(anna: Person) -> None:
    message = await anna.says("x")
    with pytest.raises(AssertionError, match="the old message had no button 'Take'"):
        await anna.presses_stale(message, "Take")
    assert anna.screen().endswith("[2] me : x")
