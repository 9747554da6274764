"""Why things do not happen: ready reasons as buttons, beside which anybody may write his own (flows: defaults)."""

from __future__ import annotations

from bot.cards.labels import N_

LEAD_REFUSALS = (
    *(N_("Not our profile"), N_("Too expensive"), N_("Found another"), N_("Changed his mind"), N_("Out of our area"), N_("Spam")),
    N_("Called three times in vain"),
)
"""Buttons carry the place of a reason: new ones come last."""

DEAL_REFUSALS = (
    *(N_("Too expensive"), N_("Takes too long"), N_("Cannot be repaired"), N_("No such part"), N_("The fault did not show")),
    *(N_("The client is silent"), N_("Not under warranty")),
)

DECLINED_WHY = {"price": N_("💸 Too expensive"), "mind": N_("🤔 Changed my mind"), "self": N_("🛠 I'll do it myself")}
"""Why a client says no (C7)."""

NOT_THEN = (N_("I am at another client then"), N_("I need longer than that"), N_("I cannot get there by then"))
"""Why an engineer cannot come at the client's time; the client may read it."""


def as_choices(reasons: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Ready answers of a question whose own words are welcome too."""
    return tuple((reason, reason) for reason in reasons)
