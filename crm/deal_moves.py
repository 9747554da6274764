"""Performing a deal's action: the flow's row, its effects, and the system moves that become due with it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from crm.actor import SYSTEM, Actor, Role
from crm.deal import Deal, DealAction, DealStage
from crm.deal_effects import EFFECTS
from crm.deal_flow import DEAL_FLOW
from crm.events import Fact
from crm.flow import Attempt, Move, Offer, first_obstacle

DUE_BY_ITSELF = frozenset({DealAction.TIME_AGREED, DealAction.SETTLED, DealAction.DUE_AGAIN})


def offers(deal: Deal, actor: Actor) -> list[Offer[DealAction]]:
    """What `actor` may press on this deal now."""
    return DEAL_FLOW.offers(deal, deal.stage, actor=actor)


def perform(deal: Deal, action: DealAction, *, attempt: Attempt) -> list[Fact]:
    """Moves along `DEAL_FLOW` and on through every system move that becomes due. Raises `NotFound`, `Refused`.

    The first fact carries `before`: the changed fields' old values when the move can be undone (B7).
    """
    before = replace(deal)
    row, role = DEAL_FLOW.choose(deal, deal.stage, action=action, attempt=attempt)
    fact = _apply(deal, action, attempt, role=role, target=row.target)
    facts = [fact, *_follow(deal, attempt.now)]
    if row.undo:
        facts[0] = replace(fact, data={**fact.data, "before": _changed(before, deal)})
    return facts


def _apply(deal: Deal, action: DealAction, attempt: Attempt, *, role: Role, target: object) -> Fact:
    source = deal.stage
    if target is not None:
        deal.stage = type(source)(str(target))
        deal.turn += 1
        deal.stage_since = attempt.now
    effect = EFFECTS.get(action)
    if effect is not None:
        effect(deal, attempt)
    data = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in attempt.data.items()}
    return Fact(deal.ref, action, attempt.now, role, attempt.actor.id, source, deal.stage, data)


def _follow(deal: Deal, now: datetime) -> list[Fact]:
    facts: list[Fact] = []
    while row := next((move for move in DEAL_FLOW.at(deal.stage) if _is_due(move, deal)), None):
        facts.append(_apply(deal, row.action, Attempt(SYSTEM, now), role=Role.SYSTEM, target=row.target))
    return facts


def _is_due(move: Move[DealStage, DealAction, Deal], deal: Deal) -> bool:
    return move.action in DUE_BY_ITSELF and first_obstacle(move, deal, actor=SYSTEM) is None


def _changed(before: Deal, after: Deal) -> dict[str, object]:
    old = {f.name: getattr(before, f.name) for f in fields(Deal) if getattr(before, f.name) != getattr(after, f.name)}
    return {
        key: value.isoformat() if isinstance(value, datetime) else value for key, value in old.items() if key not in ("turn", "row_version")
    }
