"""What stands in the way and how it is mended: an obstacle's sentence comes with a button to the very form (R41, S13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.labels import N_
from bot.cards.order_buttons import action_button
from bot.cards.papers import WAIVERS, waiver_rows
from bot.cards.phrases import phrase
from bot.cards.presses import begin, go
from bot.cards.prices import full_title, price_text
from bot.cards.rows import short
from bot.words import Words
from crm.deal import DealAction as Act
from crm.deal_moves import offers
from crm.lead import LeadAction
from crm.price_list import PriceItem
from crm.views import OrderView, Viewer

DEAL_MENDS: Mapping[str, tuple[Act, ...]] = {
    "no_engineer": (Act.ASSIGN,),
    "device_not_here": (Act.ACCEPT_DEVICE,),
    "device_here": (Act.DIAGNOSE,),
    "estimate_is_empty": (Act.EDIT_ESTIMATE,),
    "price_not_exact": (),
    "not_from_price_list": (Act.EDIT_ESTIMATE,),
    "estimate_not_approved": (Act.APPROVE, Act.SEND_ESTIMATE),
    "time_missing": (Act.PROPOSE, Act.SET_TIME),
    "prepayment_due": (Act.TAKE_PAYMENT,),
    "balance_due": (Act.TAKE_PAYMENT,),
    "client_invoiced": (Act.TAKE_PAYMENT,),
    "client_agreed": (Act.CANCEL,),
    "client_asked": (Act.CHANGE,),
    "credit_exceeded": (Act.TAKE_PAYMENT,),
    "balance_not_zero": (Act.TAKE_PAYMENT, Act.REFUND),
    "money_held": (Act.REFUND,),
    "documents_missing": (Act.ATTACH,),
    "warning_too_young": (Act.WARN,),
    "complaint_open": (Act.ANSWER_COMPLAINT,),
}
"""The actions that take an obstacle of a deal away: each is drawn for those who may do it now."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A button of a request's obstacle: `form` is about the client, or about the order when `of_order`; `needs` is the right it asks."""

    label: str
    form: str = ""
    screen: str = ""
    of_order: bool = False
    needs: LeadAction = LeadAction.SET_NEED


LEAD_MENDS: Mapping[str, tuple[Mend, ...]] = {
    "client_unknown": (
        Mend(N_("👔 To manager"), screen="choose_manager", needs=LeadAction.TO_MANAGER),
        Mend(N_("🔗 Find the client"), form="find_client", of_order=True, needs=LeadAction.SET_CLIENT),
    ),
    "client_name_empty": (Mend(N_("✏️ Name"), form="client_name"),),
    "client_contact_empty": (Mend(N_("📞 Phone"), form="client_phone"), Mend(N_("✉️ E-mail"), form="client_email")),
    "need_empty": (Mend(N_("✏️ Need"), form="lead_need", of_order=True),),
}
"""The forms and screens that take an obstacle of a request away."""

MENDED = frozenset({*DEAL_MENDS, *LEAD_MENDS})

MAX_LINES = 6
"""Lines that are named at once; those that follow come when these have their prices."""


def _unpriced(view: OrderView, _words: Words) -> list[Button]:
    """The very lines whose price was not asked yet."""
    lines = [line for line in view.lines if not line.exact][:MAX_LINES]
    return [Button(f"✏️ {short(line.title, 24)}", begin("asked_price", view.id, arg=f"l{line.id}"), "primary") for line in lines]


LOOKS: Mapping[str, Callable[[OrderView, Words], list[Button]]] = {
    "documents_missing": lambda view, _: [Button(_("📄 Papers"), go("papers", view.id))],
    "price_not_exact": _unpriced,
}
"""Where one sees what exactly is missing, and mends it."""


def stands(name: str, view: OrderView, *, viewer: Viewer) -> bool:
    """Whether the obstacle still keeps this viewer from something."""
    deal = view.deal
    if deal is not None:
        return any(offer.obstacle == name for offer in offers(deal, viewer.actor))
    return any(offer.obstacle == name for offer in view.lead.offers(viewer.actor))


def mend_rows(name: str, view: OrderView, *, viewer: Viewer, then: str, _: Words) -> tuple[Row, ...]:
    """Buttons that mend it, main one first; `then` is the screen to which a form comes back."""
    deal = view.deal
    if deal is None:
        able = {offer.action for offer in view.lead.offers(viewer.actor)}
        return in_rows([_lead_button(mend, view, then=then, _=_) for mend in LEAD_MENDS.get(name, ()) if mend.needs in able])
    free = {offer.action for offer in offers(deal, viewer.actor) if offer.obstacle is None}
    buttons = [action_button(action, deal, _=_, style="primary") for action in DEAL_MENDS.get(name, ()) if action in free]
    buttons += LOOKS[name](view, _) if name in LOOKS else []
    waivers = [row for row in waiver_rows(deal, viewer, _=_) for button in row if name in WAIVERS and button.label == _(WAIVERS[name])]
    return (*in_rows(buttons), *waivers)


def _lead_button(mend: Mend, view: OrderView, *, then: str, _: Words) -> Button:
    if mend.screen:
        return Button(_(mend.label), go(mend.screen, view.id), "primary")
    arg = f">{then}" if mend.of_order else f"{view.client.id}>{then}"
    return Button(_(mend.label), begin(mend.form, view.id, arg=arg), "primary")


def with_obstacle(card: Card, name: str, *, view: OrderView, viewer: Viewer, _: Words) -> Card:
    """The order's card under the sentence of what stands in the way, the mending buttons first."""
    line: Line = Bold(f"⚠️ {phrase(name, {}, _=_)}")
    rows = mend_rows(name, view, viewer=viewer, then="order", _=_)
    shown = {button.press for row in rows for button in row}
    rest = tuple(kept for row in card.rows if (kept := tuple(button for button in row if button.press not in shown or not button.press)))
    return Card((line, *card.lines), (*rows, *rest), photo=card.photo)


def obstacle_card(name: str, view: OrderView, *, viewer: Viewer, then: str, _: Words) -> Card:
    """A question that cannot be asked yet: why, and what mends it."""
    rows = mend_rows(name, view, viewer=viewer, then=then, _=_)
    return Card((Bold(phrase(name, {}, _=_)),), (*rows, (Button(_("‹ Back"), go("order", view.id)),)))


def asked_price_card(order_id: int, item: PriceItem, *, _: Words) -> Card:
    """A position that has no price of its own: what the list says of it, and the form that asks."""
    ask = Button(f"✏️ {short(item.short_title, 24)}", begin("asked_price", order_id, arg=str(item.id)), "primary")
    own = Button(_("✍️ Custom line"), begin("free_line", order_id))
    lines = (Bold(phrase("price_not_exact", {}, _=_)), f"{full_title(item)} — {price_text(item, _)}")
    return Card(lines, ((ask,), (own, Button(_("‹ Back"), go("estimate", order_id)))))
