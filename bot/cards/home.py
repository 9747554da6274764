"""Home: the reply keyboard with constant labels and the hub "now" for every role (screens §3.1, S3)."""

from __future__ import annotations

from bot.cards.card import Bold, Button, Card, Line
from bot.cards.labels import N_
from bot.cards.presses import begin, go
from bot.words import Words
from crm.actor import Role
from crm.views import Viewer

KEYS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("now", N_("🏠 Now"), frozenset({Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT, Role.DIRECTOR})),
    ("queue", N_("📥 Queue"), frozenset({Role.OPERATOR})),
    ("clients", N_("👔 Clients"), frozenset({Role.MANAGER})),
    ("board", N_("🚦 Board"), frozenset({Role.DISPATCHER})),
    ("day", N_("🧰 Tasks"), frozenset({Role.ENGINEER})),
    ("payments", N_("💳 Payments"), frozenset({Role.ACCOUNTANT})),
    ("settings", N_("⚙️ Settings"), frozenset({Role.DIRECTOR})),
)
"""Screens a person reaches by a key: the union of his roles."""

CLIENT_KEYS: tuple[tuple[str, str], ...] = (("new", N_("🛠 New request")), ("orders", N_("📋 My requests")))
FIND, ME = ("find", N_("🔎 Find")), ("me", N_("👤 Me"))


def keys_for(viewer: Viewer) -> list[tuple[str, str]]:
    """(screen, msgid) of the viewer's keys."""
    if not viewer.actor.is_staff:
        return list(CLIENT_KEYS)
    return [*((name, label) for name, label, roles in KEYS if roles & viewer.actor.roles), FIND, ME]


def home_keyboard(viewer: Viewer, _: Words) -> tuple[tuple[str, ...], ...]:
    labels = [_(label) for _name, label in keys_for(viewer)]
    return tuple(tuple(labels[i : i + 2]) for i in range(0, len(labels), 2))


def client_hub(viewer: Viewer, _: Words, *, open_orders: int, promise: str) -> Card:
    """C1: what a client sees first."""
    shop = viewer.shop
    lines: list[Line] = [Bold(shop.name or _("Service")), promise]
    if shop.address:
        lines.append(f"📍 {shop.address}")
    lines.append(_("Just write what happened, or press the button."))
    mine = _.n("📋 My requests · {n}", "📋 My requests · {n}", open_orders)
    rows = (
        (Button(_("🛠 New request"), begin("request"), "primary"),),
        (Button(mine, go("my_orders")),),
        (Button(_("🌐 Language"), go("language")),),
    )
    return Card(tuple(lines), rows)
