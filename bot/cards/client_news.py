"""What a client is told, notice by notice: one kind sentence and, where he must act, the button."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.labels import N_
from bot.cards.presses import answer_estimate, begin, deal_do, do
from bot.cards.reasons import DECLINED_WHY
from bot.cards.rows import worth_line
from bot.words import Words
from crm.deal import Deal, DealAction, DealStage
from crm.reminders import WARNED_FOR, months_later
from crm.views import OrderView

CLIENT_NEWS: dict[str, str] = {
    "estimate_sent": N_("Estimate for №{number}, version {version}"),
    "time_proposed": N_("№{number}: which time suits you?"),
    "time_agreed": N_("№{number}: we will come {when}."),
    "time_moved": N_("№{number}: the time has to be moved. We will offer a new one."),
    "not_home": N_("№{number}: our engineer was there, but nobody opened. Let us choose another time."),
    "engineer_on_the_way": N_("🚗 №{number}: {engineer} is on the way."),
    "complaint_answered": N_("🙂 №{number}: {text}"),
    "engineer_changed": N_("👷 №{number}: {engineer} will come to you, the time stays."),
    "prepayment_asked": N_("💳 №{number}: we need a prepayment of {prepayment} to go on."),
    "discount_given": N_("🏷 №{number}: we take {discount} off. To pay: {due}."),
    "parts_ordered": N_("📦 №{number}: we are waiting for a part and will tell you when it comes."),
    "parts_arrived": N_("📦 №{number}: the part is here, the work goes on."),
    "device_taken": N_("📥 №{number}: we have taken your device in."),
    "ready": N_("✅ №{number} is ready. You can collect it."),
    "work_done": N_("✅ №{number}: the work is done."),
    "take_back": N_("№{number}: we could not repair it. You can collect the device."),
    "order_cancelled": N_("№{number} is cancelled."),
    "rework_begun": N_("🔧 №{number}: we are putting it right."),
    "approval_reminder": N_("🔔 Estimate for №{number}, version {version} waits for your answer"),
    "pickup_reminder": N_("🔔 №{number} waits for you at our place."),
    "payment_reminder": N_("🔔 №{number}: still to be paid {due}."),
    "parts_awaited": N_("📦 №{number}: the part has not come yet, we keep waiting for it."),
    "warning_letter": N_("✉️ №{number}: please collect the device by {until}. After that we may dispose of it by law."),
    "payment_received": N_("💰 №{number}: payment received, thank you. Paid {paid}."),
    "invoice_payment": N_("💰 Invoice №{invoice}: {sum} received, thank you. Left to pay: {left}."),
    "refund_made": N_("↩️ №{number}: money returned. Paid now {paid}."),
}

WITH_REASON: Mapping[str, str] = {"time_moved": N_("№{number}: the time has to be moved: {reason}. We will offer a new one.")}
"""What is said instead when a colleague gave a reason."""

NAMES_THE_DUE = frozenset({"ready", "work_done", "take_back", "pickup_reminder"})
"""These say as well what is left to pay, when something is."""


def news_card(name: str, view: OrderView, *, _: Words, params: Mapping[str, Any]) -> Card:
    """Drawn from the present state: an answered estimate or a chosen time loses its buttons."""
    deal = view.deal
    if deal is None:
        return Card((_("№{number}", number=view.id),))
    data = params.get("data") or {}
    reason = str(data.get("reason") or "").strip().rstrip(".")
    told = WITH_REASON.get(name, CLIENT_NEWS[name]) if reason else CLIENT_NEWS[name]
    line = _(told, **_parts(view, deal, _), **_said(data, _), reason=_.said(reason)) + _due(name, deal, _)
    if params.get("repeat"):
        line = _("We remind you: {text}", text=line)
    if name in ("estimate_sent", "approval_reminder"):
        return _estimate(view, deal, line, _=_)
    if name == "time_proposed":
        return _times(deal, line, _)
    return Card((line,))


def _due(name: str, deal: Deal, _: Words) -> str:
    return " " + _("To pay: {due}.", due=_.money(deal.balance)) if name in NAMES_THE_DUE and deal.balance > 0 else ""


def spoken(name: str, view: OrderView, *, _: Words) -> str:
    """The words of a notice for a colleague who tells them by voice; an estimate's with its sum."""
    deal = view.deal
    if deal is None or name not in CLIENT_NEWS:
        return ""
    line = _(CLIENT_NEWS[name], **_parts(view, deal, _), **_said({}, _)) + _due(name, deal, _)
    return f"{line}: {_.money(deal.estimate_total)}" if name in ("estimate_sent", "approval_reminder") else line


def _said(data: Mapping[str, Any], _: Words) -> dict[str, object]:
    """What was said with the fact itself; sums in minor units."""
    sums = {key: _.money(int(data.get(key) or 0)) if str(data.get(key) or 0).isdecimal() else "" for key in ("sum", "left")}
    return {"text": str(data.get("text") or ""), "invoice": data.get("invoice") or "", **sums}


def _parts(view: OrderView, deal: Deal, _: Words) -> dict[str, object]:
    return {
        "number": view.id,
        "version": deal.estimate_version,
        "when": _.slot(deal.starts_at, deal.ends_at) if deal.starts_at else "",
        "engineer": view.staff.get(deal.engineer_id or 0, ""),
        "due": _.money(max(deal.balance, 0)),
        "paid": _.money(deal.paid),
        "prepayment": _.money(deal.prepayment),
        "discount": _.money(deal.discount),
        "until": _.date(months_later(_.local(deal.warned_at), WARNED_FOR).date()) if deal.warned_at else "",
    }


def _estimate(view: OrderView, deal: Deal, title: str, *, _: Words) -> Card:
    """C7: the sum is on the button; only the version that waits has buttons (B3)."""
    if deal.has_unapproved_estimate and deal.stage is not DealStage.APPROVAL:
        return _over(deal, _)
    lines: list[Line] = [Bold(title), *(worth_line(line, _) for line in view.lines)]
    lines.append(Bold(_("Total {sum}", sum=_.money(deal.estimate_total))))
    if deal.discount:
        lines.append(_("Discount {sum}", sum="−" + _.money(deal.discount)))
    if view.told_before is not None and view.told_before != deal.estimate_total:
        change = deal.estimate_total - view.told_before
        lines.append(
            _("It was {before}, change {change}", before=_.money(view.told_before), change=("+" if change > 0 else "") + _.money(change))
        )
    if deal.promised_at:
        lines.append(_("Ready by {when}", when=_.day(deal.promised_at)))
    if deal.stage is DealStage.APPROVAL:
        yes = Button(_("✅ Approve {sum}", sum=_.money(deal.estimate_total)), answer_estimate(deal, yes=True), "success")
        return Card(tuple(lines), ((yes,), (Button(_("Decline"), answer_estimate(deal, yes=False), "danger"),)))
    return Card((*lines, _("✔ Approved")))


def _over(deal: Deal, _: Words) -> Card:
    """What was declined or replaced; whoever declined may say why, or leave it (C7)."""
    line = _("№{number}: this estimate does not hold any more.", number=deal.id)
    if deal.declined_why and not deal.asks_why:
        return Card((line, _("You wrote: {reason}", reason=_.said(deal.declined_why))))
    if not deal.asks_why:
        return Card((line,))
    reasons = [Button(_(label), do("why_declined", deal.id, arg=key)) for key, label in DECLINED_WHY.items()]
    other = Button(_("✍️ Other"), begin("why_declined", deal.id))
    return Card((line, _("May we ask why? You need not answer.")), in_rows([*reasons, other]))


def _times(deal: Deal, title: str, _: Words) -> Card:
    """C8: one tap on an offered time."""
    if deal.stage is not DealStage.SCHEDULING or deal.client_agreed:
        chosen = _.slot(deal.starts_at, deal.ends_at) if deal.starts_at else ""
        return Card((title, f"✔ {chosen}" if chosen else ""))
    rows: tuple[Row, ...] = tuple(_slot_row(deal, start, end, _=_) for start, end in deal.slot_times)
    return Card((Bold(title),), (*rows, (Button(_("✍️ Another time"), begin("time_wish", deal.id)),)))


def _slot_row(deal: Deal, start: datetime, end: datetime, *, _: Words) -> Row:
    """The button carries the time itself: an old one never picks another time than it shows."""
    return (Button(_.slot(start, end), deal_do(DealAction.PICK, deal, arg=str(int(start.timestamp()))), "primary"),)
