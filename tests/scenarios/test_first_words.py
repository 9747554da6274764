"""A client's first words: taken back by himself, and a form with many pictures of which nothing is lost (R6, R28, S1, S11)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from tests.scenarios.conftest import Company

PHOTOS = 12


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_client_takes_back_what_was_no_request_until_somebody_has_it(company: Company) -> None:
    t = company.t
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.says("Oops, wrong chat")
    card = await mary.sees(t("🆕 New request №{number}", number=1001))
    await anna.taps(t("❌ Not a request"))
    await anna.sees(t("The request is closed. Write if there is anything else."))
    await company.settle()
    await mary.presses_stale(card, t("✋ Take"))
    await mary.taps(t("📥 Queue"))
    await mary.sees(t("📥 The queue is empty"))

    await anna.says("Now a kettle is broken")
    await mary.taps(t("✋ Take"), on=await mary.sees(t("🆕 New request №{number}", number=1002)))
    await company.settle()
    mine = await anna.sees(t("We are working on your request."))
    assert t("❌ Not a request") not in [label for row in mine.buttons for label in row]
    await anna.forges("x:not_request:1002:", on=mine)
    await mary.sees(t("In charge: {name}", name="Mary"))


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_picture_of_a_form_and_its_words_are_kept(company: Company) -> None:
    t = company.t
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.starts()
    await anna.taps(t("🛠 New request"))
    await anna.taps(t("💻 Laptop"))
    await anna.sees(t("What happened? Write or send a photo."))
    sent = [await anna.sends_photo("It fell" if number == 3 else "") for number in range(PHOTOS)]
    await company.settle()  # by webhook a tap may come before the pictures sent just before it
    await anna.taps(t("✅ That's all"))
    await anna.taps(t("🏢 I'll bring it"))
    await anna.sees(t("Your phone, so that we can reach you"))
    await anna.taps(t("Skip"))
    await anna.taps(t("✅ Send"), on=await anna.sees(t("Please check")))
    card = await mary.sees("It fell")
    await mary.taps(f"📷 {PHOTOS}", on=card)
    await company.settle()
    ids = [message.raw["photo"][-1]["file_id"] for message in mary.chat if not message.mine and "photo" in message.raw]
    assert ids == [photo.raw["photo"][-1]["file_id"] for photo in sent]
