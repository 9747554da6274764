"""The staff: who is here, a colleague's roles and absence (X2)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.labels import DEAL_STAGES, N_, ROLES
from bot.cards.presses import do, go
from bot.words import Words
from crm.actor import STAFF_ROLES, Role
from crm.deal import DealStage
from crm.staff import StaffMember
from crm.views import DealRow, Viewer

AWAY = {"1": N_("🤒 Till tomorrow"), "3": N_("🤒 3 days"), "7": N_("🤒 A week"), "14": N_("🤒 Two weeks")}
"""Days of absence by key."""


def roles_text(roles: Sequence[str] | frozenset[Role], _: Words) -> str:
    return ", ".join(_(ROLES[role]) for role in STAFF_ROLES if role in roles) or "—"


def presence(person: StaffMember, viewer: Viewer, *, _: Words) -> str:
    if person.away_until is not None and person.away_until > viewer.now:
        return _("🤒 away till {when}", when=_.day(person.away_until))
    return _("🟢 on shift") if person.on_shift else _("⚪️ off shift")


def people_list_card(people: Sequence[StaffMember], viewer: Viewer, *, _: Words) -> Card:
    lines: list[Line] = [Bold(_.n("👥 Staff: {n} person", "👥 Staff: {n} people", len(people)))]
    lines += [f"{p.name} · {roles_text(p.role_set, _)} · {presence(p, viewer, _=_)}" for p in people]
    named = [Button(p.name[:28], go("person", p.id)) for p in people[:40]]
    last = (Button(_("✉️ Invites"), go("invites")), Button(_("‹ Back"), go("settings")))
    return Card(tuple(lines), (*in_rows(named), last))


def person_card(person: StaffMember, viewer: Viewer, *, _: Words) -> Card:
    """Roles as toggles: the label is the state (X2)."""
    lines: tuple[Line, ...] = (Bold(person.name), roles_text(person.role_set, _), presence(person, viewer, _=_))
    toggles = [
        Button(("✅ " if role in person.role_set else "⬜ ") + _(ROLES[role]), do("role", person.id, arg=str(role))) for role in STAFF_ROLES
    ]
    last = (Button(_("🗑 Dismiss"), go("dismissal", person.id), "danger"), Button(_("‹ Back"), go("people")))
    return Card(lines, (*in_rows(toggles), *absence_rows(person, viewer, _=_), last))


def absence_rows(person: StaffMember, viewer: Viewer, *, _: Words) -> tuple[Row, ...]:
    if person.away_until is not None and person.away_until > viewer.now:
        return ((Button(_("🙂 Back at work"), do("away", person.id, arg="0"), "success"),),)
    return in_rows([Button(_(label), do("away", person.id, arg=days)) for days, label in AWAY.items()])


def dismissal_card(person: StaffMember, *, _: Words) -> Card:
    lines: tuple[Line, ...] = (Bold(_("Dismiss {name}?", name=person.name)), _("His buttons stop working at once; his orders stay."))
    yes = Button(_("🗑 Dismiss"), do("dismiss", person.id), "danger")
    return Card(lines, ((Button(_("‹ Back"), go("person", person.id)),), (yes,)))


def team_card(loads: Sequence[tuple[StaffMember, int]], viewer: Viewer, *, _: Words) -> Card:
    """The dispatcher's engineers with their load; who is ill is marked away here."""
    lines: list[Line] = [Bold(_("👷 Engineers"))]
    lines += [f"{p.name} · {_.n('{n} order', '{n} orders', count)} · {presence(p, viewer, _=_)}" for p, count in loads]
    if not loads:
        lines.append(_("No engineers yet. A director invites them."))
    return Card(
        tuple(lines), (*in_rows([Button(p.name[:28], go("master", p.id)) for p, _count in loads]), (Button(_("‹ Back"), go("board")),))
    )


def master_card(person: StaffMember, orders: Sequence[DealRow], *, viewer: Viewer, _: Words) -> Card:
    """One engineer: absence, and his open orders to give to others at once or one by one (flows: engineer ill)."""
    lines: list[Line] = [Bold(person.name), presence(person, viewer, _=_)]
    lines += [f"№{row.id} · {_(DEAL_STAGES[DealStage(row.stage)])} · {row.client_name}" for row in orders[:20]]
    if not orders:
        lines.append(_("No open orders."))
    everything = (
        (Button(_.n("🔁 Give {n} order to others", "🔁 Give {n} orders to others", len(orders)), do("reassign", person.id), "primary"),),
    )
    each = [Button(f"№{row.id}", go("choose_engineer", row.id, arg="anew")) for row in orders[:12]]
    rows = (
        *absence_rows(person, viewer, _=_),
        *(everything if orders else ()),
        *in_rows(each, width=4),
        (Button(_("‹ Back"), go("team")),),
    )
    return Card(tuple(lines), rows)
