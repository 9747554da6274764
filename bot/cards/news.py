"""News: one sentence per notice, for staff as the headline of the order's card, for clients as a message of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.card import Bold, Line
from bot.cards.labels import N_
from bot.words import Words
from crm.views import OrderView

STAFF_NEWS: dict[str, str] = {
    "lead_opened": N_("🆕 New request №{number}"),
    "lead_for_manager": N_("👔 New client: request №{number}"),
    "lead_back": N_("↩️ Request №{number} came back to you"),
    "lead_returned": N_("📥 Request №{number} is free again"),
    "lead_reopened": N_("🔓 The client writes again: №{number}"),
    "client_wrote": N_("💬 New message, №{number}"),
    "not_delivered": N_("🤷 №{number}: not delivered, the client gets no messages from the bot"),
    "deal_opened": N_("🧾 New order №{number}"),
    "deal_given": N_("🚦 Order №{number} is yours now"),
    "deal_started": N_("▶️ Work on order №{number} has begun"),
    "engineer_assigned": N_("👷 Order №{number} is assigned to you"),
    "engineer_refused": N_("⚠️ The engineer can't do №{number}: {reason}"),
    "diagnosis_wanted": N_("🔍 №{number}: diagnosis, please"),
    "findings_reported": N_("🔍 №{number}: findings are in"),
    "estimate_sent_on_site": N_("🧾 №{number}: a new estimate went to the client"),
    "estimate_approved": N_("✅ №{number}: estimate approved, {sum}"),
    "estimate_declined": N_("✖️ №{number}: estimate declined"),
    "decline_explained": N_("✖️ №{number}: why the estimate was declined: {reason}"),
    "time_picked": N_("🕒 №{number}: the client chose {when}"),
    "time_wished": N_("🕒 №{number}: another time would suit the client: {text}"),
    "time_offered": N_("🕒 №{number}: the engineer offers the client other times"),
    "visit_agreed": N_("🕒 №{number}: agreed, {when}"),
    "time_countered": N_("🕒 №{number}: the engineer can't then: {reason}. He offers other times"),
    "work_waits": N_("🧰 №{number}: the work can begin"),
    "time_moved": N_("🔁 №{number}: the time must be agreed anew"),
    "not_home": N_("🚪 №{number}: nobody was home"),
    "prepayment_awaited": N_("💳 №{number}: prepayment asked, {prepayment}"),
    "parts_wanted": N_("📦 №{number}: waiting for parts"),
    "parts_arrived": N_("📦 №{number}: the parts are here"),
    "device_taken": N_("🏢 №{number}: the device is with us"),
    "engineer_finished": N_("🏁 №{number}: the work is done"),
    "work_refused": N_("⛔ №{number}: no repair"),
    "order_cancelled": N_("🚫 №{number}: cancelled"),
    "cancel_asked": N_("🚫 №{number}: the client asks to cancel"),
    "rework_wanted": N_("🔧 №{number}: rework: {reason}"),
    "documents_handed": N_("📄 №{number}: the engineer handed the papers over"),
    "documents_passed": N_("📄 №{number}: papers are ready, you can close"),
    "order_issued": N_("🤝 №{number}: handed over to the client"),
    "payment_due": N_("💳 №{number}: to be paid {due}"),
    "prepayment_taken": N_("💰 №{number}: prepayment, {paid} held"),
    "refund_noted": N_("↩️ №{number}: money returned: {reason}"),
    "invoice_wanted": N_("🧾 №{number}: done for a company, invoice {due}"),
    "invoice_issued": N_("🧾 №{number}: invoice №{invoice} for {billed}, pay by {by}"),
    "invoice_void": N_("🧾 №{number}: the bill has changed, invoice №{invoice} does not hold. Issue a new one"),
    "order_closed": N_("🏁 №{number}: closed"),
    "complaint_made": N_("😟 №{number}: complaint: {text}"),
    "refund_wanted": N_("↩️ №{number}: the client is promised his money back: {text}"),
    "warranty_asked": N_("🛡 №{number}: the warranty is over, the client asks: {text}"),
    "deal_reopened": N_("🔓 №{number}: reopened: {reason}"),
    "lead_waits": N_("⏰ Request №{number} waits for an answer"),
    "answer_wanted": N_("⏰ №{number}: the client waits for your answer"),
    "manager_wanted": N_("⏰ Request №{number} waits for you"),
    "lead_woke": N_("🔔 Request №{number}: the snooze is over"),
    "overdue_new": N_("⏰ №{number}: not begun yet"),
    "overdue_estimating": N_("⏰ №{number}: the estimate is late"),
    "overdue_diagnosis": N_("⏰ №{number}: the diagnosis is late"),
    "overdue_scheduling": N_("⏰ №{number}: the time is not agreed yet"),
    "overdue_visit": N_("⏰ №{number}: the visit should have begun"),
    "overdue_parts": N_("⏰ №{number}: the part should have come"),
    "overdue_documents": N_("⏰ №{number}: the papers are not closed yet"),
    "overdue_payment": N_("⏰ №{number}: {due} is not paid"),
    "refusal_suggested": N_("🤷 №{number}: the client has been silent for two weeks. Refuse the repair?"),
    "letter_wanted": N_("✉️ №{number}: not collected for a month. Send the written warning"),
    "disposal_possible": N_("🗑 №{number}: the term of the warning is over, you may dispose of it"),
    "call_wanted": N_("📞 №{number}: please call the client"),
}


WITH_REASON: Mapping[str, str] = {"time_moved": N_("🔁 №{number}: the time must be agreed anew: {reason}")}
"""What is said instead when somebody gave a reason."""


def headline(name: str, view: OrderView, *, _: Words, data: Mapping[str, Any]) -> Line | None:
    """What stands over the order's card when a notice brings it."""
    template = WITH_REASON.get(name) if data.get("reason") else None
    template = template or STAFF_NEWS.get(name)
    return Bold(_(template, **news_parts(view, _, data=data))) if template else None


def news_parts(view: OrderView, _: Words, *, data: Mapping[str, Any]) -> dict[str, object]:
    """Everything a sentence of news may name."""
    deal = view.deal
    starts_at = deal.starts_at if deal else None
    return {
        "number": view.id,
        "reason": _.said(str(data.get("reason") or "")),
        "text": data.get("text", ""),
        "sum": _.money(deal.estimate_total) if deal else "",
        "prepayment": _.money(deal.prepayment) if deal else "",
        "due": _.money(max(deal.balance, 0)) if deal else "",
        "paid": _.money(deal.paid) if deal else "",
        "invoice": data.get("number") or (deal.invoice_number if deal else ""),
        "billed": _.money(int(str(data.get("sum") or 0))) if "number" in data else "",
        "by": _.date(_.local(deal.invoice_due).date()) if deal and deal.invoice_due else "",
        "when": _.slot(starts_at, deal.ends_at) if deal and starts_at else "",
    }
