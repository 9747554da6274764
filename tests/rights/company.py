"""A company with one order at a chosen stage, and everybody who might press a button of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from crm.actor import STAFF_ROLES, Role, staff_actor
from crm.client import Client, ContactPoint
from crm.conversation import Message
from crm.deal import Deal, DealStage
from crm.estimate import Estimate, EstimateLine, EstimateState, Evidence, How
from crm.internal_request import RequestKind
from crm.invoice import Billed, Invoice
from crm.lead import Lead, LeadStage
from crm.ledger import Entry, EntryKind, Method
from crm.money import Money
from crm.price_list import PriceItem, PriceKind
from crm.staff import Invite, StaffMember
from crm.task import Task, TaskKind
from crm.upload import Purpose, Upload
from crm.use_cases.internal_requests import ask_company
from storage import tables
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.spine import NOW, Spine

ORDER, BOBS, SECOND, PRICE = 1001, 1002, 1003, 90_000
DRAFT = 3
"""The message that the operator wrote to nobody."""
ANNA, BOB, ANNA_WHO_BLOCKED = 101, 102, 103
OP, M, D, E, E2, A, DIR, DISMISSED, DEMOTED, D2 = range(201, 211)
STRANGER, ROBOT, IN_GROUP = 301, 302, -500
ROLES: Mapping[int, tuple[Role, ...]] = {
    OP: (Role.OPERATOR,),
    M: (Role.MANAGER,),
    D: (Role.DISPATCHER,),
    E: (Role.ENGINEER,),
    E2: (Role.ENGINEER,),
    A: (Role.ACCOUNTANT,),
    DIR: (Role.DIRECTOR,),
    DISMISSED: STAFF_ROLES,
    DEMOTED: (),
    D2: (Role.DISPATCHER,),
}
STAFF_ID = {chat: place for place, chat in enumerate(ROLES, 1)}
SECRETS = ("Annabella", "Secretly broken", "555-11-22", "5551122", "For colleagues only")
"""What nobody but the order's people may read; the last one not even its client."""

START, END = NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2)
SLOTS = [[START.isoformat(), END.isoformat()]]


@dataclass(frozen=True, slots=True)
class At:
    """One situation of order №1001: a lead of a stage, or a deal with the fields that its stage brings."""

    lead: LeadStage = LeadStage.CONVERTED
    deal: DealStage | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    estimate: EstimateState | None = None
    paid: int = 0


HERE = {"device_here": True}
LINES = {"estimate_version": 1, "estimate_total": PRICE, "estimate_lines": 1}
APPROVED = {**LINES, "approved_version": 1, "approved_total": PRICE}
BEGUN = {"work_begun": True, "episode": 1}
COMPLAINT = {"complaint_open": True, "complaint_outcome": "rework"}
PAPERS = {"documents": ["acceptance_receipt", "act", "warranty"]}
TIMED = {"starts_at": START, "ends_at": END, "client_agreed": True, "engineer_agreed": True}
IN_EDIT, SENT, YES = EstimateState.DRAFT, EstimateState.SENT, EstimateState.APPROVED
ON = DealStage

SITUATIONS: Mapping[str, At] = {
    **{f"lead {stage}": At(lead=stage) for stage in LeadStage if stage is not LeadStage.CONVERTED},
    "new": At(deal=ON.NEW),
    "new here": At(deal=ON.NEW, values=HERE),
    "estimating": At(deal=ON.ESTIMATING, values=LINES, estimate=IN_EDIT),
    "estimating here": At(deal=ON.ESTIMATING, values={**HERE, **LINES, "asks_why": True}, estimate=IN_EDIT),
    "diagnosis": At(deal=ON.DIAGNOSIS, values=HERE),
    "approval here": At(deal=ON.APPROVAL, values={**HERE, **LINES}, estimate=SENT),
    "approval on site": At(deal=ON.APPROVAL, values={**LINES, **BEGUN, **TIMED}, estimate=SENT),
    "scheduling": At(deal=ON.SCHEDULING, values={"slots": SLOTS}),
    "time chosen": At(deal=ON.SCHEDULING, values={"slots": SLOTS, **TIMED, "engineer_agreed": False}),
    "scheduled": At(deal=ON.SCHEDULED, values=TIMED),
    "scheduled here": At(deal=ON.SCHEDULED, values={**HERE, **APPROVED}, estimate=YES),
    "in progress": At(deal=ON.IN_PROGRESS, values={**APPROVED, **BEGUN, **TIMED, **COMPLAINT}, estimate=YES),
    "in progress here": At(deal=ON.IN_PROGRESS, values={**HERE, **APPROVED, **BEGUN}, estimate=YES),
    "more work": At(deal=ON.IN_PROGRESS, values={**APPROVED, **BEGUN, **TIMED, "estimate_version": 2}, estimate=IN_EDIT),
    "waiting parts": At(deal=ON.WAITING_PARTS, values={**HERE, **APPROVED, **BEGUN}, estimate=YES),
    "ready": At(deal=ON.READY, values={**HERE, **APPROVED, **BEGUN}, estimate=YES, paid=PRICE),
    "ready, never collected": At(deal=ON.READY, values={**HERE, **APPROVED, **BEGUN, "warning_ripe": True}, estimate=YES),
    "documents": At(deal=ON.DOCUMENTS, values={**APPROVED, **BEGUN, "short_close": True}, estimate=YES, paid=PRICE),
    "documents, long": At(deal=ON.DOCUMENTS, values={**APPROVED, **BEGUN, **PAPERS}, estimate=YES),
    "payment": At(deal=ON.PAYMENT, values={**APPROVED, **BEGUN, "invoice_number": 1}, estimate=YES),
    "closed": At(deal=ON.CLOSED, values={**APPROVED, **BEGUN}, estimate=YES, paid=PRICE),
    "cancelled": At(deal=ON.CANCELLED),
}


async def found_company(spine: Spine) -> None:
    """Everybody and the price list; no order yet."""
    async with spine.engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=NOW, shop=await load_shop(connection))
        await unit.settings.put(name="ServicePro", language="en", undo_seconds=0, week=[[0, 1440]] * 7)
        await unit.prices.save_all([PriceItem("Cleaning", PriceKind.FIXED, Money(PRICE)), PriceItem("Urgent", PriceKind.PERCENT)])
        for chat, roles in ROLES.items():
            await unit.meet(chat, name=f"P{chat}", username="", language="en")
            member = await unit.roster.add(StaffMember(0, f"Colleague {chat}", NOW, [str(role) for role in roles], chat_id=chat))
            if chat == DISMISSED:
                member = replace(member, dismissed_at=NOW)
                await unit.roster.save(member)
            await unit.accounts.bind_staff(chat, member.id)
        await unit.uploads.add(Upload(0, NOW, DIR, Purpose.PRICE_LIST, "list.csv", b"Service;Price\nDusting;100\n"))
        await unit.invites.add(Invite(0, "no token has this hash", NOW, NOW + timedelta(days=1), ["engineer"]))
        for chats, name in (((ANNA_WHO_BLOCKED, ANNA), "Annabella"), ((BOB,), "Bob")):
            client = await unit.clients.add(Client(0, NOW, name=name, language="en", confirmed_at=NOW))
            await unit.clients.add_point(ContactPoint(client.id, "phone", "+79165551122" if name != "Bob" else "+79160000000"))
            for chat in chats:
                await unit.meet(chat, name=f"P{chat}", username="", language="en")
                await unit.accounts.bind_client(chat, client.id)
        await unit.accounts.mark_dead(ANNA_WHO_BLOCKED)
        stuck = {"id": 9001, "kind": "ring_task", "due_at": NOW, "state": "dead", "tries": 5, "data": {}}
        await connection.execute(tables.timer.insert().values(**stuck))


async def place_order(spine: Spine, at: At) -> None:
    """Order №1001 of Annabella in the situation, beside one of Bob's and another one of hers."""
    async with spine.engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=NOW, shop=await load_shop(connection))
        lead = Lead(0, 1, "telegram", NOW, stage=at.lead, turn=3, need="Secretly broken", assignee_id=STAFF_ID[OP])
        lead.manager_id = STAFF_ID[M] if at.lead is LeadStage.WITH_MANAGER else None
        lead.assignee_id = None if at.lead is LeadStage.NEW else STAFF_ID[OP]
        await unit.leads.add(lead)
        await unit.leads.add(Lead(0, 2, "telegram", NOW, stage=LeadStage.IN_WORK, need="Bob's", assignee_id=STAFF_ID[OP]))
        await unit.leads.add(Lead(0, 1, "telegram", NOW, stage=LeadStage.ANSWERED, need="Another", assignee_id=STAFF_ID[OP]))
        await connection.execute(update(tables.lead).where(tables.lead.c.id == SECOND).values(stage="in_work"))
        for note, body in ((False, "Secretly broken"), (True, "For colleagues only")):
            await unit.messages.add(Message(0, NOW, ORDER, 1, incoming=not note, note=note, staff_id=1 if note else None, body=body))
        await unit.messages.add(Message(0, NOW, note=True, incoming=False, staff_id=STAFF_ID[OP], body="For colleagues only"))
        await unit.tasks.add(Task(0, TaskKind.CALL, NOW, ORDER, 1, STAFF_ID[D], notice="ready", body="Secretly broken"))
        if at.paid:
            await unit.ledger.add(Entry(ORDER, EntryKind.PAYMENT, Money(at.paid), NOW, by_staff=STAFF_ID[A], method=Method.CASH))
        await ask_company(unit, staff_actor(STAFF_ID[E], {Role.ENGINEER}), kind=RequestKind.BILL, body="Secretly broken")
        if at.values.get("invoice_number"):
            await unit.invoices.keep(Invoice(1, NOW - timedelta(days=1), (Billed(ORDER, PRICE),)))
        if at.deal is not None:
            await unit.deals.add(_deal(at))
        if at.estimate is not None:
            evidence = Evidence(1, NOW, How.OWN_TAP) if at.estimate is YES else None
            line = EstimateLine("Cleaning", Money(PRICE), price_item_id=1, number=1)
            version = at.values["estimate_version"]
            await unit.estimates.save(Estimate(ORDER, version, [line], at.estimate, evidence=evidence, next_number=2))
            if version > 1:
                await unit.estimates.save(Estimate(ORDER, 1, [line], YES, evidence=Evidence(1, NOW, How.OWN_TAP), next_number=2))


def _deal(at: At) -> Deal:
    people: dict[str, Any] = {
        "operator_id": STAFF_ID[OP],
        "manager_id": STAFF_ID[M],
        "dispatcher_id": STAFF_ID[D],
        "engineer_id": STAFF_ID[E],
    }
    assert at.deal is not None
    return Deal(ORDER, 1, NOW, stage=at.deal, turn=5, need="Secretly broken", paid=at.paid, **people, **at.values)
