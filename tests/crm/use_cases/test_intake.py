"""Every word of a client becomes a request or continues one; who is in charge hears it, and he hears that it is kept (R6, R8, R28)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role, client_actor, staff_actor
from crm.conversation import Content, Media
from crm.deal import Deal, DealStage
from crm.lead import LeadAction, LeadStage
from crm.use_cases.intake import client_edits, client_writes, open_lead
from crm.use_cases.leads import act_on_lead
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.use_cases.written import clocks, facts, news, sent
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

MARY, SERGE, ANNA, BORIS = 1, 2, 7, 8
OPERATOR = staff_actor(1, {Role.OPERATOR})


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here asks one database for what another answers differently."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"


async def a_house(connection: AsyncConnection) -> SqlUnitOfWork:
    """Operator Mary, dispatcher Serge and the client Anna, each client and colleague 1 first, who writes in her chat."""
    unit = await a_unit(connection, chat_id=ANNA)
    await a_colleague(unit, "Mary", "operator", chat=MARY)
    await a_colleague(unit, "Serge", "dispatcher", chat=SERGE)
    await a_client(unit, "Anna", chat=ANNA)
    return unit


async def writes(unit: SqlUnitOfWork, text: str = "It hums", *, at: datetime = NOW, client: int = 1, **values: Any) -> int:
    unit.now = at
    about, phone = values.pop("about", 0), values.pop("phone", None)
    content = Content(**{"media": Media.TEXT, "body": text, **values})
    return await client_writes(unit, client_actor(client), content=content, about=about, phone=phone)


async def relayed(unit: SqlUnitOfWork) -> list[int]:
    return [chat for chat, _intent in await sent(unit, "relay")]


async def test_a_first_word_opens_a_request_that_operators_hear_of(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    number = await writes(unit, "  My fan hums ")
    lead = await unit.leads.find(number)
    assert lead is not None
    assert (lead.stage, lead.need, lead.client_id, lead.channel, lead.assignee_id) == (LeadStage.NEW, "My fan hums", 1, "telegram", None)
    assert await facts(unit, number) == [("open", "client")]
    assert await news(unit) == [(MARY, "lead_opened"), (ANNA, "request_accepted")]
    assert [(message.body, message.incoming, message.client_id) for message in await unit.queries.client_said(number)] == [
        ("  My fan hums ", True, 1)
    ]
    assert [kind for kind, _notice, _due in await clocks(unit, number)] == ["tell_staff", "tell_staff"]


async def test_further_words_continue_it_and_reach_who_is_in_charge(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    number = await writes(unit)
    assert (await writes(unit, "And it smells"), await relayed(unit)) == (number, [])
    await act_on_lead(unit, OPERATOR, action=LeadAction.TAKE, id=number)
    assert (await writes(unit, "Are you there?"), await relayed(unit)) == (number, [MARY])
    await unit.deals.add(Deal(number, 1, NOW, stage=DealStage.ESTIMATING, dispatcher_id=2))
    assert (await writes(unit, "So?"), await relayed(unit)) == (number, [MARY, SERGE])
    assert len(await unit.queries.client_said(number)) == 4


async def test_a_reply_is_about_its_own_open_order_and_never_anothers(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    boris = await a_client(unit, "Boris", chat=BORIS)
    first, his = await writes(unit), await a_lead(unit, boris)
    newest = (await a_lead(unit, await unit.clients.get(1))).id
    assert await writes(unit, about=first) == first
    for about in (his.id, 999, 0):
        assert await writes(unit, about=about) == newest
    await act_on_lead(unit, OPERATOR, action=LeadAction.REJECT, id=first, reason="Spam")
    assert await writes(unit, about=first) == newest
    assert await unit.queries.client_said(his.id) == []


@pytest.mark.parametrize("action", [LeadAction.ANSWER, LeadAction.REJECT])
@pytest.mark.parametrize(("days", "goes_on"), [(6.9, True), (7.1, False)])
async def test_a_word_within_a_week_of_the_answer_goes_on_with_it(
    connection: AsyncConnection, action: LeadAction, days: float, *, goes_on: bool
) -> None:
    """The week runs from the answer, however long the request was in work before it."""
    unit = await a_house(connection)
    number = await writes(unit, at=NOW - timedelta(days=20))
    await act_on_lead(unit, OPERATOR, action=LeadAction.TAKE, id=number)
    unit.now = NOW - timedelta(days=days)
    await act_on_lead(unit, OPERATOR, action=action, id=number, reason="Spam")
    again = await writes(unit, "Still there", at=NOW)
    assert (again == number) is goes_on
    lead = await unit.leads.find(again)
    assert lead is not None
    assert (lead.stage, lead.assignee_id) == ((LeadStage.IN_WORK, 1) if goes_on else (LeadStage.NEW, None))
    assert ((await facts(unit, number))[-1] == ("reopen", "system")) is goes_on
    assert ((MARY, "lead_reopened") in await news(unit)) is goes_on


async def test_what_nobody_ever_had_is_not_gone_on_with(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    number = await writes(unit)
    await act_on_lead(unit, client_actor(1), action=LeadAction.REJECT, id=number, reason="By mistake")
    assert await writes(unit, "No, I do want it") != number


async def test_he_hears_that_it_is_kept_once_a_minute_while_nobody_is_there(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    number = await writes(unit)
    for second, said in ((59, 0), (60, 1), (100, 1), (120, 2)):
        await writes(unit, at=NOW + timedelta(seconds=second))
        assert len(await sent(unit, "say")) == said, second
    await act_on_lead(unit, OPERATOR, action=LeadAction.TAKE, id=number)
    await writes(unit, at=NOW + timedelta(hours=1))
    assert len(await sent(unit, "say")) == 2
    await writes(unit, at=NOW.replace(hour=20))
    assert len(await sent(unit, "say")) == 3


async def test_a_phone_among_his_words_is_a_suggestion_while_none_is_known(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    for phone in ("+79160000001", "+79160000002"):
        await writes(unit, phone=phone)
    assert [(point.value, point.proved) for point in await unit.clients.points(1)] == [("+79160000001", False)]


async def test_anybody_elses_contact_is_but_a_message(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    await writes(unit, "", media=Media.CONTACT, extra={"phone": "79160000001", "user_id": BORIS})
    assert await unit.clients.points(1) == []
    await writes(unit, "", media=Media.CONTACT, extra={"phone": "79160000001", "user_id": ANNA})
    assert [(point.value, point.proved) for point in await unit.clients.points(1)] == [("+79160000001", True)]


async def test_an_album_is_one_message_of_one_request(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    for text, file in (("Look", "A"), ("", "B")):
        assert await writes(unit, text, media=Media.PHOTO, file_id=file, media_group="g") == 1001
    (said,) = await unit.queries.client_said(1001)
    assert ([item["file_id"] for item in said.album], said.body) == (["A", "B"], "Look")


async def test_an_edited_message_says_what_it_says_now(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    number = await writes(unit, "My fan", tg_message_id=5)
    await act_on_lead(unit, OPERATOR, action=LeadAction.TAKE, id=number)
    for source, text in ((5, "My big fan"), (5, "My big fan"), (6, "Unknown"), (None, "Unknown")):
        await client_edits(unit, client_actor(1), content=Content(Media.TEXT, text, tg_message_id=source))
    lead = await unit.leads.find(number)
    assert lead is not None
    assert (lead.need, [message.body for message in await unit.queries.client_said(number)]) == ("My big fan", ["My big fan"])
    assert [(chat, intent["edited"]) for chat, intent in await sent(unit, "relay")] == [(MARY, True)]


async def test_a_need_that_staff_have_put_better_outlives_an_edit(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    number = await writes(unit, "My fan", tg_message_id=5)
    await act_on_lead(unit, OPERATOR, action=LeadAction.TAKE, id=number)
    await act_on_lead(unit, OPERATOR, action=LeadAction.SET_NEED, id=number, need="A ceiling fan hums")
    await client_edits(unit, client_actor(1), content=Content(Media.TEXT, "My fan!", tg_message_id=5))
    lead = await unit.leads.find(number)
    assert lead is not None
    assert lead.need == "A ceiling fan hums"


@pytest.mark.parametrize(
    ("roles", "stage", "role"),
    [
        ({Role.OPERATOR, Role.MANAGER}, LeadStage.IN_WORK, "operator"),
        ({Role.MANAGER}, LeadStage.WITH_MANAGER, "manager"),
    ],
)
async def test_what_staff_open_is_their_own_at_once(connection: AsyncConnection, roles: set[Role], stage: LeadStage, *, role: str) -> None:
    unit = await a_house(connection)
    lead = await open_lead(unit, staff_actor(1, roles), channel="counter", need="A fan", client_id=1)
    assert (lead.stage, lead.assignee_id or lead.manager_id, await facts(unit, lead.id)) == (stage, 1, [("open", role)])
    assert await news(unit) == [(ANNA, "request_accepted")]
