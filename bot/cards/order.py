"""The order's card for staff: what it is, whose it is, and the buttons that the viewer's roles give him now."""

from __future__ import annotations

from bot.cards.card import Bold, Button, Card, Line, Mono, Quote, Row
from bot.cards.clients import resembles
from bot.cards.complaints import promise_lines
from bot.cards.labels import DEAL_STAGES, LEAD_STAGES, ORDER_TYPES, device_name
from bot.cards.lead_buttons import lead_rows
from bot.cards.order_buttons import deal_rows
from bot.cards.presses import do
from bot.cards.rows import worth_line
from bot.cards.warranty import warranty_lines
from bot.words import Words, shown_phone
from crm.conversation import Media, Message
from crm.deal import Deal, DealStage, OrderType
from crm.lead import Lead
from crm.views import OrderView, Viewer

MEDIA_MARKS = {
    Media.PHOTO: "📷",
    Media.VIDEO: "🎬",
    Media.VOICE: "🎤",
    Media.VIDEO_NOTE: "🎬",
    Media.AUDIO: "🎵",
    Media.DOCUMENT: "📄",
    Media.ANIMATION: "🎬",
    Media.STICKER: "🙂",
    Media.LOCATION: "📍",
    Media.CONTACT: "📞",
}


def order_card(view: OrderView, viewer: Viewer, *, _: Words) -> Card:
    """The same card for every role of the staff; only the buttons differ (B1)."""
    body = _deal_lines(view, view.deal, _) if view.deal else _lead_lines(view, view.lead, _)
    rows = deal_rows(view, viewer, _=_) if view.deal else lead_rows(view, viewer, _=_)
    return Card((*head(view, _), *body, *also_open(view, _), *_message_lines(view, _)), (*_phone_row(view), *rows, *_media_row(view)))


def also_open(view: OrderView, _: Words) -> tuple[Line, ...]:
    """Two requests at once show each other (flows)."""
    return (_("Also open: {numbers}", numbers=", ".join(f"№{number}" for number in view.others)),) if view.others else ()


def _media_row(view: OrderView) -> tuple[Row, ...]:
    """What the client sent is opened by a tap."""
    return ((Button(f"📷 {view.sent}", do("media", view.id)),),) if view.sent else ()


def _phone_row(view: OrderView) -> tuple[Row, ...]:
    """Whom the bot cannot reach is called: the phone is one tap away."""
    phones = view.client.phones
    if view.client.reachable or not phones:
        return ()
    return ((Button(f"📋 {shown_phone(phones[0])}", copy=phones[0]),),)


def head(view: OrderView, _: Words) -> tuple[Line, ...]:
    """Number, stage and client."""
    stage = DEAL_STAGES[view.deal.stage] if view.deal else LEAD_STAGES[view.lead.stage]
    since = (view.deal.stage_since or view.deal.opened_at) if view.deal else view.lead.opened_at
    first: Line = (Bold(_("№{number}", number=view.id)), f" · {_(stage)} · {_.lasting(since)}")
    return (first, client_line(view, _))


def client_line(view: OrderView, _: Words) -> Line:
    client = view.client
    name = client.name or _("new contact")
    parts: list[str | Mono] = [f"👤 {name}" + (f" · {client.company}" if client.company else "")]
    if client.phones:
        parts += [" · ", Mono(shown_phone(client.phones[0]))]
    if client.comes_himself:
        parts.append(" · " + _("no phone, no Telegram: comes himself"))
    elif not client.reachable:
        parts.append(" · " + _("no Telegram"))
    if client.orders > 1:
        parts.append(" · " + _.n("{n} order", "{n} orders", client.orders))
    if client.debt:
        parts.append(" · " + _("debt {sum}", sum=_.money(client.debt)))
    return tuple(parts)


def _lead_lines(view: OrderView, lead: Lead, _: Words) -> list[Line]:
    lines: list[Line] = []
    if lead.need:
        lines.append(Quote(lead.need))
    if device := device_name(lead.device, _):
        lines.append(f"🔧 {device}")
    if lead.address:
        lines.append(f"📍 {lead.address}")
    if view.photos:
        lines.append(f"📷 {view.photos}")
    holder = lead.manager_id if lead.stage == "with_manager" else lead.assignee_id
    if holder:
        lines.append(_("In charge: {name}", name=view.staff.get(holder, "—")))
    if lead.linked_to:
        lines.append(_("Comes from order №{number}", number=lead.linked_to))
    if lead.joined_to:
        lines.append(_("Belongs to order №{number}", number=lead.joined_to))
    if lead.reason:
        lines.append(_("Reason: {reason}", reason=_.said(lead.reason)))
    return [*lines, *_looks_like(view, _)]


def _looks_like(view: OrderView, _: Words) -> list[Line]:
    """A suggestion by phone or e-mail, with what speaks against it."""
    if view.looks_like is None:
        return []
    other = [_("That client has another Telegram: ask before you link.")] if view.looks_like.reachable and view.client.reachable else []
    return [_("🔎 Looks like {client}", client=resembles(view.looks_like, _)), *other]


def _deal_lines(view: OrderView, deal: Deal, _: Words) -> list[Line]:
    parts = (_(ORDER_TYPES[deal.order_type]), device_name(deal.device, _), _("with us") if deal.device_here else "")
    what = " · ".join(part for part in parts if part)
    lines: list[Line] = [f"🔧 {what}"]
    if deal.need:
        lines.append(Quote(deal.need))
    if deal.findings:
        lines.append(_("Findings: {text}", text=deal.findings))
    if deal.order_type is OrderType.VISIT and not deal.device_here:
        lines.append(f"📍 {deal.address or _('no address yet')}")
    lines += _people_lines(view, deal, _)
    lines += _time_lines(deal, _)
    lines += _money_lines(view, deal, _)
    if view.photos:
        lines.append(f"📷 {view.photos}")
    if deal.missing_documents and deal.docs_handed:
        lines.append(_.n("📄 {n} paper missing", "📄 {n} papers missing", len(deal.missing_documents)))
    if deal.linked_to:
        lines.append(_("Comes from order №{number}", number=deal.linked_to))
    lines += promise_lines(deal, _=_)
    if deal.declined_why:
        lines.append(_("Declined: {reason}", reason=_.said(deal.declined_why)))
    lines += warranty_lines(deal, _=_)
    if deal.reason:
        lines.append(_("Reason: {reason}", reason=_.said(deal.reason)))
    return lines


def _people_lines(view: OrderView, deal: Deal, _: Words) -> list[Line]:
    people = (("🚦", deal.dispatcher_id), ("👷", deal.engineer_id), ("👔", deal.manager_id))
    named = [f"{mark} {view.staff.get(staff_id, '—')}" for mark, staff_id in people if staff_id]
    return [" · ".join(named)] if named else []


def _time_lines(deal: Deal, _: Words) -> list[Line]:
    if deal.starts_at:
        agreed = _("agreed") if deal.client_agreed and deal.engineer_agreed else _("being agreed")
        return [f"🕒 {_.slot(deal.starts_at, deal.ends_at)} · {agreed}"]
    if deal.slots and deal.stage is DealStage.SCHEDULING:
        return [_("🕒 Offered to the client: {times}", times=", ".join(_.slot(start, end) for start, end in deal.slot_times))]
    return []


def _money_lines(view: OrderView, deal: Deal, _: Words) -> list[Line]:
    lines: list[Line] = [worth_line(line, _) for line in view.lines]
    if deal.estimate_version:
        state = _("approved") if not deal.has_unapproved_estimate else _("not approved yet")
        lines.append((_("Estimate v{version}: ", version=deal.estimate_version), Bold(_.money(deal.estimate_total)), f" · {state}"))
    if deal.promised_at and not deal.refused:
        lines.append(_("Promised by {when}", when=_.day(deal.promised_at)))
    if deal.parts_due:
        lines.append(_("Part expected by {when}", when=_.day(deal.parts_due)))
    if deal.prepayment > deal.paid and deal.is_open:
        lines.append(_("Prepayment asked: {sum}", sum=_.money(deal.prepayment)))
    if deal.discount:
        lines.append(_("Discount {sum}", sum="−" + _.money(deal.discount)))
    if deal.refused:
        lines.append(_("Repair refused, fee {sum}", sum=_.money(deal.refusal_fee)))
    if deal.paid:
        due = _("Paid {paid}, due {due}", paid=_.money(deal.paid), due=_.money(deal.balance)) if deal.balance > 0 else ""
        lines.append(due or _("Paid: {paid}", paid=_.money(deal.paid)))
    return lines


def _message_lines(view: OrderView, _: Words) -> list[Line]:
    """The newest words of the conversation, except those that the need already quotes."""
    said = [message for message in view.messages if message.body != view.lead.need or message.media != Media.TEXT]
    return [message_line(message, view, _=_) for message in said]


def message_line(message: Message, view: OrderView, *, _: Words) -> Line:
    who = view.client.name or _("client") if message.incoming else view.staff.get(message.staff_id or 0, _("staff"))
    mark = "🗒" if message.note else MEDIA_MARKS.get(message.media, "💬")
    body = message.body if len(message.body) <= 200 else message.body[:200] + "…"
    return f"{mark} {who}: {body}".rstrip(": ") if body else f"{mark} {who}"
