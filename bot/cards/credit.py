"""The terms of a client: credit with its limit and term, and what he agreed to beforehand (flows: limits)."""

from __future__ import annotations

from bot.cards.card import Bold, Button, Card, Line, in_rows
from bot.cards.presses import begin, go
from bot.words import Words
from crm.actor import Role
from crm.invoice import COMPANY_BANK_DAYS
from crm.views import ClientView, Viewer


def credit_card(client: ClientView, order_id: int, *, viewer: Viewer, _: Words) -> Card:
    """Everybody of the office reads them; who answers for money changes them."""
    lines: list[Line] = [Bold(_("🤝 Terms of {name}", name=client.company or client.name or _("client")))]
    if client.on_credit:
        term = _.n("pays within {n} bank day", "pays within {n} bank days", client.payment_days or COMPANY_BANK_DAYS)
        lines.append(_("On credit: takes the things before paying, {term}", term=term))
        lines.append(_("Debt up to {sum}", sum=_.money(client.credit_limit)) if client.credit_limit else _("No limit of debt"))
    else:
        lines.append(_("Pays when taking the things"))
    lines.append(_("Owes now: {sum}", sum=_.money(client.debt)))
    agreed = client.agreed_limit
    lines.append(
        _("Estimates up to {sum} need no approval", sum=_.money(agreed)) if agreed else _("Every estimate waits for the client's approval")
    )
    may = viewer.actor.has(Role.MANAGER, Role.ACCOUNTANT, Role.DIRECTOR)
    tools = [Button(_("🤝 Credit"), begin("credit", order_id)), Button(_("✅ Agreed limit"), begin("agreed_limit", order_id))]
    return Card(tuple(lines), (*(in_rows(tools) if may else ()), (Button(_("‹ Back"), go("client", order_id)),)))
