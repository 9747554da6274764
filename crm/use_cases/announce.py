"""Announcing facts: each is told once, the loudest wins, nobody hears of his own deed or what follows from it (R31, R32, R43, R47)."""

from __future__ import annotations

from collections.abc import Sequence

from crm.actor import Role
from crm.deal import Deal
from crm.events import Fact
from crm.intents import Notice, Refresh
from crm.lead import Lead
from crm.notices import CALLABLE, Audience, Tell, tells_of
from crm.ports import UnitOfWork
from crm.staff import StaffMember, stand_ins
from crm.use_cases.calls import ask_to_call

ROLE_OF = {
    Audience.OPERATORS: Role.OPERATOR,
    Audience.ASSIGNEE: Role.OPERATOR,
    Audience.MANAGER: Role.MANAGER,
    Audience.DISPATCHER: Role.DISPATCHER,
    Audience.ACCOUNTANTS: Role.ACCOUNTANT,
    Audience.DIRECTORS: Role.DIRECTOR,
}


async def announce(unit: UnitOfWork, order: Lead | Deal, *, facts: Sequence[Fact], causes: Sequence[int]) -> None:
    """Says the notices of `NOTICES` and refreshes the order's cards. An undoable fact's words wait for the undo window (B7)."""
    told: set[int] = set()
    doers = {fact.by for fact in facts if fact.by is not None and fact.role not in (Role.CLIENT, Role.SYSTEM)}
    delays = [unit.shop.undo_seconds if "before" in fact.data else 0 for fact in facts]
    for fact, cause in zip(facts, causes, strict=True):
        for tell in sorted(tells_of(fact, order), key=lambda line: not line.loud):
            for notice in await _notices(unit, order, fact=fact, tell=tell, doers=doers):
                if notice.chat_id not in told:
                    told.add(notice.chat_id)
                    unit.say(_timed(notice, delay=max(delays), cause=causes[0] if max(delays) else cause))
    unit.say(Refresh(f"order:{order.id}", delay=max(delays, default=0)))


def _timed(notice: Notice, *, delay: int, cause: int) -> Notice:
    return Notice(notice.name, notice.kind, notice.subject_id, notice.chat_id, notice.loud, notice.data, notice.key, delay, cause)


async def _notices(unit: UnitOfWork, order: Lead | Deal, *, fact: Fact, tell: Tell, doers: set[int]) -> list[Notice]:
    data = {key: value for key, value in fact.data.items() if key != "before"}
    if tell.to is Audience.CLIENT:
        chat_id = await unit.clients.chat_of(order.client_id)
        if chat_id is None:
            if tell.notice in CALLABLE:
                await ask_to_call(unit, order, notice=tell.notice)
            return []
        return [Notice(tell.notice, order.ref.kind, order.id, chat_id, tell.loud, data, _key(order, tell))]
    if _named(order, tell.to) in doers:
        return []
    people = [person for person in await recipients(unit, order, audience=tell.to) if person.id not in doers]
    return [Notice(tell.notice, order.ref.kind, order.id, p.chat_id, tell.loud, data) for p in people if p.chat_id is not None]


def _key(order: Lead | Deal, tell: Tell) -> str | None:
    """Ready is told once per work episode, whatever happens in between (flows: ready exactly once)."""
    return f"ready:{order.id}:{order.episode}" if tell.once_per_episode and isinstance(order, Deal) else None


async def recipients(unit: UnitOfWork, order: Lead | Deal, *, audience: Audience) -> list[StaffMember]:
    """The one responsible when he is here, else whoever stands in for the role; an engineer has no substitute for a word to him."""
    named = _named(order, audience)
    person = await unit.roster.colleague(named) if named else None
    if audience is Audience.ENGINEER:
        return [person] if person else []
    if person is not None and person.is_present(unit.now):
        return [person]
    roster = await unit.roster.all()
    if audience is Audience.DIRECTORS:
        return [p for p in roster if Role.DIRECTOR in p.role_set]
    return stand_ins(ROLE_OF[audience], roster, now=unit.now)


def _named(order: Lead | Deal, audience: Audience) -> int | None:
    if isinstance(order, Lead):
        return {Audience.ASSIGNEE: order.assignee_id, Audience.MANAGER: order.manager_id}.get(audience)
    return {
        Audience.MANAGER: order.manager_id,
        Audience.DISPATCHER: order.dispatcher_id,
        Audience.ENGINEER: order.engineer_id,
        Audience.ASSIGNEE: order.operator_id,
    }.get(audience)
