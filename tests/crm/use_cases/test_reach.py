"""Whom Telegram does not reach: his channel is dead until he writes, what he had to hear becomes a call, its writer hears of it (G10)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.conversation import Message
from crm.deal import Deal, DealStage
from crm.lead import LeadStage
from crm.task import TaskKind
from crm.use_cases.reach import client_unreachable
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.use_cases.written import news, sent
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

ANNA, SERGE, MARY = 7, 2, 3


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here asks one database for what another answers differently."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"


async def ready_for(connection: AsyncConnection, *, phone: str = "+79161112233") -> tuple[SqlUnitOfWork, Deal]:
    """Anna's ready device, with its dispatcher Serge."""
    unit = await a_unit(connection)
    serge = await a_colleague(unit, "Serge", "dispatcher", chat=SERGE)
    anna = await a_client(unit, "Anna", phone=phone, chat=ANNA)
    lead = await a_lead(unit, anna, stage=LeadStage.CONVERTED)
    return unit, await unit.deals.add(Deal(lead.id, anna.id, NOW, stage=DealStage.READY, device_here=True, dispatcher_id=serge.id))


async def calls(unit: SqlUnitOfWork, deal: Deal) -> list[tuple[str | None, int | None]]:
    return [(task.notice, task.assignee_id) for task in await unit.tasks.open_of(deal.id) if task.kind is TaskKind.CALL]


def notice(name: str, deal: Deal) -> dict[str, object]:
    return {"name": name, "kind": "deal", "subject_id": deal.id}


async def test_what_he_had_to_hear_becomes_one_call_of_who_is_in_charge(connection: AsyncConnection) -> None:
    unit, deal = await ready_for(connection)
    for _ in range(2):
        await client_unreachable(unit, ANNA, kind="notice", intent=notice("ready", deal))
    assert (await unit.clients.chat_of(deal.client_id), await unit.accounts.is_live(ANNA)) == (None, False)
    assert await calls(unit, deal) == [("ready", deal.dispatcher_id)]
    assert await news(unit) == [(SERGE, "call_wanted")]


async def test_news_that_can_wait_for_the_next_talk_calls_nobody(connection: AsyncConnection) -> None:
    unit, deal = await ready_for(connection)
    for kind, intent in (
        ("notice", notice("parts_ordered", deal)),
        ("refresh", {"slot": f"order:{deal.id}"}),
        ("say", {"phrase": "thanks"}),
    ):
        await client_unreachable(unit, ANNA, kind=kind, intent=intent)
    assert (await calls(unit, deal), await news(unit)) == ([], [])
    assert await unit.accounts.is_live(ANNA) is False


async def test_another_telegram_of_his_or_a_colleagues_silence_calls_nobody(connection: AsyncConnection) -> None:
    """The client hears it elsewhere; a colleague who is not reached is no reason to call the client."""
    unit, deal = await ready_for(connection)
    await unit.meet(8, name="Anna's other one", username="", language="en")
    await unit.accounts.bind_client(8, deal.client_id)
    await client_unreachable(unit, ANNA, kind="notice", intent=notice("ready", deal))
    await client_unreachable(unit, SERGE, kind="notice", intent=notice("time_moved", deal))
    assert (await calls(unit, deal), await unit.clients.chat_of(deal.client_id)) == ([], 8)


async def test_who_has_no_phone_is_not_called(connection: AsyncConnection) -> None:
    unit, deal = await ready_for(connection, phone="")
    await client_unreachable(unit, ANNA, kind="notice", intent=notice("ready", deal))
    assert await calls(unit, deal) == []


async def test_any_word_of_his_opens_the_channel_again(connection: AsyncConnection) -> None:
    unit, deal = await ready_for(connection)
    await client_unreachable(unit, ANNA, kind="say", intent={})
    await unit.meet(ANNA, name="Anna", username="", language="en")
    assert await unit.clients.chat_of(deal.client_id) == ANNA


async def written_to(unit: SqlUnitOfWork, deal: Deal, **values: object) -> Message:
    """What Mary has written to the client."""
    mary = await a_colleague(unit, "Mary", "operator", chat=MARY)
    given = {"order_id": deal.id, "incoming": False, "staff_id": mary.id, "chat_id": MARY, "tg_message_id": 55, **values}
    return await unit.messages.add(Message(0, NOW, **given))  # type: ignore[arg-type]  # fields of a message


async def test_who_wrote_to_him_hears_that_it_did_not_arrive(connection: AsyncConnection) -> None:
    unit, deal = await ready_for(connection)
    message = await written_to(unit, deal)
    await client_unreachable(unit, ANNA, kind="relay", intent={"message_id": message.id})
    assert await news(unit) == [(MARY, "not_delivered")]
    assert [(chat, intent["message_id"]) for chat, intent in await sent(unit, "react")] == [(MARY, 55)]


async def test_a_request_that_is_no_order_yet_tells_it_too(connection: AsyncConnection) -> None:
    unit, deal = await ready_for(connection)
    lead = await a_lead(unit, await unit.clients.get(deal.client_id))
    message = await written_to(unit, deal, order_id=lead.id, tg_message_id=None)
    await client_unreachable(unit, ANNA, kind="relay", intent={"message_id": message.id})
    assert (await news(unit), await sent(unit, "react")) == ([(MARY, "not_delivered")], [])


async def test_a_clients_words_that_a_colleague_did_not_get_are_no_news_to_the_client(connection: AsyncConnection) -> None:
    unit, deal = await ready_for(connection)
    message = await written_to(unit, deal, incoming=True, staff_id=None, chat_id=ANNA)
    await client_unreachable(unit, SERGE, kind="relay", intent={"message_id": message.id})
    assert (await news(unit), await sent(unit, "react")) == ([], [])
