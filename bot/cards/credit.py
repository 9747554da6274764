"""The terms of a client: credit with its limit and term, and what he agreed to beforehand (flows: limits)."""

from __future__ import annotations

from bot.cards.card import Bold, Button, Card, Line, in_rows
from bot.cards.presses import begin, go
from bot.words import Words
from crm.actor import Role
from crm.client import ClientAction
from crm.invoice import COMPANY_BANK_DAYS
from crm.views import ClientView, TimelineRow, Viewer


def debt_line(limit: int, _: Words) -> str:
    return _("Debt up to {sum}", sum=_.money(limit)) if limit else _("No limit of debt")


def approval_line(limit: int, _: Words) -> str:
    return _("Estimates up to {sum} need no approval", sum=_.money(limit)) if limit else _("Every estimate waits for the client's approval")


def term_line(days: int, _: Words) -> str:
    return _.n("pays within {n} bank day", "pays within {n} bank days", days or COMPANY_BANK_DAYS)


def terms_said(row: TimelineRow, _: Words) -> str:
    """The sums and terms of a fact about a client."""
    limit, days = (value if isinstance(value := row.data.get(key), int) else 0 for key in ("limit", "days"))
    if row.action == ClientAction.GIVE_CREDIT:
        return f"{debt_line(limit, _)}, {term_line(days, _)}"
    return approval_line(limit, _) if row.action == ClientAction.AGREE_LIMIT else ""


def credit_card(client: ClientView, order_id: int, *, viewer: Viewer, _: Words) -> Card:
    """Everybody of the office reads them; who answers for money changes them."""
    lines: list[Line] = [Bold(_("🤝 Terms of {name}", name=client.company or client.name or _("client")))]
    if client.on_credit:
        lines.append(_("On credit: takes the things before paying, {term}", term=term_line(client.payment_days, _)))
        lines.append(debt_line(client.credit_limit, _))
    else:
        lines.append(_("Pays when taking the things"))
    lines.append(_("Owes now: {sum}", sum=_.money(client.debt)))
    lines.append(approval_line(client.agreed_limit, _))
    may = viewer.actor.has(Role.MANAGER, Role.ACCOUNTANT, Role.DIRECTOR)
    tools = [Button(_("🤝 Credit"), begin("credit", order_id)), Button(_("✅ Agreed limit"), begin("agreed_limit", order_id))]
    return Card(tuple(lines), (*(in_rows(tools) if may else ()), (Button(_("‹ Back"), go("client", order_id)),)))
