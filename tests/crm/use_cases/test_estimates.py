"""Estimates: who writes and answers them, what is kept as evidence, and that the deal always shows its newest and its agreed version."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role, client_actor, staff_actor
from crm.deal import DealAction, DealStage
from crm.estimate import EstimateState, How
from crm.events import Kind, Ref
from crm.money import Money
from crm.price_list import PriceKind
from crm.use_cases import estimates
from crm.use_cases.deals import act_on_deal
from crm.use_cases.estimates import Said
from crm.use_cases.listed_lines import add_asked_line, add_listed_line
from crm.use_cases.undo import undo_move
from tests.crm.use_cases.estimating import CLIENT_CHAT, DESK, DISPATCHER_CHAT, SERGE, an_order, listed, sent_for, states, told, versions
from tests.crm.use_cases.written import facts, news, outcome
from tests.storage.unit import NOW, a_client, a_unit

BETWEEN = {"kind": PriceKind.FROM_TO, "low": Money(300), "high": Money(500)}
BY_PHONE = Said(How.BY_PHONE, "yes, go on")


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here asks one database for what another answers differently."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"


async def test_a_picked_position_has_the_price_of_the_list_and_is_counted(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal, item = await an_order(unit), await listed(unit, price=Money(99_900), archived=False)
    deal = await add_listed_line(unit, SERGE, id=deal.id, item_id=item)
    assert (deal.estimate_total, deal.estimate_lines, deal.estimate_listed, deal.turn) == (99_900, 1, True, 0)
    assert (await unit.prices.get(item)).uses == 1
    assert await facts(unit, deal.id) == [("edit_estimate", "operator")]
    asked = await listed(unit, kind=PriceKind.FROM_TO, low=Money(100))
    assert await outcome(unit, add_listed_line(unit, SERGE, id=deal.id, item_id=asked)) == "price_not_exact"


@pytest.mark.parametrize(
    ("position", "amount", "came"),
    [
        (BETWEEN, 299, "price_too_low"),
        (BETWEEN, 300, "done"),
        (BETWEEN, 500, "done"),
        (BETWEEN, 501, "price_too_high"),
        ({"kind": PriceKind.PERCENT, "percent": Decimal(30)}, -1, "price_negative"),
        ({"price": Money(400)}, 399, "price_too_low"),
        ({"price": Money(400)}, 401, "price_too_high"),
        ({"price": Money(400), "archived": True}, 400, "stale"),
    ],
)
async def test_an_asked_price_keeps_within_the_list(connection: AsyncConnection, position: Any, amount: int, *, came: str) -> None:
    unit = await a_unit(connection)
    deal, item = await an_order(unit), await listed(unit, **position)
    assert await outcome(unit, add_asked_line(unit, SERGE, id=deal.id, item_id=item, amount=amount)) == came
    assert (await unit.prices.get(item)).uses == len(await versions(unit, deal)) == (came == "done")


async def test_a_position_that_left_the_list_is_not_picked(connection: AsyncConnection) -> None:
    """Its button is of the list before: the fresh list answers it."""
    unit = await a_unit(connection)
    deal, item = await an_order(unit), await listed(unit, price=Money(400), archived=True)
    assert await outcome(unit, add_listed_line(unit, SERGE, id=deal.id, item_id=item)) == "stale"
    assert await outcome(unit, add_listed_line(unit, SERGE, id=deal.id, item_id=item + 1)) == "not found"


async def test_typed_lines_are_added_all_or_none(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await an_order(unit)
    for text in ("Cleaning 900\nno price here", "", "  \n "):
        assert await outcome(unit, estimates.add_free_line(unit, SERGE, id=deal.id, text=text)) == "line_not_read"
    deal = await estimates.add_free_line(unit, SERGE, id=deal.id, text="Cleaning 2 x 450.10\n\nKeyboard 3 200")
    assert (deal.estimate_total, deal.estimate_lines, deal.estimate_listed) == (2 * 45_010 + 320_000, 2, False)


@pytest.mark.parametrize(
    ("role", "writes", "sends"),
    [
        (Role.DISPATCHER, "done", "done"),
        (Role.OPERATOR, "done", "not_from_price_list"),
        (Role.ENGINEER, "not_at_this_stage", "not_at_this_stage"),
        *((role, "not found", "not found") for role in (Role.CLIENT, Role.MANAGER, Role.ACCOUNTANT, Role.DIRECTOR)),
    ],
)
async def test_who_writes_and_who_sends(connection: AsyncConnection, role: Role, writes: str, *, sends: str) -> None:
    unit = await a_unit(connection)
    deal = await an_order(unit)
    await estimates.add_free_line(unit, SERGE, id=deal.id, text="Wire 10")
    actor = client_actor(deal.client_id) if role is Role.CLIENT else staff_actor(1, {role})
    assert await outcome(unit, estimates.add_free_line(unit, actor, id=deal.id, text="Cleaning 900")) == writes
    assert await outcome(unit, estimates.send_estimate(unit, actor, id=deal.id, turn=None)) == sends


async def test_the_client_hears_of_it_and_his_tap_is_the_evidence(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await sent_for(unit)
    assert (await states(unit, deal), await news(unit)) == (["sent"], [(CLIENT_CHAT, "estimate_sent")])
    anna, stranger = client_actor(deal.client_id), client_actor((await a_client(unit, "Boris")).id)
    for actor, version, came in ((stranger, 1, "not found"), (SERGE, 1, "not found"), (anna, 2, "stale")):
        assert await outcome(unit, estimates.answer_estimate(unit, actor, id=deal.id, version=version, yes=True)) == came
    deal = await estimates.answer_estimate(unit, anna, id=deal.id, version=1, yes=True)
    (kept,) = await versions(unit, deal)
    assert kept.evidence is not None
    assert (kept.state, kept.evidence.by, kept.evidence.at, kept.evidence.how) == (EstimateState.APPROVED, anna.client_id, NOW, How.OWN_TAP)
    assert (deal.approved_version, deal.charged) == (1, 90_000)
    assert (DISPATCHER_CHAT, "estimate_approved") in await news(unit)
    assert await outcome(unit, estimates.answer_estimate(unit, anna, id=deal.id, version=1, yes=False)) == "not_at_this_stage"


async def test_within_his_limit_nobody_is_asked(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await an_order(unit)
    client = await unit.clients.get(deal.client_id)
    client.agreed_limit = 90_000
    await unit.clients.save(client)
    await estimates.add_free_line(unit, SERGE, id=deal.id, text="Cleaning 900")
    deal = await estimates.send_estimate(unit, SERGE, id=deal.id, turn=None)
    (kept,) = await versions(unit, deal)
    assert kept.evidence is not None
    assert (kept.state, kept.evidence.how, kept.evidence.by) == (EstimateState.APPROVED, How.WITHIN_LIMIT, 1)
    assert (deal.charged, [name for chat, name in await news(unit) if chat == CLIENT_CHAT]) == (90_000, [])


async def test_an_answer_heard_by_staff_needs_its_words(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await sent_for(unit)
    for said in (Said(How.BY_PHONE, ""), Said(How.IN_PERSON, "  ")):
        assert await outcome(unit, estimates.answer_for_client(unit, SERGE, id=deal.id, said=said, yes=True)) == "evidence_missing"
    as_client = estimates.answer_for_client(unit, client_actor(deal.client_id), id=deal.id, said=BY_PHONE, yes=True)
    assert await outcome(unit, as_client) == "evidence_missing"
    assert (await states(unit, deal), (await unit.deals.for_action(SERGE, deal.id)).stage) == (["sent"], DealStage.APPROVAL)
    accountant = staff_actor(1, {Role.ACCOUNTANT})
    assert await outcome(unit, estimates.answer_for_client(unit, accountant, id=deal.id, said=BY_PHONE, yes=True)) == "not found"
    await estimates.answer_for_client(unit, SERGE, id=deal.id, said=BY_PHONE, yes=True)
    (kept,) = await versions(unit, deal)
    assert kept.evidence is not None
    assert (kept.evidence.by, kept.evidence.how, kept.evidence.note) == (1, How.BY_PHONE, "yes, go on")


async def test_a_colleague_who_is_somebodys_client_too_is_not_asked_why(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal, hat = await sent_for(unit), staff_actor(1, DESK, client_id=(await a_client(unit, "Serge at home")).id)
    deal = await estimates.answer_for_client(unit, hat, id=deal.id, said=Said(How.BY_PHONE, "too dear"), yes=False)
    assert (deal.stage, deal.asks_why, deal.declined_why) == (DealStage.ESTIMATING, False, "too dear")


async def test_a_declined_change_leaves_what_was_agreed(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await sent_for(unit, work_begun=True)
    anna = client_actor(deal.client_id)
    await estimates.answer_estimate(unit, anna, id=deal.id, version=1, yes=True)
    await estimates.add_free_line(unit, SERGE, id=deal.id, text="Part 500")
    await estimates.send_estimate(unit, SERGE, id=deal.id, turn=None)
    deal = await estimates.answer_estimate(unit, anna, id=deal.id, version=2, yes=False)
    assert await states(unit, deal) == ["approved", "declined", "approved"]
    assert (deal.stage, deal.asks_why, deal.estimate_version, deal.approved_version) == (DealStage.IN_PROGRESS, True, 3, 3)
    assert (deal.estimate_total, deal.charged, (await versions(unit, deal))[2].total) == (90_000, 90_000, Money(90_000))


async def test_what_was_sent_is_taken_back_for_editing_and_its_buttons_are_void(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await sent_for(unit)
    assert await outcome(unit, estimates.change_sent(unit, SERGE, id=deal.id, turn=deal.turn - 1)) == "stale"
    deal = await estimates.change_sent(unit, SERGE, id=deal.id, turn=deal.turn)
    assert (await states(unit, deal), deal.stage, deal.charged) == (["void", "draft"], DealStage.ESTIMATING, 0)
    tap = estimates.answer_estimate(unit, client_actor(deal.client_id), id=deal.id, version=1, yes=True)
    assert await outcome(unit, tap) == "stale"


async def test_an_unsent_change_is_dropped_and_the_agreed_one_stands(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await sent_for(unit, work_begun=True)
    assert await outcome(unit, estimates.discard_draft(unit, SERGE, id=deal.id, turn=None)) == "not_at_this_stage"
    deal = await estimates.answer_estimate(unit, client_actor(deal.client_id), id=deal.id, version=1, yes=True)
    assert await outcome(unit, estimates.discard_draft(unit, SERGE, id=deal.id, turn=None)) == "no_draft"
    await estimates.add_free_line(unit, SERGE, id=deal.id, text="Part 500")
    deal = await estimates.discard_draft(unit, SERGE, id=deal.id, turn=deal.turn)
    assert await states(unit, deal) == ["approved", "void", "approved"]
    assert (deal.estimate_total, deal.has_unapproved_estimate) == (90_000, False)


async def test_a_sending_undone_in_time_is_a_draft_that_nobody_heard_of(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await sent_for(unit)
    newest = await unit.timeline.newest(Ref(Kind.DEAL, deal.id))
    assert newest is not None
    await unit.flush()
    deal = await undo_move(unit, SERGE, id=deal.id, cause=newest[0])
    assert (deal.stage, await states(unit, deal), await news(unit)) == (DealStage.ESTIMATING, ["draft"], [])


async def test_what_was_sent_before_a_cancelling_is_void_once_the_order_goes_on(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await sent_for(unit, device_here=False)
    for action in (DealAction.CANCEL, DealAction.REOPEN):
        await act_on_deal(unit, SERGE, action=action, id=deal.id, reason="He thinks again")
    deal = await estimates.add_free_line(unit, SERGE, id=deal.id, text="Part 500")
    assert await states(unit, deal) == ["void", "draft"]


async def test_the_promised_day_is_part_of_what_is_agreed(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    deal = await sent_for(unit, work_begun=True)
    await estimates.answer_estimate(unit, client_actor(deal.client_id), id=deal.id, version=1, yes=True)
    deal = await estimates.promise_by(unit, SERGE, id=deal.id, by=NOW)
    assert (await states(unit, deal), deal.promised_at, deal.has_unapproved_estimate) == (["approved", "draft"], NOW, True)
    again = await estimates.promise_by(unit, SERGE, id=deal.id, by=NOW)
    assert (again.estimate_version, len(await facts(unit, deal.id))) == (2, 4)
    assert await outcome(unit, estimates.promise_by(unit, staff_actor(1, {Role.ACCOUNTANT}), id=deal.id, by=NOW)) == "not found"


async def test_the_last_one_less_takes_the_line_away(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    number = (await an_order(unit)).id
    await estimates.add_free_line(unit, SERGE, id=number, text="Cleaning 450")
    for by, left in ((1, 90_000), (-1, 45_000), (-1, 0)):
        assert (await estimates.change_quantity(unit, SERGE, id=number, number=1, by=by)).estimate_total == left
    assert await outcome(unit, estimates.change_quantity(unit, SERGE, id=number, number=1, by=1)) == "line_gone"
    assert await outcome(unit, estimates.send_estimate(unit, SERGE, id=number, turn=None)) == "estimate_is_empty"


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 29)), min_size=12, max_size=25), is_here=st.booleans())
def test_versions_add_up_and_only_the_newest_waits(database_url: str, deeds: list[tuple[int, int]], *, is_here: bool) -> None:
    asyncio.run(told(database_url, deeds, is_here=is_here))
