"""What nobody else knew: an old or broken button still gets its answer (S6)."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from crm.errors import Stale

router = Router(name="leftovers")


@router.callback_query()
async def person_presses_unknown_button(_query: CallbackQuery) -> None:
    raise Stale("unknown button")
