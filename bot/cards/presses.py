"""What buttons do, as plain values: each function names one callback of `bot.callbacks`."""

from __future__ import annotations

from bot.cards.card import Press
from crm.deal import Deal, DealAction
from crm.lead import Lead, LeadAction


def go(screen: str, id: int = 0, *, arg: str = "") -> Press:
    """Show another screen in the same card."""
    return ("g", screen, id, arg)


def lead_do(action: LeadAction, lead: Lead) -> Press:
    return ("l", str(action), lead.id, lead.turn)


def deal_do(action: DealAction, deal: Deal, *, arg: str = "") -> Press:
    """`arg` carries a choice: a person, a slot's place, a reason's key."""
    return ("d", str(action), deal.id, deal.turn, arg)


def answer_estimate(deal: Deal, *, yes: bool) -> Press:
    return ("e", deal.id, deal.estimate_version, int(yes))


def begin(form: str, id: int = 0, *, arg: str = "") -> Press:
    """Start a dialogue."""
    return ("f", form, id, arg)


def step(form: str, verb: str, *, arg: str = "") -> Press:
    """Move inside the dialogue: a choice, back, skip, edit, done, cancel."""
    return ("s", form, verb, arg)


def undo(kind: str, id: int, *, cause: int) -> Press:
    return ("u", kind, id, cause)


def do(verb: str, id: int = 0, *, arg: str = "") -> Press:
    """Anything else that is one tap: calls, shifts, languages, dead letters."""
    return ("x", verb, id, arg)


def whom(action: LeadAction | DealAction, id: int, *, turn: int) -> Press:
    """Hand over: done at once when only the presser himself may have it, else the question who."""
    return do("whom", id, arg=f"{action}-{turn}")
