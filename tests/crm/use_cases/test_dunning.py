"""Asking for money: one invoice over several orders is asked for once, as a whole, and not when it is paid (R20, S9)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crm.actor import STAFF_ROLES, Role, staff_actor
from crm.deal import Deal, DealAction, DealStage
from crm.errors import CrmError, Refused
from crm.ledger import Method
from crm.notices import still_holds
from crm.reminders import REMIND
from crm.timers import Timer
from crm.use_cases.deals import act_on_deal
from crm.use_cases.dunning import remind_of_payment
from crm.use_cases.invoices import void_invoice
from crm.use_cases.joint_invoices import Taken, issue_joint, pay_invoice
from crm.use_cases.payments import take_payment
from crm.use_cases.waits import remind_client
from storage import outbox
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.deals import NOW
from tests.crm.use_cases.books import Books, migrated, orders_of_one_payer

ZOE, ALL_HATS = staff_actor(1, {Role.ACCOUNTANT}), staff_actor(1, set(STAFF_ROLES))
ANNA = 7001


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database; every story is given up at its end."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    asyncio.run(migrated(url))
    return url


async def closed_unpaid(unit: SqlUnitOfWork, *totals: int) -> list[int]:
    """Orders of Anna, who has a chat with us; each waits for its payment, an hour after the one before."""
    numbers = await orders_of_one_payer(unit, *totals)
    deal = await unit.deals.for_action(ZOE, numbers[0])
    await unit.meet(ANNA, name="Anna", username="", language="en")
    await unit.accounts.bind_client(ANNA, deal.client_id)
    for number in numbers:
        await act_on_deal(unit, ALL_HATS, action=DealAction.CLOSE, id=number)
        unit.now += timedelta(hours=1)
    return numbers


async def reminded(unit: SqlUnitOfWork, numbers: Sequence[int]) -> list[int]:
    """Every order's clock comes; the orders by which Anna is reminded, and hears it. An order that has moved on has no clock any more."""
    before = len(await asked(unit))
    for number in numbers:
        deal = await unit.deals.for_action(ZOE, number)
        data = {"stage": "payment", "notice": "payment_reminder", "to": "", "place": 0, "every_days": 0}
        try:
            await remind_client(unit, Timer(REMIND, unit.now, deal.ref, f"wait:{deal.ref}:0", data))
        except CrmError:
            assert deal.stage is DealStage.CLOSED
    now_asked = (await asked(unit))[before:]
    await outbox.mark_done(unit.connection, await outbox.claim(unit.connection, unit.now, limit=99), now=unit.now)
    return now_asked


async def asked(unit: SqlUnitOfWork) -> list[int]:
    await unit.flush()
    rows = await unit.connection.exec_driver_sql(f"SELECT intent FROM outbox WHERE chat_id = {ANNA} AND kind = 'notice' ORDER BY id")
    said: list[dict[str, Any]] = [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in rows]
    return [int(intent["subject_id"]) for intent in said if intent["name"] == "payment_reminder"]


async def test_one_invoice_is_one_reminder(database_url: str) -> None:
    async with Books(database_url) as unit:
        numbers = await closed_unpaid(unit, 900, 300, 700)
        assert await reminded(unit, numbers) == numbers, "without a common invoice each order is asked for"
        invoice = await issue_joint(unit, ZOE, order_ids=numbers, total=1900)
        assert await reminded(unit, list(reversed(numbers))) == numbers[:1]
        await pay_invoice(unit, ZOE, number=invoice, money=Taken(1000, Method.TRANSFER))
        assert await reminded(unit, numbers) == numbers[1:2], "the next one speaks when the first is paid"
        await pay_invoice(unit, ZOE, number=invoice, money=Taken(900, Method.TRANSFER))
        assert await reminded(unit, numbers) == []


async def test_a_void_invoice_is_not_asked_for(database_url: str) -> None:
    async with Books(database_url) as unit:
        numbers = await closed_unpaid(unit, 900, 300)
        await void_invoice(unit, ZOE, number=await issue_joint(unit, ZOE, order_ids=numbers, total=1200))
        assert await reminded(unit, numbers) == numbers


async def test_a_complaint_about_one_of_them_freezes_the_whole(database_url: str) -> None:
    async with Books(database_url) as unit:
        numbers = await closed_unpaid(unit, 900, 300)
        await issue_joint(unit, ZOE, order_ids=numbers, total=1200)
        await act_on_deal(unit, ALL_HATS, action=DealAction.COMPLAIN, id=numbers[1], text="It squeaks")
        assert await reminded(unit, numbers) == []
        with pytest.raises(Refused, match="complaint_open"):
            await remind_of_payment(unit, ZOE, id=numbers[0])
        await take_payment(unit, ZOE, id=numbers[1], amount=300, method=Method.CASH)
        assert await reminded(unit, numbers) == numbers[:1], "what is settled is not asked for, nor in the way"


async def test_by_hand_too_the_payer_is_asked_once_for_the_whole(database_url: str) -> None:
    async with Books(database_url) as unit:
        numbers = await closed_unpaid(unit, 900, 300)
        await issue_joint(unit, ZOE, order_ids=numbers, total=1200)
        await remind_of_payment(unit, ZOE, id=numbers[1])
        with pytest.raises(Refused, match="reminded_already"):
            await remind_of_payment(unit, ZOE, id=numbers[0])
        assert await asked(unit) == numbers[1:]
        unit.now += timedelta(hours=1)
        await remind_of_payment(unit, ZOE, id=numbers[0])


@pytest.mark.parametrize("stage", [DealStage.READY, DealStage.DOCUMENTS, DealStage.PAYMENT])
def test_what_a_colleague_may_send_is_said(stage: DealStage) -> None:
    """A reminder by hand goes out wherever the flow offers it, not only where the clocks ask for money."""
    deal = Deal(1001, 5, NOW, stage=stage, approved_total=900)
    assert still_holds("payment_reminder", deal)
    deal.paid = 900
    assert not still_holds("payment_reminder", deal)
