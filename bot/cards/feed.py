"""The company's feed and the internal requests in it (R24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards.card import Bold, Button, Card, Line, Quote, Row, in_rows
from bot.cards.credit import terms_said
from bot.cards.labels import ANSWERED_BY, CLIENT_ACTIONS, DEAL_ACTIONS, LEAD_ACTIONS, N_, ROLES
from bot.cards.papers import WAIVERS
from bot.cards.presses import begin, do, go
from bot.words import Words
from crm.actor import Role
from crm.internal_request import InternalRequest, RequestAction, RequestKind, RequestState
from crm.views import FeedRow, TimelineRow, Viewer

KINDS = {
    RequestKind.PURCHASE: N_("🛒 Purchase"),
    RequestKind.LEAVE: N_("🌴 Leave"),
    RequestKind.BILL: N_("🧾 Bill to pay"),
    RequestKind.OTHER: N_("✉️ Other"),
}
STATES = {
    RequestState.OPEN: N_("waits for a decision"),
    RequestState.APPROVED: N_("✔ approved"),
    RequestState.DECLINED: N_("✖ declined"),
    RequestState.WITHDRAWN: N_("taken back"),
}
REQUEST_ACTIONS = {
    RequestAction.ASK: N_("✉️ Internal request"),
    RequestAction.APPROVE: N_("✅ Approve"),
    RequestAction.DECLINE: N_("✖ Decline"),
    RequestAction.WITHDRAW: N_("↩️ Take back"),
}
ACTIONS: Mapping[str, Mapping[str, str]] = {
    "lead": {str(action): label for action, label in LEAD_ACTIONS.items()},
    "deal": {str(action): label for action, label in DEAL_ACTIONS.items()},
    "client": {str(action): label for action, label in CLIENT_ACTIONS.items()},
    "request": {str(action): label for action, label in REQUEST_ACTIONS.items()},
}
ORDERS = ("lead", "deal")
HEADLINES = {
    "internal_request_asked": N_("✉️ A colleague asks"),
    "internal_request_decided": N_("✉️ Your request is answered"),
}


def deed_line(row: TimelineRow, _: Words) -> str:
    """When, what, who in which role, and the words that were given with it; an exception says from what it is one."""
    label = WAIVERS.get(str(row.data.get("obstacle")), "") or ACTIONS.get(row.kind, {}).get(row.action, row.action)
    who = row.actor_name or _(ROLES[Role(row.role)])
    role = f" ({_(ROLES[Role(row.role)])})" if row.actor_name else ""
    detail = next((str(row.data[key]) for key in ("reason", "findings", "text", "note") if row.data.get(key)), "")
    how = next((_(said) for road, said in ANSWERED_BY.items() if row.data.get("evidence") == road), "")
    agreed = terms_said(row, _) if row.kind == "client" else ""
    return " · ".join(part for part in (_.when(row.at), _(label), who + role, how, detail, agreed) if part)


def feed_card(rows: Sequence[FeedRow], *, older: bool, _: Words) -> Card:
    """What happened, the newest first; orders open by their number."""
    ask = Button(_("✉️ Ask the company"), begin("internal_request"))
    last = (ask, Button(_("📨 Requests"), go("internal_requests")))
    if not rows:
        return Card((Bold(_("📰 Nothing has happened yet")), _("Orders and decisions show here by themselves.")), (last,))
    lines: list[Line] = [Bold(_("📰 What happened"))]
    lines += [_about(row, _) + deed_line(row.what, _) for row in rows]
    orders = dict.fromkeys(row.subject_id for row in rows if row.what.kind in ORDERS)
    numbers = [Button(f"№{number}", go("order", number, arg="anew")) for number in list(orders)[:8]]
    pages = [Button(_("🔄 Newest"), go("feed"))] + ([Button(_("Older ›"), go("feed", arg=str(rows[-1].id)))] if older else [])
    return Card(tuple(lines), (*in_rows(numbers, width=4), tuple(pages), last))


def _about(row: FeedRow, _: Words) -> str:
    """The number of an order, the name of a client; a request within the company is told by its words alone."""
    if row.what.kind == "client":
        return f"👤 {row.client_name or _('client')} · "
    return f"№{row.subject_id} · " if row.what.kind in ORDERS else ""


def internal_requests_card(requests: Sequence[InternalRequest], names: Mapping[int, str], *, has_feed: bool, _: Words) -> Card:
    last: Row = (Button(_("✉️ Ask the company"), begin("internal_request")),)
    last += (Button(_("📰 Feed"), go("feed")),) if has_feed else ()
    if not requests:
        return Card((Bold(_("📨 No internal requests")), _("Ask for a purchase, a leave or a payment here.")), (last,))
    lines: list[Line] = [Bold(_("📨 Internal requests"))]
    lines += [f"{_(KINDS[r.kind])} · {names.get(r.author_id, '—')} · {_(STATES[r.state])} — {r.body[:60]}" for r in requests]
    labels = [(r.id, f"{_(KINDS[r.kind])} · {names.get(r.author_id, '—')}"[:28]) for r in requests[:8]]
    waiting = [Button(label, go("internal_request", number, arg="anew")) for number, label in labels]
    return Card(tuple(lines), (*in_rows(waiting, width=1), last))


def internal_request_card(request: InternalRequest, names: Mapping[int, str], *, viewer: Viewer, news: str, _: Words) -> Card:
    """One request with the buttons of who looks: a director decides, the author may take it back."""
    lines: list[Line] = [Bold(_(HEADLINES[news]))] if news in HEADLINES else []
    lines += [f"{_(KINDS[request.kind])} · {names.get(request.author_id, '—')} · {_.when(request.created_at)}", Quote(request.body)]
    decided = names.get(request.decided_by or 0, "")
    lines.append(" · ".join(part for part in (_(STATES[request.state]), decided, request.reason) if part))
    return Card(tuple(lines), (*_decisions(request, viewer, _), (Button(_("📨 Requests"), go("internal_requests")),)))


def _decisions(request: InternalRequest, viewer: Viewer, _: Words) -> tuple[Row, ...]:
    buttons = {
        RequestAction.APPROVE: Button(_(REQUEST_ACTIONS[RequestAction.APPROVE]), do("request_approve", request.id), "success"),
        RequestAction.DECLINE: Button(_(REQUEST_ACTIONS[RequestAction.DECLINE]), begin("decline_request", request.id), "danger"),
        RequestAction.WITHDRAW: Button(_(REQUEST_ACTIONS[RequestAction.WITHDRAW]), do("request_withdraw", request.id)),
    }
    return in_rows([buttons[action] for action in request.actions_for(viewer.actor)])
