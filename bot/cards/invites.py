"""Ways onto the staff: a link for one role in one tap, for several by toggles; who has come by which (X2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.cards.card import Bold, Button, Card, Line, Mono, in_rows
from bot.cards.labels import ROLES
from bot.cards.people import roles_text
from bot.cards.presses import do, go
from bot.words import Words
from crm.actor import STAFF_ROLES, Role
from crm.staff import Invite, UsedInvite

SHORT = {str(role)[:3]: role for role in STAFF_ROLES}
"""All roles by name are more than a button can carry."""


def roles_chosen(arg: str) -> list[Role]:
    """The roles that a button names, e.g. `eng+dis`, each once; anything else names none."""
    named = {SHORT.get(part[:3]) for part in arg.split("+")}
    return [role for role in STAFF_ROLES if role in named]


def choice_of(roles: Iterable[Role]) -> str:
    """What a button carries for these roles."""
    wanted = frozenset(roles)
    return "+".join(short for short, role in SHORT.items() if role in wanted)


def invites_card(invites: Sequence[Invite], *, used: Sequence[UsedInvite], names: Mapping[int, str], link: str, _: Words) -> Card:
    """Open invites with a way to take them back, who has come by the newest used ones, and new ones by role."""
    lines: list[Line] = [Bold(_("✉️ Invites"))]
    if link:
        lines += [_("Invite, good once, for 24 hours:"), Mono(link)]
    for invite in invites:
        lines.append(
            f"№{invite.id} · {roles_text(invite.roles, _)} · {names.get(invite.created_by or 0, '—')} · {_.when(invite.expires_at)}"
        )
    if not invites and not link:
        lines.append(_("No open invites. Choose a role for a new one."))
    if used:
        lines += ["", _("Came by invite:")]
    lines += [f"✔ {use.used_by} · {roles_text(use.roles, _)} · {use.made_by or '—'} · {_.when(use.used_at)}" for use in used]
    copy = ((Button(_("📋 Copy the link"), copy=link),),) if link else ()
    revoke = [Button(_("🗑 Revoke №{number}", number=invite.id), do("revoke", invite.id)) for invite in invites[:10]]
    new = [Button("➕ " + _(ROLES[role]), do("invite", 0, arg=str(role))) for role in STAFF_ROLES]
    several = (Button(_("🧩 Several roles at once"), go("new_invite")),)
    return Card(tuple(lines), (*copy, *in_rows(new), several, *in_rows(revoke), (Button(_("‹ Back"), go("settings")),)))


def new_invite_card(chosen: Sequence[Role], *, _: Words) -> Card:
    """Several roles in one link: the label is the state, nothing is kept before the link is made."""
    lines: tuple[Line, ...] = (Bold(_("What will the newcomer do?")), roles_text(frozenset(chosen), _))
    toggles = [
        Button(("✅ " if role in chosen else "⬜ ") + _(ROLES[role]), go("new_invite", arg=choice_of({*chosen} ^ {role})))
        for role in STAFF_ROLES
    ]
    make = ((Button(_("🔗 Make the link"), do("invite", 0, arg=choice_of(chosen)), "primary"),),) if chosen else ()
    return Card(lines, (*in_rows(toggles), *make, (Button(_("‹ Back"), go("invites")),)))
