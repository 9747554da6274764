"""One question with its answers as buttons: whom, when, how much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards.card import Bold, Button, Card, in_rows
from bot.cards.labels import N_, ORDER_TYPES
from bot.cards.presses import begin, deal_do, do, go
from bot.cards.reasons import LEAD_REFUSALS
from bot.cards.rows import short
from bot.words import Words
from crm.actor import Role
from crm.deadline import WorkingHours
from crm.deal import Deal, DealAction, OrderType
from crm.lead import Lead
from crm.staff import StaffMember
from crm.views import DealRow, EngineerLoad, OrderView, Viewer, is_taken

SNOOZES = {"30": N_("30 min"), "120": N_("2 hours"), "1440": N_("1 day")}
SLOT = timedelta(hours=2)
PAGE, MAX_PAGE, MAX_STEPS = 6, 20, 400
"""Times shown at once, and how far ahead one may look."""
MAX_OFFERED = 3
"""Times offered at once: more neither fit into a button's data nor help the client to choose."""


def back(order_id: int, _: Words) -> tuple[Button, ...]:
    return (Button(_("‹ Back"), go("order", order_id)),)


WANTED = {
    "convert": N_("№{number}: who is the dispatcher?"),
    "give_to": N_("№{number}: who is the dispatcher?"),
    "to_manager": N_("№{number}: who is the manager?"),
}
"""Which role the answer is asked for, by the deed of its buttons."""


def people_card(order_id: int, people: Sequence[StaffMember], *, viewer: Viewer, verb: str, _: Words) -> Card:
    """Himself first, then those on shift."""
    ranked = sorted(people, key=lambda p: (p.id != viewer.actor.staff_id, not p.is_present(viewer.now), p.id))
    buttons = []
    for person in ranked:
        mine = person.id == viewer.actor.staff_id
        label = _("🙋 Me · {name}", name=short(person.name, 20)) if mine else person.name + ("" if person.is_present(viewer.now) else " 💤")
        buttons.append(Button(label, do(verb, order_id, arg=str(person.id)), "primary" if mine else ""))
    return Card((Bold(_(WANTED[verb], number=order_id)),), (*in_rows(buttons, width=1), back(order_id, _)))


def with_role(people: Sequence[StaffMember], role: Role) -> list[StaffMember]:
    """Those with the role, else the directors."""
    return [p for p in people if role in p.role_set] or [p for p in people if Role.DIRECTOR in p.role_set]


def refusal_card(lead: Lead, _: Words) -> Card:
    reasons = [Button(_(reason), do("reject", lead.id, arg=str(index)), "danger") for index, reason in enumerate(LEAD_REFUSALS)]
    own = (Button(_("✍️ In my own words"), begin("reject_lead", lead.id)),)
    return Card((Bold(_("№{number}: why do we refuse?", number=lead.id)),), (*in_rows(reasons), own, back(lead.id, _)))


def snooze_card(lead: Lead, _: Words) -> Card:
    return Card(
        (Bold(_("№{number}: until when?", number=lead.id)),),
        (*in_rows([Button(_(label), do("snooze", lead.id, arg=key)) for key, label in SNOOZES.items()], width=3), back(lead.id, _)),
    )


def join_card(view: OrderView, _: Words) -> Card:
    others = [Button(f"№{number}", do("join", view.id, arg=str(number))) for number in view.others]
    line = _("№{number}: join to which order?", number=view.id) if others else _("The client has no other open order.")
    return Card((Bold(line),), (*in_rows(others, width=3), back(view.id, _)))


def engineer_card(deal: Deal, loads: Sequence[EngineerLoad], *, viewer: Viewer, _: Words) -> Card:
    """Himself first, then the suggestion: present, with the least work (D5)."""
    buttons = []
    for place, load in enumerate(sorted(loads, key=lambda load: load.id != viewer.actor.staff_id)):
        away = "" if load.present else " 💤"
        name = _("🙋 Me · {name}", name=short(load.name, 20)) if load.id == viewer.actor.staff_id else load.name
        label = f"{name} · {load.open_orders}{away}"
        buttons.append(Button(label, deal_do(DealAction.ASSIGN, deal, arg=str(load.id)), "primary" if place == 0 else ""))
    return Card((Bold(_("№{number}: which engineer?", number=deal.id)),), (*in_rows(buttons, width=1), back(deal.id, _)))


def free_slots(viewer: Viewer, *, count: int = PAGE, skip: int = 0, visits: Sequence[DealRow] = ()) -> list[tuple[datetime, datetime]]:
    """The next two-hour stretches of the working hours without `visits` in them, from the full hour after next."""
    hours = WorkingHours.of(viewer.shop.week, viewer.shop.timezone)
    start = viewer.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    found: list[tuple[datetime, datetime]] = []
    for _step in range(MAX_STEPS):
        start = hours.next_opening(start)
        if hours.is_open(start + SLOT - timedelta(minutes=1)) and not is_taken((start, start + SLOT), visits):
            found.append((start, start + SLOT))
        start += SLOT
        if len(found) == skip + count:
            break
    return found[skip:]


MARK, PAGE_NUMBER = re.compile(r"[0-9]{1,11}"), re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Marked:
    """The dispatcher's choice of times, kept in the buttons: which are marked, and how far he has paged."""

    times: tuple[str, ...]
    page: int

    @classmethod
    def read(cls, arg: str) -> Marked:
        times, _bar, page = arg.partition("|")
        marks = tuple(mark for mark in times.split(",") if MARK.fullmatch(mark))
        return cls(marks[:MAX_OFFERED], min(int(page), MAX_PAGE) if PAGE_NUMBER.fullmatch(page) else 0)

    def write(self) -> str:
        return ",".join(self.times) + (f"|{self.page}" if self.page else "")

    def toggled(self, key: str) -> Marked:
        kept = tuple(mark for mark in self.times if mark != key)
        return Marked(kept if key in self.times else (*self.times[1 - MAX_OFFERED :], key), self.page)


def time_card(deal: Deal, viewer: Viewer, *, _: Words, chosen: str, visits: Sequence[DealRow] = ()) -> Card:
    """Slots as toggles; two offered ones leave the client a choice (D6)."""
    marked = Marked.read(chosen)
    buttons = []
    for start, end in free_slots(viewer, skip=marked.page * PAGE, visits=visits):
        key = str(int(start.timestamp()))
        label = ("✅ " if key in marked.times else "⬜ ") + _.slot(start, end)
        buttons.append(Button(label, go("choose_time", deal.id, arg=marked.toggled(key).write())))
    label = _.n("📤 Offer {n} option", "📤 Offer {n} options", len(marked.times))
    offer = (Button(label, do("propose", deal.id, arg=",".join(sorted(marked.times))), "success"),)
    pages = [Button(name, go("choose_time", deal.id, arg=Marked(marked.times, page).write())) for name, page in _pages(marked.page, _)]
    own = (Button(_("✍️ Own time"), begin("own_time", deal.id)),)
    rows = (*in_rows(buttons), *((offer,) if marked.times else ()), tuple(pages), own, back(deal.id, _))
    return Card((Bold(_("№{number}: which times do we offer?", number=deal.id)),), rows)


def _pages(page: int, _: Words) -> list[tuple[str, int]]:
    """Earlier times when there are such, later ones up to some weeks ahead."""
    return [(_("◀️ Earlier"), page - 1)] * (page > 0) + [(_("Later ▶️"), page + 1)] * (page < MAX_PAGE)


def type_card(deal: Deal, _: Words) -> Card:
    """The kind of order decides its road, approval and papers (flows: defaults)."""
    kinds = [kind for kind in OrderType if kind is not OrderType.WARRANTY_RETURN]
    buttons = [
        Button(("● " if kind is deal.order_type else "") + _(ORDER_TYPES[kind]), deal_do(DealAction.SET_TYPE, deal, arg=str(kind)))
        for kind in kinds
    ]
    return Card((Bold(_("№{number}: what kind of order?", number=deal.id)),), (*in_rows(buttons, width=1), back(deal.id, _)))
