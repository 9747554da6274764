"""The client's card with his orders, finding a client, and telling two clients apart (M2, O3, O4, R25, R40)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.card import Bold, Button, Card, Line, Mono, Press, Row, in_rows
from bot.cards.labels import DEAL_STAGES, LEAD_STAGES
from bot.cards.presses import begin, do, go
from bot.words import Words, shown_phone
from crm.actor import Role
from crm.client import ContactPoint
from crm.conversation import Message
from crm.deal import DealStage
from crm.lead import LeadStage
from crm.views import ClientView, DealRow, LeadRow, OrderView, Viewer

EDITORS = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.DIRECTOR)
MAX_POINTS = 8
"""Phones and e-mails with a button of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a client's card stands: in the place of an order's card, or by itself (`order_id` 0)."""

    client_id: int
    order_id: int = 0

    def form(self, name: str) -> Press:
        """A form that comes back to this card."""
        return begin(name, self.order_id, arg=f"{self.client_id}>client") if self.order_id else begin(name, arg=str(self.client_id))

    def card(self) -> Press:
        return go("client", self.order_id) if self.order_id else go("client_card", self.client_id)

    def removal(self, point: ContactPoint) -> Press:
        if self.order_id:
            return go("point_of_order", self.order_id, arg=str(point.id))
        return go("point_of_client", self.client_id, arg=str(point.id))

    def remove(self, point: ContactPoint) -> Press:
        return do("drop_point", self.order_id, arg=f"{self.client_id}-{point.id}")


def client_card(client: ClientView, orders: Sequence[DealRow | LeadRow], *, viewer: Viewer, place: Place, _: Words) -> Card:
    """What is known of a client, his orders, and what can be put right (M2)."""
    lines: list[Line] = [Bold(f"👤 {client.name or _('new contact')}"), _("known client") if client.known else _("new client")]
    lines += [Mono(shown_phone(phone)) for phone in client.phones] + [Mono(mail) for mail in client.emails]
    if client.comes_himself:
        lines.append(_("No phone, no Telegram: he comes himself."))
    if client.company:
        lines.append(f"🏢 {client.company}")
    if client.address:
        lines.append(f"📍 {client.address}")
    if client.debt:
        lines.append(_("debt {sum}", sum=_.money(client.debt)))
    lines.append(_.n("{n} order", "{n} orders", client.orders))
    lines += [f"№{row.id} · {stage_of(row, _)} · {row.need[:40] or '—'}" for row in orders]
    opened = in_rows([Button(f"№{row.id}", go("order", row.id, arg="anew")) for row in orders if row.id != place.order_id], width=4)
    return Card(tuple(lines), (*_tools(client, viewer, place, _=_), *opened, *_ways(client, viewer, place, _=_)))


def stage_of(row: DealRow | LeadRow, _: Words) -> str:
    return _(DEAL_STAGES[DealStage(row.stage)] if isinstance(row, DealRow) else LEAD_STAGES[LeadStage(row.stage)])


def _tools(client: ClientView, viewer: Viewer, place: Place, *, _: Words) -> tuple[Row, ...]:
    if not viewer.actor.has(*EDITORS):
        return ()
    edits = [Button(_("✏️ Name"), place.form("client_name")), Button(_("📞 Phone"), place.form("client_phone"))]
    edits += [Button(_("✉️ E-mail"), place.form("client_email")), Button(_("📍 Address"), place.form("client_address"))]
    edits.append(Button(_("🏢 Company"), place.form("client_company")))
    if place.order_id:
        edits.append(Button(_("✏️ Need"), begin("lead_need", place.order_id, arg=">client")))
    drops = [Button(f"🗑 {shown(point)}"[:28], place.removal(point)) for point in client.points[:MAX_POINTS]]
    return (*in_rows(edits), *in_rows(drops))


def _ways(client: ClientView, viewer: Viewer, place: Place, *, _: Words) -> tuple[Row, ...]:
    order = [Button(_("➕ New order"), begin("by_hand", arg=f"c{client.id}"))] if viewer.actor.has(Role.OPERATOR, Role.MANAGER) else []
    terms = [Button(_("🤝 Terms"), go("credit", place.order_id))] if place.order_id else []
    last = Button(_("‹ Back"), go("order", place.order_id)) if place.order_id else Button(_("🔎 Search again"), begin("find"))
    return in_rows([*order, *terms, last])


def shown(point: ContactPoint) -> str:
    return shown_phone(point.value) if point.kind == "phone" else point.value


def removal_card(client: ClientView, point: ContactPoint, *, place: Place, _: Words) -> Card:
    """Nothing is removed by one tap; what goes with the last way to reach him is said first (S8)."""
    lines: list[Line] = [Bold(_("Remove {contact} from {name}'s card?", contact=shown(point), name=client.name or _("client")))]
    if not client.reachable and len(client.points) == 1:
        lines.append(_("It is the last way to reach him: nobody can call or write any more, he will have to come himself."))
    yes = Button(_("🗑 Remove"), place.remove(point), "danger")
    return Card(tuple(lines), ((Button(_("‹ Back"), place.card()),), (yes,)))


def not_his_card(view: OrderView, *, _: Words) -> Card:
    """A request recognised wrongly (R40)."""
    name = view.client.name or _("client")
    lines: tuple[Line, ...] = (
        Bold(_("№{number}: not {name}?", number=view.id, name=name)),
        _("What was said stays with the request. {name} keeps the other orders.", name=name),
    )
    new = [Button(_("👤 A new contact"), do("tell_apart", view.id), "primary")] if view.client.known else []
    find = Button(_("🔗 Find the client"), begin("find_client", view.id))
    return Card(lines, ((Button(_("‹ Back"), go("order", view.id)),), (*new, find)))


def link_card(view: OrderView, clients: Sequence[ClientView], *, _: Words) -> Card:
    """Whose request it is, of those whom a search found."""
    others = [client for client in clients if client.id != view.client.id]
    title = _("№{number}: whose request is it?", number=view.id) if others else _("Nobody found. Try the name, the phone or the company.")
    buttons = [Button(_labelled("🔗", client, _), do("link", view.id, arg=str(client.id))) for client in others]
    last = (Button(_("🔎 Search again"), begin("find_client", view.id)), Button(_("‹ Back"), go("order", view.id)))
    return Card((Bold(title),), (*in_rows(buttons, width=1), last))


def found_card(clients: Sequence[ClientView], rows: Sequence[DealRow | LeadRow], *, viewer: Viewer, said: str, _: Words) -> Card:
    """Clients with their cards, then the newest orders; when there is nothing, the next step (S13)."""
    if not clients and not rows:
        return Card((_("Nothing found. Try the number, the name or the phone."),), (*_begin_new(viewer, said, _), _again(_)))
    people = [Button(_labelled("👤", client, _), go("client_card", client.id)) for client in clients]
    orders = [Button(f"№{row.id} · {row.client_name} · {row.need[:20]}", go("order", row.id, arg="anew")) for row in rows]
    return Card((Bold(_("Found")),), (*in_rows([*people, *orders], width=1), _again(_)))


def _begin_new(viewer: Viewer, said: str, _: Words) -> tuple[Row, ...]:
    buttons = [Button(_("➕ New order"), begin("by_hand", arg=said), "primary")] if viewer.actor.has(Role.OPERATOR, Role.MANAGER) else []
    buttons += [Button(_("👤 New client"), begin("new_client", arg=said))] if viewer.actor.has(*EDITORS) else []
    return (tuple(buttons),) if buttons else ()


def _again(_: Words) -> Row:
    return (Button(_("🔎 Search again"), begin("find")),)


def _labelled(mark: str, client: ClientView, _: Words) -> str:
    return f"{mark} {(client.name or _('new contact'))[:14]} · {_.n('{n} order', '{n} orders', client.orders)}"


def resembles(client: ClientView, _: Words) -> str:
    """A client in a few words: who is suggested."""
    return f"{client.name or _('new contact')}, {_.n('{n} order', '{n} orders', client.orders)}"


def separate_card(view: OrderView, messages: Sequence[Message], *, _: Words) -> Card:
    """Which of the client's words are a request of their own."""
    if not messages:
        return Card((_("The client has written nothing here yet."),), ((Button(_("‹ Back"), go("order", view.id)),),))
    buttons = [Button(f"✂️ {(one.body or '📷')[:24]}", do("separate", view.id, arg=str(one.id))) for one in messages]
    title = _("№{number}: which words are a request of their own?", number=view.id)
    return Card((Bold(title),), (*in_rows(buttons, width=1), (Button(_("‹ Back"), go("order", view.id)),)))
