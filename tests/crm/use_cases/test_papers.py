"""Papers: who chooses the set, what is attached and to whom it goes, and what is waived with a reason (R50-R53)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import STAFF_ROLES, Actor, Role, client_actor, staff_actor
from crm.deal import Deal, DealStage
from crm.intents import Toast
from crm.lead import LeadStage
from crm.papers import Paper
from crm.use_cases import papers
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.use_cases.written import facts, outcome, sent
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

ANNA, VERA = 7, 1
PHOTO = {"media": "photo", "file_id": "F", "name": "act.jpg"}
MANAGER, DISPATCHER = staff_actor(1, {Role.MANAGER}), staff_actor(1, {Role.DISPATCHER})
EVERYBODY = {role: staff_actor(1, {role}) for role in STAFF_ROLES} | {Role.CLIENT: client_actor(1)}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here asks one database for what another answers differently."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"


async def an_order(connection: AsyncConnection, *, chat: int = ANNA, **values: Any) -> tuple[SqlUnitOfWork, Deal]:
    """Anna's ready device under the hands of Vera, colleague 1."""
    unit = await a_unit(connection, chat_id=VERA)
    vera = await a_colleague(unit, "Vera", *(str(role) for role in STAFF_ROLES), chat=VERA)
    lead = await a_lead(unit, await a_client(unit, "Anna", chat=chat), stage=LeadStage.CONVERTED)
    staff = {"manager_id": vera.id, "dispatcher_id": vera.id, "engineer_id": vera.id}
    return unit, await unit.deals.add(
        Deal(lead.id, lead.client_id, NOW, **{"stage": DealStage.READY, "device_here": True, **staff, **values})
    )


async def reread(unit: SqlUnitOfWork, deal: Deal) -> Deal:
    return await unit.deals.for_action(MANAGER, deal.id)


async def may(unit: SqlUnitOfWork, deed: Any, deal: Deal, **values: Any) -> dict[Role, str]:
    """What came of each role's try; each is given up again."""
    found = {}
    for role, actor in EVERYBODY.items():
        nested = await unit.connection.begin_nested()
        found[role] = await outcome(unit, deed(unit, actor, id=deal.id, **values))
        await nested.rollback()
    return found


def only(*roles: Role, otherwise: str = "not found") -> dict[Role, str]:
    return {role: "done" if role in roles else otherwise for role in EVERYBODY}


async def test_a_manager_chooses_the_set_and_nobody_else(connection: AsyncConnection) -> None:
    unit, deal = await an_order(connection)
    assert await may(unit, papers.choose_set, deal, name="visit") == only(Role.MANAGER)
    assert await may(unit, papers.toggle_paper, deal, kind=Paper.ACT) == only(Role.MANAGER)
    assert await outcome(unit, papers.choose_set(unit, MANAGER, id=deal.id, name="everything")) == "not found"
    chosen = await papers.choose_set(unit, MANAGER, id=deal.id, name="visit")
    assert chosen.papers == ["work_order", "act", "warranty"]
    assert await may(unit, papers.choose_set, deal, name="visit") == only(Role.MANAGER)
    await papers.choose_set(unit, MANAGER, id=deal.id, name="visit")
    assert await facts(unit, deal.id) == [("set_docs", "manager")]


async def test_a_delivery_adds_to_what_is_needed_anyway(connection: AsyncConnection) -> None:
    unit, deal = await an_order(connection)
    for _ in range(2):
        deal = await papers.choose_set(unit, MANAGER, id=deal.id, name="delivery")
        assert deal.papers == ["acceptance_receipt", "act", "warranty", "delivery_order"]
    assert len(await facts(unit, deal.id)) == 1


async def test_one_paper_more_or_less(connection: AsyncConnection) -> None:
    unit, deal = await an_order(connection)
    for kind, needed in ((Paper.CONTRACT, True), (Paper.ACT, False), (Paper.ACT, True)):
        before = set(deal.papers)
        deal = await papers.toggle_paper(unit, MANAGER, id=deal.id, kind=kind)
        assert set(deal.papers) == (before | {kind} if needed else before - {kind})


async def test_an_attached_paper_is_there_and_holds_no_more(connection: AsyncConnection) -> None:
    unit, deal = await an_order(connection)
    allowed = (Role.DISPATCHER, Role.MANAGER, Role.OPERATOR, Role.ENGINEER)
    assert await may(unit, papers.attach_paper, deal, kind=Paper.ACT, file=PHOTO) == only(*allowed)
    assert (await reread(unit, deal)).documents == []
    await papers.choose_set(unit, MANAGER, id=deal.id, name="bench")
    for _ in range(2):
        deal = await papers.attach_paper(unit, DISPATCHER, id=deal.id, kind=Paper.ACT, file=PHOTO)
    assert (deal.documents, deal.missing_documents) == (["act"], ["acceptance_receipt", "warranty"])
    kept = await unit.queries.attachments(deal.id)
    assert [(one.purpose, one.kind, one.media, one.name) for one in kept] == [("document", "act", "photo", "act.jpg")] * 2


async def test_only_the_papers_go_to_the_client(connection: AsyncConnection) -> None:
    unit, deal = await an_order(connection)
    assert await outcome(unit, papers.send_papers(unit, DISPATCHER, id=deal.id)) == "no_papers"
    await unit.files.attach(
        order_id=deal.id, purpose="result", values={"kind": "", "media": "photo", "file_id": "R", "name": "", "by_staff": 1}
    )
    assert await outcome(unit, papers.send_papers(unit, DISPATCHER, id=deal.id)) == "no_papers"
    await papers.attach_paper(unit, DISPATCHER, id=deal.id, kind=Paper.ACT, file=PHOTO)
    assert await may(unit, papers.send_papers, deal) == only(Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
    unit._said.clear()
    assert await papers.send_papers(unit, DISPATCHER, id=deal.id) == 1
    (document,) = [one.id for one in await unit.queries.attachments(deal.id) if one.purpose == "document"]
    assert [(chat, intent["attachment_id"]) for chat, intent in await sent(unit, "sendfile")] == [(ANNA, document)]
    assert unit.toasts == [Toast("papers_sent", {"n": 1})]


async def test_who_is_not_reached_gets_no_papers_and_his_name_is_told(connection: AsyncConnection) -> None:
    unit, deal = await an_order(connection, chat=0)
    await papers.attach_paper(unit, DISPATCHER, id=deal.id, kind=Paper.ACT, file=PHOTO)
    assert await outcome(unit, papers.send_papers(unit, DISPATCHER, id=deal.id)) == "not_reachable"
    assert await sent(unit, "sendfile") == []


async def test_files_are_shown_to_the_colleague_who_asks(connection: AsyncConnection) -> None:
    unit, deal = await an_order(connection)
    assert await outcome(unit, papers.show_files(unit, DISPATCHER, id=deal.id)) == "no_papers"
    await papers.attach_paper(unit, DISPATCHER, id=deal.id, kind=Paper.ACT, file=PHOTO)
    for actor in (client_actor(1), staff_actor(9, {Role.ENGINEER})):
        assert await outcome(unit, papers.show_files(unit, actor, id=deal.id)) == "not found"
    assert await papers.show_files(unit, staff_actor(1, {Role.ENGINEER}), id=deal.id) == 1
    assert [chat for chat, _intent in await sent(unit, "sendfile")] == [VERA]


async def test_an_obstacle_yields_to_a_managers_reason(connection: AsyncConnection) -> None:
    unit, deal = await an_order(connection, approved_total=500, approved_version=1, estimate_version=1)
    assert papers.waivable(deal) == ["balance_due"]
    waive = {"obstacle": "balance_due", "reason": "An old friend"}
    assert await may(unit, papers.waive, deal, **waive) == only(Role.MANAGER, Role.DIRECTOR)
    assert await outcome(unit, papers.waive(unit, MANAGER, id=deal.id, obstacle="balance_due", reason="")) == "reason_is_empty"
    for obstacle in ("documents_missing", "warning_too_young", "anything"):
        assert await outcome(unit, papers.waive(unit, MANAGER, id=deal.id, obstacle=obstacle, reason="So")) == "not found"
    assert (await reread(unit, deal)).waivers == {}
    deal = await papers.waive(unit, MANAGER, id=deal.id, **waive)
    assert (deal.waivers, papers.waivable(deal)) == ({"balance_due": "An old friend"}, [])


@pytest.mark.parametrize(
    ("actor", "here", "stage", "steps"),
    [
        (staff_actor(1, {Role.ENGINEER}), False, DealStage.DOCUMENTS, ["attach", "finish", "hand_docs"]),
        (DISPATCHER, False, DealStage.CLOSED, ["attach", "finish", "close"]),
        (DISPATCHER, True, DealStage.CLOSED, ["attach", "issue", "close"]),
        (staff_actor(1, {Role.OPERATOR}), True, DealStage.DOCUMENTS, ["attach", "issue"]),
    ],
)
async def test_the_signed_act_hands_over(
    connection: AsyncConnection, actor: Actor, stage: DealStage, *, here: bool, steps: list[str]
) -> None:
    """The work at the client's is finished by it, a ready device issued; it is closed where the person may close."""
    at = DealStage.READY if here else DealStage.IN_PROGRESS
    unit, deal = await an_order(connection, stage=at, device_here=here, approved_version=0, short_close=True)
    deal = await papers.hand_over_with_act(unit, actor, id=deal.id, file=PHOTO)
    assert (deal.stage, deal.documents, deal.handed_at) == (stage, ["act"], NOW)
    assert [action for action, _role in await facts(unit, deal.id)] == steps


async def test_what_is_not_paid_is_not_handed_over_and_no_act_is_kept(connection: AsyncConnection) -> None:
    unit, deal = await an_order(connection, approved_total=500, approved_version=1, estimate_version=1)
    assert await outcome(unit, papers.hand_over_with_act(unit, DISPATCHER, id=deal.id, file=PHOTO)) == "balance_due"
    assert ((await reread(unit, deal)).documents, await unit.queries.attachments(deal.id)) == ([], [])
