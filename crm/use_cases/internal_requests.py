"""Asking the company for a purchase, a leave or a payment, and answering (R24)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.errors import NotFound, Refused
from crm.events import Fact
from crm.intents import Notice, Refresh
from crm.internal_request import InternalRequest, RequestAction, RequestKind, RequestState, speaking_role
from crm.ports import UnitOfWork


async def ask_company(unit: UnitOfWork, actor: Actor, *, kind: RequestKind, body: str) -> InternalRequest:
    """Opens a request and asks every director but the author. Raises `NotFound` for those who are not staff, `Refused` text_is_empty."""
    if actor.staff_id is None:
        raise NotFound("internal request")
    if not body.strip():
        raise Refused("text_is_empty")
    request = await unit.internal_requests.add(InternalRequest(0, kind, actor.staff_id, body.strip(), unit.now))
    fact = Fact(request.ref, RequestAction.ASK, unit.now, speaking_role(actor), actor.staff_id, None, RequestState.OPEN)
    await unit.internal_requests.save(request, fact)
    for director in await unit.roster.all():
        if Role.DIRECTOR in director.role_set and director.id != actor.staff_id and director.chat_id is not None:
            unit.say(Notice("internal_request_asked", "request", request.id, director.chat_id))
    return request


async def answer_request(unit: UnitOfWork, actor: Actor, *, id: int, action: RequestAction, reason: str = "") -> InternalRequest:
    """Approves, declines with a reason, or takes back; the author hears of another's decision.

    Raises `NotFound` without the right, `Stale` when it is decided already, `Refused` reason_is_empty.
    """
    request = await unit.internal_requests.get(id)
    if action is RequestAction.DECLINE and not reason.strip():
        raise Refused("reason_is_empty")
    fact = request.perform(action, actor, now=unit.now, reason=reason)
    await unit.internal_requests.save(request, fact)
    author = next((person for person in await unit.roster.all() if person.id == request.author_id), None)
    if author is not None and author.chat_id is not None and author.id != actor.staff_id:
        unit.say(Notice("internal_request_decided", "request", request.id, author.chat_id))
    unit.say(Refresh(f"request:{request.id}"))
    return request
