"""The papers of an order as a checklist, and what may be waived (M3, D7)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.labels import N_
from bot.cards.presses import begin, deal_do, do, go
from bot.words import Words
from crm.actor import Role
from crm.deal import Deal, DealAction, DealStage
from crm.deal_moves import offers
from crm.papers import PAPER_SETS, Attachment, Paper, papers_of_set
from crm.use_cases.papers import waivable
from crm.views import OrderView, Viewer

PAPERS = {
    Paper.ACCEPTANCE_RECEIPT: N_("Acceptance receipt"),
    Paper.ACT: N_("Completion act"),
    Paper.WARRANTY: N_("Warranty card"),
    Paper.WORK_ORDER: N_("Work order"),
    Paper.CONTRACT: N_("Contract"),
    Paper.INVOICE: N_("Invoice paper"),
    Paper.POWER_OF_ATTORNEY: N_("Power of attorney"),
    Paper.WAYBILL: N_("Waybill"),
    Paper.TECHNICAL_ACT: N_("Technical act"),
    Paper.DELIVERY_ORDER: N_("Delivery order"),
}
SETS = {
    "bench": N_("🏢 Workshop set"),
    "visit": N_("🚗 Visit set"),
    "company": N_("🏛 Company set"),
    "warranty": N_("🛡 Warranty set"),
    "refusal": N_("⛔ Refusal set"),
    "delivery": N_("🚚 With delivery"),
    "none": N_("No papers"),
}
WAIVERS = {
    "documents_missing": N_("🔑 Close without papers"),
    "prepayment_due": N_("🔑 Without prepayment"),
    "balance_due": N_("🔑 Hand over unpaid"),
    "credit_exceeded": N_("🔑 Above the credit limit"),
}
"""What a manager may let pass, with a reason."""


def papers_card(view: OrderView, deal: Deal, *, viewer: Viewer, kept: Sequence[Attachment], _: Words) -> Card:
    """What is needed, what is there, and the next thing to do with it for who looks."""
    able = {offer.action for offer in offers(deal, viewer.actor) if offer.obstacle is None}
    lines: list[Line] = [Bold(_("📄 №{number}: papers", number=view.id))]
    lines += [f"{'✅' if kind in deal.documents else '⬜'} {_(PAPERS[Paper(kind)])}" for kind in deal.papers if kind in list(Paper)]
    lines += [f"📎 {_(PAPERS[Paper(file.kind)]) if file.kind in list(Paper) else _('Photo of the work')}" for file in kept]
    if deal.papers and deal.short_close and not deal.papers_chosen:
        lines.append(_("None of them holds the closing: a photo of the act is enough."))
    if not deal.papers and not kept:
        lines.append(_("No papers are asked for. A manager chooses the set."))
    tools: list[Button] = []
    if DealAction.ATTACH in able:
        tools.append(Button(_("📎 Attach"), go("choose_paper", view.id)))
    if kept:
        tools += [Button(_("👁 Show files"), do("show_files", view.id)), Button(_("📤 Papers to the client"), do("send_papers", view.id))]
    if DealAction.PASS_DOCS in able and not deal.docs_passed:
        tools.append(Button(_("👔 Papers to manager"), deal_do(DealAction.PASS_DOCS, deal)))
    if DealAction.SET_DOCS in able:
        tools.append(Button(_("📄 Choose the set"), go("choose_set", view.id)))
    return Card(tuple(lines), (*in_rows(tools), *waiver_rows(deal, viewer, _=_), (Button(_("‹ Back"), go("order", view.id)),)))


def act_buttons(deal: Deal | None, viewer: Viewer, *, _: Words) -> list[Button]:
    """In the short form the photo of the signed act is the hand-over: on site with the work's end, else when it is collected."""
    if deal is None or not deal.short_close:
        return []
    free = {offer.action for offer in offers(deal, viewer.actor) if offer.obstacle is None}
    if DealAction.FINISH in free and deal.is_visit:
        return [Button(_("📄 Done, act signed"), begin("act_photo", deal.id))]
    return [Button(_("📄 Act signed"), begin("act_photo", deal.id))] if DealAction.ISSUE in free else []


def papers_button(view: OrderView, viewer: Viewer, *, _: Words) -> list[Button]:
    """While an order is at its papers, what is attached goes to the client by one tap of its card (screens §5)."""
    deal = view.deal
    at_papers = deal is not None and deal.stage is DealStage.DOCUMENTS and bool(deal.documents)
    may = viewer.actor.has(Role.OPERATOR, Role.MANAGER, Role.DISPATCHER) and view.client.reachable
    return [Button(_("📤 Papers to the client"), do("send_papers", view.id))] if at_papers and may else []


def waiver_rows(deal: Deal, viewer: Viewer, *, _: Words) -> tuple[Row, ...]:
    """For a manager or director: what stands in somebody's way and may be waived."""
    if not viewer.actor.has(Role.MANAGER, Role.DIRECTOR):
        return ()
    standing = [name for name in waivable(deal) if name in WAIVERS]
    return in_rows([Button(_(WAIVERS[name]), begin("waive", deal.id, arg=name)) for name in standing], width=1)


def paper_choice_card(deal: Deal, *, _: Words) -> Card:
    """Which paper is attached: the asked ones first."""
    ranked = sorted(Paper, key=lambda kind: kind not in deal.papers)
    marks = {kind: "⬜ " if kind in deal.papers and kind not in deal.documents else "" for kind in ranked}
    buttons = [Button(marks[kind] + _(PAPERS[kind]), begin("attach", deal.id, arg=str(kind))) for kind in ranked]
    return Card((Bold(_("№{number}: which paper?", number=deal.id)),), (*in_rows(buttons), (Button(_("‹ Back"), go("papers", deal.id)),)))


def set_choice_card(deal: Deal, *, _: Words) -> Card:
    """Ready sets, then single papers as toggles: the label is the state."""
    now = next((name for name in PAPER_SETS if list(papers_of_set(name, deal)) == deal.papers), "")
    ready = [Button(("✅ " if name == now else "") + _(label), do("paper_set", deal.id, arg=name)) for name, label in SETS.items()]
    single = [
        Button(("✅ " if kind in deal.papers else "⬜ ") + _(label), do("paper", deal.id, arg=str(kind))) for kind, label in PAPERS.items()
    ]
    lines = (Bold(_("№{number}: which papers does the client get?", number=deal.id)),)
    return Card(lines, (*in_rows(ready), *in_rows(single), (Button(_("‹ Back"), go("papers", deal.id)),)))
