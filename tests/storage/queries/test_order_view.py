"""One order: the short look and the long one see the same, and the newest words are on its card."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.client import Client
from crm.conversation import Media, Message
from crm.deal import Deal, DealStage
from crm.lead import LeadStage
from crm.papers import DOCUMENT, Paper
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.asked import statements
from tests.storage.unit import NOW, a_client, a_lead, a_unit


async def a_deal(unit: SqlUnitOfWork, client: Client, **values: Any) -> int:
    lead = await a_lead(unit, client, stage=LeadStage.CONVERTED)
    return (await unit.deals.add(Deal(lead.id, client.id, NOW, **values))).id


async def of_company(unit: SqlUnitOfWork, name: str, company: int | None) -> Client:
    client = await a_client(unit, name)
    client.kind, client.company_id = "company", company
    await unit.clients.save(client)
    return client


async def test_lead_and_deal_come_together_as_they_come_alone(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna", phone="+79161112233", known=True)
    anna.on_credit, anna.credit_limit, anna.agreed_limit = True, 500_000, 90_000
    await unit.clients.save(anna)
    await a_deal(unit, anna, stage=DealStage.PAYMENT, approved_total=70_000)
    converted, alone = await a_deal(unit, anna, approved_total=90_000), await a_lead(unit, anna)
    for number in (converted, alone.id):
        with statements(connection) as sent:
            brief = await unit.queries.order_brief(number)
        assert brief is not None
        assert (brief.lead, brief.deal, brief.client_name) == (await unit.leads.find(number), await unit.deals.find(number), "Anna")
        assert len(sent) == 1
        view = await unit.queries.order(number)
        assert view is not None
        assert (view.lead, view.deal) == (brief.lead, brief.deal)
        assert (brief.deal is None) is (number == alone.id)
    deal = await unit.deals.find(converted)
    assert deal is not None
    assert (deal.on_credit, deal.credit_limit, deal.credit_used, deal.agreed_limit) == (True, 500_000, 70_000, 90_000)
    assert await unit.queries.order_brief(9999) is None


async def test_a_card_has_the_newest_words_and_counts_all_that_was_sent(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    lead, other = await a_lead(unit, anna), await a_lead(unit, anna)
    said = [Media.PHOTO, Media.TEXT, Media.VOICE, Media.TEXT, Media.TEXT, Media.TEXT]
    for number, media in enumerate(said):
        at = NOW + timedelta(minutes=number)
        await unit.messages.add(Message(0, at, lead.id, anna.id, media=media, body=f"{number}"))
        await unit.messages.add(Message(0, at, other.id, anna.id, media=media, body="elsewhere"))
    await unit.messages.add(Message(0, NOW, lead.id, anna.id, incoming=False, media=Media.PHOTO, body="ours"))
    await unit.files.attach(order_id=lead.id, purpose="result", values={"kind": "", "media": "photo", "file_id": "f", "name": ""})
    view = await unit.queries.order(lead.id)
    assert view is not None
    assert [message.body for message in view.messages] == ["4", "5", "ours"]
    assert (view.photos, view.sent) == (2, 2), "a photo of his and one of ours; a photo and a voice of his"


@pytest.mark.parametrize(
    ("whose", "kept"), [("own", True), ("colleague's", True), ("another company's", False), ("a person's", False), ("this order's", False)]
)
async def test_a_contract_is_kept_once_for_a_company(connection: AsyncConnection, whose: str, *, kept: bool) -> None:
    unit = await a_unit(connection)
    romashka, lotos = await unit.clients.new_company("Romashka", "1"), await unit.clients.new_company("Lotos", "2")
    boris, zoe = await of_company(unit, "Boris", romashka), await of_company(unit, "Zoe", romashka)
    stranger, person = await of_company(unit, "Leo", lotos), await a_client(unit, "Anna")
    order = await a_deal(unit, boris)
    signer = {"own": boris, "colleague's": zoe, "another company's": stranger, "a person's": person}.get(whose)
    signed = await a_deal(unit, signer) if signer else order
    paper = {"kind": str(Paper.CONTRACT), "media": "document", "file_id": "f", "name": "contract.pdf"}
    await unit.files.attach(order_id=signed, purpose=DOCUMENT, values=paper)
    deal = await unit.deals.find(order)
    assert deal is not None
    assert deal.contract_kept is kept
