"""A price list by a file dropped into the chat: looked at first, taken in once, kept by hand afterwards (R26)."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.actor import Role
from crm.shop import Shop
from sandbox import Fault
from storage.queries import SqlQueries
from tests.scenarios.conftest import Company

LISTS = Path(__file__).parent.parent / "data" / "price_lists"
REAL = {"telephones_two_tariffs.tsv": 19, "televisions_cp1251.csv": 17, "washing_machines_norm_hours.csv": 26}


async def kept(company: Company) -> dict[tuple[str, str], int | None]:
    """The price list as it is stored: title and tariff to price."""
    assert company.app.wiring is not None
    async with company.app.wiring.engines.read.connect() as connection:
        items = await SqlQueries(connection, Shop()).price_items(archived=True)
    return {(item.title, item.tariff): item.price.amount if item.price else None for item in items}


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_real_lists_come_in_in_full_and_a_second_time_change_nothing(company: Company) -> None:
    t = company.t
    olga = await company.hires("Olga", Role.DIRECTOR)
    for name, count in REAL.items():
        content = (LISTS / name).read_bytes()
        before = len(await kept(company))
        await olga.sends_document(name, content)
        preview = await olga.sees(name)
        await olga.taps("✅", on=preview)
        await olga.sees(t("✔ Taken in."))
        after = await kept(company)
        assert len(after) - before == count
        await olga.presses_stale(preview, "✅")
        await company.settle()
        assert await kept(company) == after
        await olga.sends_document(name, content)
        await olga.sees(t("Everything is in the list already."))
    await olga.taps(t("🧾 Price list"))
    await olga.sees(t("🔎 Find"))


async def test_skipped_rows_are_told_page_by_page_and_a_cancelled_file_changes_nothing(company: Company) -> None:
    olga = await company.hires("Olga", Role.DIRECTOR)
    before = await kept(company)
    rows = ["Service;Price", "Dusting;100", *(f"Service {number};?!" for number in range(12)), "Last;200"]
    await olga.sends_document("list.csv", "\n".join(rows).encode())
    await olga.taps("Skipped rows · 12", on=await olga.sees("skipped 12"))
    await olga.taps("More ›", on=await olga.sees("row 3: Service 0"))
    await olga.taps("‹ Back", on=await olga.sees("row 14: Service 11"))
    await olga.taps("✖ Cancel", on=await olga.sees("Apply 2"))
    await olga.sees("nothing has changed")
    assert await kept(company) == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("list.csv", b"", "The file is empty"),
        ("list.csv", b"\x00\x01\x02", "Save the list as CSV"),
        ("list.xlsx", b"PK\x03\x04", "Save the list as CSV"),
        ("list.txt", b"just words\nand more words", "No prices found"),
        ("list.csv", b"x" * (21 * 1024 * 1024), "files up to 20 MB"),
    ],
)
async def test_a_file_that_is_no_list_gets_one_clear_sentence(company: Company, name: str, content: bytes, told: str) -> None:
    olga = await company.hires("Olga", Role.DIRECTOR)
    await olga.sends_document(name, content)
    await olga.sees(told)


async def test_only_who_keeps_the_list_can_change_it(company: Company) -> None:
    olga = await company.hires("Olga", Role.DIRECTOR)
    serge = await company.hires("Serge", Role.DISPATCHER)
    anna = company.client("Anna")
    before = await kept(company)
    await serge.sends_document("list.csv", b"Service;Price\nDusting;100\n")
    await anna.sends_document("list.csv", b"Service;Price\nDusting;100\n")
    await olga.sends_document("list.csv", b"Service;Price\nDusting;100\n")
    await olga.sees("Apply 1")
    mine = await serge.sees("🚦 The board is empty")
    for data in ("x:price_apply:1:", "x:price_archive:1:1", "x:price_discard:1:"):
        assert "Nothing here" in (await serge.forges(data, on=mine) or "")
    await serge.forges("g:price_preview:1:", on=mine)
    await serge.never_sees("Dusting")
    assert await kept(company) == before


async def test_a_download_that_fails_for_a_while_arrives_and_says_nothing_of_the_file(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    olga = await company.hires("Olga", Role.DIRECTOR)
    company.sandbox.faults.add(Fault("5xx", method="getFile"))
    await olga.sends_document("list.csv", b"Service;Price\nSecret dusting;12345\n")
    await olga.sees("Secret dusting", timeout=10.0)
    assert "dusting" not in caplog.text
    assert "12345" not in caplog.text


async def test_a_position_is_found_changed_archived_and_restored(company: Company) -> None:
    manager = await company.hires("Mary", Role.MANAGER)
    await manager.taps("🧾 Price list")
    await manager.taps("➕ Position")
    await manager.says("Dusting")
    await manager.says("150")
    await manager.taps("Skip")
    await manager.taps("🔎 Find", on=await manager.sees("updates it"))
    await manager.says("dust")
    await manager.taps("Dusting", on=await manager.sees("Dusting — 150"))
    await manager.taps("✏️ Price")
    await manager.says("175")
    await manager.taps("🗄 Archive", on=await manager.sees("175\u00a0RUB · fixed"))
    await manager.taps("♻️ Restore", on=await manager.sees("In the archive"))
    await manager.sees("🗄 Archive")
    assert (await kept(company))[("Dusting", "")] == 17500


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_file_that_nobody_decided_on_goes_after_a_week_and_so_do_its_buttons(company: Company) -> None:
    t = company.t
    olga = await company.hires("Olga", Role.DIRECTOR)
    before = await kept(company)
    await olga.sends_document("list.csv", b"Service;Price\nDusting;100\n")
    preview = await olga.sees("list.csv")
    await company.passes(days=6)
    assert (await olga.sees("list.csv")).button("✅")
    await company.passes(days=2)
    await olga.sees(t("🧾 This file is not kept any more. Drop it here again."))
    await olga.presses_stale(preview, "✅")
    await company.settle()
    assert await kept(company) == before
    assert [label for message in olga.chat if message.message_id == preview.message_id for label in message.labels] == [t("🧾 Price list")]
