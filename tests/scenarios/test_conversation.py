"""Words and pictures between a client and staff: albums stay albums, nothing is lost or misrouted (R6, R28, S1, S7)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from crm.actor import Role
from sandbox import Person
from sandbox.media import sample_media
from tests.scenarios.conftest import Company

FIRST_WORDS: dict[str, Callable[[Person], Awaitable[object]]] = {
    "📷": lambda person: person.sends_photo(),
    "🎤": lambda person: person.sends_voice(),
    "🎬": lambda person: person.sends_video_note(),
    "📍": lambda person: person.sends_location(55.75, 37.61),
    "📄": lambda person: person.sends_document("manual.pdf", b"%PDF"),
    "🙂": lambda person: person.sends_sticker(),
}


def albums(person: Person) -> list[list[str]]:
    """The albums that the bot has sent to a person: file ids by album, in order."""
    found: dict[str, list[str]] = {}
    for message in person.chat:
        if not message.mine and "media_group_id" in message.raw:
            found.setdefault(message.raw["media_group_id"], []).append(message.raw["photo"][-1]["file_id"])
    return list(found.values())


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_an_album_is_one_request_and_travels_as_one_album(company: Company) -> None:
    t = company.t
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    sent = await anna.sends_album(3, "The washing machine leaks")
    card = await mary.sees("📷 3")
    await mary.never_sees("1002")
    await mary.taps("📷 3", on=card)
    await company.settle()
    assert albums(mary) == [[photo.raw["photo"][-1]["file_id"] for photo in sent]]

    await mary.taps(t("✋ Take"), on=card)
    more = await anna.sends_album(2)
    await mary.world.changed.until(lambda: len(albums(mary)) == 2, 5.0)
    assert albums(mary)[1] == [photo.raw["photo"][-1]["file_id"] for photo in more]

    files = [sample_media(company.sandbox.world.files, "photo", number=number) for number in range(3)]
    for file in files:
        mary.deeds.attach(file, album="77", reply_to=card.message_id)
    await anna.world.changed.until(lambda: bool(albums(anna)), 5.0)
    assert albums(anna) == [[file.file_id for file in files]]


async def test_a_first_message_of_any_kind_is_a_request_at_once(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    for number, (mark, sends) in enumerate(FIRST_WORDS.items(), 1001):
        client = company.client(f"Client {number}", phone=f"+7916000{number}")
        await sends(client)
        await client.sees(f"Accepted, request №{number}")
        await mary.sees(f"{mark} Client {number}")
    await mary.taps("📷 1", on=await mary.sees("Client 1001"))
    await mary.sees_photo()


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_many_words_are_all_kept_and_acknowledged_once_a_minute(company: Company) -> None:
    t = company.t
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.says("Help")
    await company.passes(minutes=2)
    for number in range(5):
        await anna.says(f"word {number}")
    await mary.sees("word 4")
    await company.settle()
    thanks = t("Passed on, we will answer here.")
    assert sum(thanks in message.text for message in anna.chat) == 1
    await company.passes(minutes=2)
    await anna.says("word 5")
    await company.settle()
    assert sum(thanks in message.text for message in anna.chat) == 2
    await mary.never_sees("1002")


async def test_an_edited_message_is_seen_edited_without_a_sound(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    said = await anna.says("My lptop is broken")
    await mary.taps("✋ Take", on=await mary.sees("My lptop is broken"))
    loud = len(mary.loud)
    await anna.edits(said, "My laptop is broken")
    edited = await mary.sees("edited")
    assert "My laptop is broken" in edited.text
    assert len(mary.loud) == loud


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_words_to_nobody_become_a_note_a_search_or_a_request(company: Company) -> None:
    t = company.t
    mary = await company.hires("Mary", Role.OPERATOR, Role.MANAGER)
    anna = company.client("Anna")
    await anna.says("Help")
    await mary.taps(t("✋ Take"))
    await mary.says("He comes on Friday")
    await mary.taps(t("🗒 Note"), on=await mary.sees("He comes on Friday"))
    await mary.taps("№1001 Anna")
    await mary.sees("🗒 Mary: He comes on Friday")
    await mary.says("Anna")
    await mary.taps(t("🔎 Find"), on=await mary.sees(t("➕ Request")))
    await mary.sees(t("Found"))
    await mary.says("A kettle does not heat")
    await mary.taps(t("➕ Request"), on=await mary.sees("A kettle does not heat"))
    await mary.says("+7 916 555-44-33")
    await mary.says("Peter")
    await mary.sees("№1002")
    await anna.never_sees("Friday")
    await anna.never_sees("kettle")


async def test_a_reply_that_cannot_arrive_is_told_at_once_and_a_client_who_writes_again_is_alive(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.says("Help")
    await anna.shares_contact()
    card = await mary.sees("✋ Take")
    await mary.taps("✋ Take", on=card)
    await company.settle()
    await anna.blocks_bot()
    await mary.says("Which model is it?", reply_to=card)
    await mary.taps("📋", on=await mary.sees("not delivered"))
    assert mary.deeds.clipboard == "+79161112233"
    await anna.unblocks_bot()
    await anna.says("I am back")
    await mary.says("Welcome", reply_to=await mary.sees("I am back"))
    await anna.sees("Welcome")
