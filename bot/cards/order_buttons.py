"""The buttons of a deal for staff: the union of the viewer's roles with one main button, the next step (flows: several hats)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from bot.cards.card import Bold, Button, Card, Row, in_rows
from bot.cards.complaints import promise_buttons
from bot.cards.labels import DEAL_ACTIONS
from bot.cards.order_layout import EXPLAINED, FAR, FORMS, GROUPS, HIDDEN, MADE, MAPS, MAX_NEAR, NEAR, POINTLESS, SCREENS, STEPS
from bot.cards.papers import act_buttons, papers_button, waiver_rows
from bot.cards.presses import begin, deal_do, do, go, whom
from bot.words import Words
from crm.actor import Role
from crm.deal import Deal
from crm.deal import DealAction as Act
from crm.deal_moves import offers
from crm.task import TaskKind
from crm.views import OrderView, Viewer

TAKERS = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)
"""Who may make a client's words a request of their own."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The buttons that a viewer has now: the next step, those near it, and the rest."""

    main: Button | None
    near: tuple[Button, ...]
    rest: dict[Act, Button]


def drawn_buttons(view: OrderView, viewer: Viewer, *, _: Words) -> Drawn:
    deal = view.deal
    if deal is None:
        return Drawn(None, (), {})
    offered = {offer.action: offer.obstacle for offer in offers(deal, viewer.actor) if _is_drawn(offer.action, deal, view)}
    main = next((step for step in STEPS if _is_next(step, deal, offered)), None)
    free = [action for action, obstacle in offered.items() if action is not main and obstacle is None]
    near = [action for action in NEAR[deal.stage] if action in free and not (action in FAR and FAR[action](deal))][:MAX_NEAR]
    return Drawn(
        action_button(main, deal, _=_, style="success") if main else None,
        tuple(action_button(action, deal, _=_) for action in near),
        {action: action_button(action, deal, _=_) for action in free if action not in near},
    )


def deal_rows(view: OrderView, viewer: Viewer, *, _: Words) -> tuple[Row, ...]:
    """An engineer's card has one large button a row (gloves, one hand); the office's card the stage's own and "More"."""
    deal = view.deal
    if deal is None:
        return ()
    if is_in_the_field(deal, viewer):
        return engineer_rows(view, viewer, _=_)
    drawn = drawn_buttons(view, viewer, _=_)
    more = [*_part(deal, viewer, _), Button(_("👤 Client card"), go("client", view.id)), _more(view, _)]
    own = [*promise_buttons(view, viewer, _=_), *act_buttons(deal, viewer, _=_), *papers_button(view, viewer, _=_)]
    first: tuple[Row, ...] = ((drawn.main,),) if drawn.main else ()
    return (*first, *in_rows([*own, *drawn.near, *more]))


def _part(deal: Deal, viewer: Viewer, _: Words) -> list[Button]:
    """An accountant writes a part down without the way over the payment (screens §5)."""
    may = any(offer.action is Act.TAKE_PAYMENT for offer in offers(deal, viewer.actor))
    here = may and deal.balance > 0 and viewer.actor.has(Role.ACCOUNTANT)
    return [Button(_("½ Other sum"), begin("part_payment", deal.id))] if here else []


def is_in_the_field(deal: Deal, viewer: Viewer) -> bool:
    """Nothing but the engineer of this order."""
    return deal.roles_of(viewer.actor) == {Role.ENGINEER}


def engineer_rows(view: OrderView, viewer: Viewer, *, _: Words) -> tuple[Row, ...]:
    """E2: the next step first, then what this stage may need, the way out, the way there and the client's number."""
    drawn = drawn_buttons(view, viewer, _=_)
    large = [drawn.main] if drawn.main else []
    if drawn.main and drawn.main.press[:2] == ("d", str(Act.FINISH)):
        large.append(Button(_("📷 Done with photos"), begin("finish_photos", view.id)))
    large += act_buttons(view.deal, viewer, _=_)
    large += drawn.near
    large += [drawn.rest[Act.REFUSE_TASK]] if Act.REFUSE_TASK in drawn.rest else []
    return (*((button,) for button in large), *_way_there(view, viewer, _), (_more(view, _),))


def _way_there(view: OrderView, viewer: Viewer, _: Words) -> tuple[Row, ...]:
    deal, row = view.deal, []
    if deal and deal.address and not deal.device_here:
        row.append(Button(_("🗺 Route"), url=MAPS.get(viewer.shop.language, MAPS["en"]).format(quote(deal.address))))
    if view.client.phones:
        row.append(Button(_("📋 Number"), copy=view.client.phones[0]))
    return (tuple(row),) if row else ()


def _more(view: OrderView, _: Words) -> Button:
    return Button(_("⋯ More"), go("more", view.id))


def more_card(view: OrderView, viewer: Viewer, *, _: Words) -> Card:
    """All that is not on the card itself, by what it is about."""
    rest = dict(drawn_buttons(view, viewer, _=_).rest)
    groups = [[rest.pop(action) for action in group if action in rest] for group in GROUPS]
    groups.insert(-1, list(rest.values()))
    looks = [Button(_("📄 Papers"), go("papers", view.id)), Button(_("🕘 History"), go("timeline", view.id))]
    looks += [Button(_("✂️ Separate words"), go("separate", view.id))] if viewer.actor.has(*TAKERS) else []
    looks += [Button(_("👤 Not this client"), go("not_his", view.id))] if _may_move(view, viewer) else []
    looks += [Button(_("📷 See photos"), do("photos", view.id))] if view.photos else []
    groups.insert(-1, looks)
    rows = tuple(row for group in groups for row in in_rows(group)) + (waiver_rows(view.deal, viewer, _=_) if view.deal else ())
    return Card((Bold(_("№{number}: what else?", number=view.id)),), (*rows, (Button(_("‹ Back"), go("order", view.id)),)))


def _may_move(view: OrderView, viewer: Viewer) -> bool:
    """To another client's card; a tap says what stands in the way."""
    return view.deal is not None and any(offer.action is Act.SET_CLIENT for offer in offers(view.deal, viewer.actor))


def _is_drawn(action: Act, deal: Deal, view: OrderView) -> bool:
    return (action not in HIDDEN or _is_asked_for(action, view)) and not (action in POINTLESS and POINTLESS[action](deal))


def _is_asked_for(action: Act, view: OrderView) -> bool:
    """Hidden until a task asks for it."""
    return action is Act.WARN and any(task.kind is TaskKind.LETTER for task in view.tasks)


def _is_next(step: Act, deal: Deal, offered: Mapping[Act, str | None]) -> bool:
    if step not in offered or (step in MADE and MADE[step](deal)):
        return False
    return offered[step] is None or step in EXPLAINED


def action_button(action: Act, deal: Deal, *, _: Words, style: str = "") -> Button:
    label = _(DEAL_ACTIONS[action])
    if action is Act.SEND_ESTIMATE:
        label = f"{label} {_.money(deal.estimate_total)}"
    if action is Act.ASSIGN:
        return Button(label, whom(action, deal.id, turn=deal.turn), style)
    if action in SCREENS:
        return Button(label, go(SCREENS[action], deal.id), style)
    if action is Act.INVOICE:
        return Button(label, do("invoice", deal.id), style)
    if action is Act.WRITE_OFF:
        return Button(_("🧹 Write off {sum}", sum=_.money(deal.balance)), begin(FORMS[action], deal.id, arg=str(deal.balance)), "danger")
    if action in FORMS:
        return Button(label, begin(FORMS[action], deal.id), style or ("danger" if action in (Act.REFUSE, Act.CANCEL) else ""))
    return Button(label, deal_do(action, deal), style)
