"""Alarms to the directors, one an episode, with an all-clear; and what a director may order for the machine."""

from __future__ import annotations

from collections.abc import Sequence

from crm.actor import Actor, Role
from crm.errors import NotFound
from crm.health import Finding, Level, Noted, Sign
from crm.intents import Notice
from crm.ports import UnitOfWork
from crm.timers import Timer

BACK_UP, LOOK = "back_up", "look_after"
"""Timers that the process itself answers: copying and asking Telegram is no work for a transaction."""

TOLD_BY_ITSELF = frozenset({Sign.DEAD_LETTERS})
"""Directors hear of these where they happen (`crm.use_cases.dead_letters`)."""


async def note_health(unit: UnitOfWork, findings: Sequence[Finding]) -> None:
    """Keeps what was found; what has become red or well again since is told to every director, once an episode."""
    before = {noted.finding.sign: noted for noted in await unit.queries.health()}
    for finding in findings:
        old = before.get(finding.sign)
        changed = old is None or old.finding.level is not finding.level
        since = unit.now if old is None or changed else old.since
        await unit.spine.note(Noted(finding, since, unit.now))
        was_red = old is not None and old.finding.level is Level.RED
        if finding.sign in TOLD_BY_ITSELF or was_red is (finding.level is Level.RED):
            continue
        name = "all_clear" if was_red else "alarm"
        await _tell_directors(unit, name, finding.sign, began=old.since.isoformat() if old and was_red else since.isoformat())


async def _tell_directors(unit: UnitOfWork, name: str, sign: Sign, *, began: str) -> None:
    for person in await unit.roster.all():
        if Role.DIRECTOR in person.role_set and person.chat_id is not None:
            key = f"{name}:{sign}:{began}:{person.chat_id}"
            data = {"began": began}
            unit.say(Notice(name, "health", int(sign), person.chat_id, loud=name == "alarm", data=data, key=key))


async def order_backup(unit: UnitOfWork, actor: Actor) -> None:
    """Now, whatever the hour; the outcome is told to who ordered it. Raises `NotFound` unless a director asks."""
    await _order(unit, actor, BACK_UP)


async def order_look(unit: UnitOfWork, actor: Actor) -> None:
    """Everything is looked at now, the way to Telegram too. Raises `NotFound` unless a director asks."""
    await _order(unit, actor, LOOK)


async def _order(unit: UnitOfWork, actor: Actor, kind: str) -> None:
    """Asking twice is asking once."""
    if not actor.has(Role.DIRECTOR):
        raise NotFound(kind)
    await unit.timers.set(Timer(kind, unit.now, key=f"{kind}:{unit.chat_id}", data={"chat_id": unit.chat_id}))
