"""The price list: a dropped file is brought in, looked at and applied; positions are archived and restored (R26)."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from bot.arrivals import arrives
from bot.callbacks import Do
from bot.deeds import deed
from bot.ports import BotUnit
from crm.actor import Actor
from crm.errors import Refused
from crm.intents import Say, Show
from crm.upload import Purpose
from crm.use_cases.price_list import (
    KEEPERS,
    apply_price_file,
    archive_position,
    check_price_file,
    discard_price_file,
    fetch_price_file,
)

router = Router(name="prices")

TABLES = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xls", ".ods", ".numbers")
TABLE_TYPES = frozenset({"text/csv", "text/tab-separated-values", "text/plain", "text/comma-separated-values"})


class IsPriceFile(Filter):
    """A table dropped by who keeps the price list, not sent as an answer to somebody."""

    async def __call__(self, message: Message, actor: Actor) -> bool:
        file = message.document
        if file is None or message.reply_to_message is not None or not actor.has(*KEEPERS):
            return False
        return (file.file_name or "").lower().endswith((*TABLES, *WORKBOOKS)) or file.mime_type in TABLE_TYPES


@router.message(IsPriceFile())
async def director_drops_price_file(message: Message, unit: BotUnit, *, actor: Actor) -> None:
    """A workbook is refused at once: only text tables can be read."""
    file = message.document
    assert file is not None
    name = file.file_name or ""
    if name.lower().endswith(WORKBOOKS):
        raise Refused("price_file_not_text")
    fetch_price_file(unit, actor, file_id=file.file_id, name=name, size=file.file_size or 0)
    unit.say(Say("price_file_coming"))


@arrives(Purpose.PRICE_LIST)
async def price_file_arrives(unit: BotUnit, actor: Actor, *, upload_id: int) -> None:
    """The preview, or one sentence about what is wrong with the file."""
    await check_price_file(unit, actor, upload_id=upload_id)
    _show(unit, "price_preview", upload_id, anew=True)


@deed("price_apply")
async def director_applies_price_file(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await apply_price_file(unit, actor, upload_id=press.id)
    _show(unit, "price_preview", press.id)
    return ""


@deed("price_discard")
async def director_discards_price_file(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    await discard_price_file(unit, actor, upload_id=press.id)
    _show(unit, "price_preview", press.id)
    return ""


@deed("price_archive")
async def director_archives_position(unit: BotUnit, actor: Actor, *, press: Do) -> str:
    item = await archive_position(unit, actor, item_id=press.id, archived=press.arg == "1")
    unit.say(Show("price_item", {"id": item.id}))
    return ""


def _show(unit: BotUnit, screen: str, upload_id: int, *, anew: bool = False) -> None:
    unit.say(Show(screen, {"id": upload_id}, slot=f"upload:{upload_id}", anew=anew))
