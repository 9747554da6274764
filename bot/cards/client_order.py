"""The client's side of an order: one live status card (C6) and the words he is told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, in_rows
from bot.cards.complaints import promise_lines
from bot.cards.labels import N_, device_name
from bot.cards.presses import begin, deal_do, do, go
from bot.cards.rows import short
from bot.cards.warranty import warranty_lines
from bot.words import Words
from crm.complaint import next_step
from crm.deal import Deal, DealAction, OrderType
from crm.deal import DealStage as At
from crm.deal_moves import offers
from crm.lead import LeadStage
from crm.views import OrderView, Viewer
from crm.warranty import is_under_warranty

NOT_A_REQUEST = N_("The client: not a request")

STEPS = (N_("Accepted"), N_("Price"), N_("Work"), N_("Ready"), N_("Handed over"))

STEP_OF = {
    At.NEW: 0,
    At.ESTIMATING: 1,
    At.DIAGNOSIS: 1,
    At.APPROVAL: 1,
    At.SCHEDULING: 2,
    At.SCHEDULED: 2,
    At.IN_PROGRESS: 2,
    At.WAITING_PARTS: 2,
    At.READY: 3,
    At.DOCUMENTS: 4,
    At.PAYMENT: 4,
    At.CLOSED: 4,
}

VISIT_STEPS = (N_("Accepted"), N_("Time"), N_("Work"), N_("Done"))

VISIT_STEP_OF = {
    At.NEW: 0,
    At.ESTIMATING: 1,
    At.SCHEDULING: 1,
    At.SCHEDULED: 1,
    At.DIAGNOSIS: 2,
    At.APPROVAL: 2,
    At.IN_PROGRESS: 2,
    At.WAITING_PARTS: 2,
    At.DOCUMENTS: 3,
    At.PAYMENT: 3,
    At.CLOSED: 3,
}
"""On a visit the time comes before the price (flows: two roads)."""

PRICING = (At.NEW, At.ESTIMATING, At.DIAGNOSIS)
"""Before the client has seen the estimate there is no promise."""

SAID = {
    At.NEW: N_("Accepted, a specialist will begin soon."),
    At.ESTIMATING: N_("We are working out the price."),
    At.DIAGNOSIS: N_("The engineer is looking into it."),
    At.APPROVAL: N_("The estimate waits for your answer."),
    At.SCHEDULING: N_("We are choosing the time."),
    At.SCHEDULED: N_("The work is scheduled."),
    At.IN_PROGRESS: N_("The engineer is working."),
    At.WAITING_PARTS: N_("We are waiting for a part."),
    At.READY: N_("Ready: you can collect it."),
    At.DOCUMENTS: N_("The work is done."),
    At.PAYMENT: N_("The work is done, the payment is awaited."),
    At.CLOSED: N_("Done. Thank you for coming to us."),
    At.CANCELLED: N_("The order is cancelled."),
}

LEAD_SAID = {
    LeadStage.NEW: N_("Your request is with our operator."),
    LeadStage.IN_WORK: N_("We are working on your request."),
    LeadStage.WITH_MANAGER: N_("A manager is working on your request."),
    LeadStage.CONVERTED: N_("Accepted, a specialist will begin soon."),
    LeadStage.JOINED: N_("This request belongs to another order of yours."),
    LeadStage.ANSWERED: N_("Answered. Write if there is anything else."),
    LeadStage.REJECTED: N_("The request is closed. Write if there is anything else."),
}


def status_card(view: OrderView, viewer: Viewer, *, _: Words) -> Card:
    """The live card of an order: number, step bar, what happens now."""
    deal = view.deal
    what = (device_name(deal.device, _) or deal.need) if deal else (device_name(view.lead.device, _) or view.lead.need)
    title = _("№{number}", number=view.id) + (f" · {short(what, 60)}" if what else "")
    if deal is None:
        return Card((Bold(title), _(LEAD_SAID[view.lead.stage]), *_belongs(view, _)), _lead_rows(view, _))
    lines: list[Line] = [Bold(title)]
    names, place = (VISIT_STEPS, VISIT_STEP_OF) if deal.order_type is OrderType.VISIT else (STEPS, STEP_OF)
    if deal.stage in place:
        lines.append(_bar(names, place[deal.stage], _=_))
    lines.append(_(_said(deal)))
    lines += [*_details(view, deal, _), *promise_lines(deal, _=_)]
    return Card((*lines, *_belongs(view, _)), _deal_rows(deal, viewer, _))


def _belongs(view: OrderView, _: Words) -> tuple[Line, ...]:
    """His other open requests, or the one that this one was joined to; an answer to a card says which is meant."""
    if view.deal is None and view.lead.joined_to:
        return (_("See order №{number}.", number=view.lead.joined_to),)
    numbers = ", ".join(f"№{number}" for number in view.others)
    return (_("Also open: {numbers}. Reply to a card to say which you mean.", numbers=numbers),) if view.others else ()


def _said(deal: Deal) -> str:
    if deal.refused and deal.stage is At.READY:
        return N_("Not repaired: you can collect it.")
    if deal.order_type is OrderType.VISIT and deal.stage is At.ESTIMATING:
        return N_("We are choosing the engineer and the time.")
    return SAID[deal.stage]


def _bar(names: Sequence[str], step: int, *, _: Words) -> Line:
    marks = "".join("●" if index < step else "◉" if index == step else "○" for index in range(len(names)))
    return f"{'─'.join(marks)}  {_(names[step])}"


def _details(view: OrderView, deal: Deal, _: Words) -> list[Line]:
    lines: list[Line] = []
    if deal.engineer_id:
        lines.append(_("Engineer: {name}", name=view.staff.get(deal.engineer_id, "—")))
    if deal.starts_at and deal.client_agreed:
        lines.append(_("Time: {when}", when=_.slot(deal.starts_at, deal.ends_at)))
    if deal.promised_at and deal.stage not in (*PRICING, At.READY, At.DOCUMENTS, At.PAYMENT, At.CLOSED, At.CANCELLED):
        lines.append(_("Expected by {when}", when=_.day(deal.promised_at)))
    if deal.charged:
        lines.append(_("Price: {sum}", sum=_.money(deal.charged)))
    if deal.discount and deal.full_price:
        lines.append(_("Discount {sum}", sum="−" + _.money(deal.discount)))
    if deal.paid:
        lines.append(_("Paid: {paid}", paid=_.money(deal.paid)))
    if deal.charged and deal.balance > 0 and deal.paid:
        lines.append(_("To pay: {due}", due=_.money(deal.balance)))
    if deal.stage in (At.DOCUMENTS, At.PAYMENT, At.CLOSED):
        lines += warranty_lines(deal, _=_)
    return lines


def _lead_rows(view: OrderView, _: Words) -> tuple[tuple[Button, ...], ...]:
    if not view.lead.is_open:
        return ((Button(_("🛠 New request"), begin("request")),),)
    rows: tuple[tuple[Button, ...], ...] = ()
    if not view.client.phones:
        rows += ((Button(_("📞 Leave a phone"), begin("phone", view.id)),),)
    if view.lead.stage is LeadStage.NEW:
        rows += ((Button(_("❌ Not a request"), do("not_request", view.id)),),)
    return rows


def _deal_rows(deal: Deal, viewer: Viewer, _: Words) -> tuple[tuple[Button, ...], ...]:
    """What he may do himself now (C6); the flow decides."""
    able = {offer.action for offer in offers(deal, viewer.actor)}
    own: list[Button] = []
    if DealAction.RESCHEDULE in able:
        own.append(Button(_("🔁 Another time"), deal_do(DealAction.RESCHEDULE, deal)))
    if DealAction.WARRANTY in able and deal.stage is At.CLOSED:
        covered = is_under_warranty(deal, viewer.now, zone=_.zone)
        label, form = (_("🛡 Under warranty"), "warranty") if covered else (_("🛡 Warranty question"), "warranty_question")
        own.append(Button(label, begin(form, deal.id)))
    if deal.stage in (At.CLOSED, At.CANCELLED):
        own.append(Button(_("🔁 The same again"), begin("request", arg=str(deal.id))))
        own.append(Button(_("🛠 New request"), begin("request")))
    if able & {DealAction.CANCEL, DealAction.REQUEST_CANCEL}:
        own.append(Button(_("🚫 Cancel order"), begin("call_off", deal.id)))
    if DealAction.COMPLAIN in able and next_step(deal) is not DealAction.ANSWER_COMPLAINT:
        own.append(Button(_("😟 Complaint"), begin("complain", deal.id)))
    return in_rows([*own, Button(_("📋 My requests"), go("my_orders"))])
