"""Dead letters in the director's hands, and the spine's own order: old rows and old drafts go (architecture §2, S10)."""

from __future__ import annotations

from datetime import timedelta

from crm.actor import Actor, Role
from crm.dead_letters import Box
from crm.errors import NotFound, Stale
from crm.intents import Notice, Refresh, Say
from crm.ports import UnitOfWork
from crm.timers import Timer

KEPT_FOR = timedelta(days=60)
"""Longer than any reminder may wait for its notice's key (`ready` is said once an episode)."""

DRAFT_LIFE = timedelta(days=7)


async def retry_letter(unit: UnitOfWork, actor: Actor, *, box: Box, id: int) -> None:
    """Tries it again from the beginning. Raises `NotFound` unless a director asks, `Stale` for one that is dead no more."""
    _expect_director(actor)
    if not await unit.spine.revive(box, id):
        raise Stale(f"{box} {id}")


async def discard_letter(unit: UnitOfWork, actor: Actor, *, box: Box, id: int) -> None:
    """Gives it up for good. Raises `NotFound` unless a director asks, `Stale` for one that is dead no more."""
    _expect_director(actor)
    if not await unit.spine.discard(box, id):
        raise Stale(f"{box} {id}")


def _expect_director(actor: Actor) -> None:
    if not actor.has(Role.DIRECTOR):
        raise NotFound("dead letter")


async def tell_directors(unit: UnitOfWork) -> None:
    """Something gave up: every director hears of it, once an hour however many there are."""
    for person in await unit.roster.all():
        if Role.DIRECTOR in person.role_set and person.chat_id is not None:
            key = f"dead:{person.chat_id}:{unit.now:%Y%m%d%H}"
            unit.say(Notice("dead_letter", "company", 0, person.chat_id, key=key))


async def sweep(unit: UnitOfWork, _timer: Timer) -> None:
    """Dropped files go after a week like other drafts, and their cards say so."""
    await unit.spine.sweep(before=unit.now - KEPT_FOR)
    for upload_id in await unit.uploads.forget(before=unit.now - DRAFT_LIFE):
        unit.say(Refresh(f"upload:{upload_id}"))


async def drop_old_drafts(unit: UnitOfWork, _timer: Timer) -> None:
    """Who began a dialogue a week ago is told that its draft is gone (S10)."""
    for chat_id in await unit.spine.forget_drafts(before=unit.now - DRAFT_LIFE):
        unit.say(Say("draft_gone", chat_id=chat_id))
