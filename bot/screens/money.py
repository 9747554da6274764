"""Screens of money: an order's payment and its corrections, the accountant's list, the till, the client's invoice."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.cards.card import Card
from bot.cards.invoice import invoice_card
from bot.cards.joint_invoice import may_invoice, with_joint_invoice
from bot.cards.money import payment_card, remind_card, reversal_card, reverse_entry_card
from bot.cards.payments import payments_card, till_card
from bot.cards.reminder import reminder_line
from bot.screens.joint_invoice import shared_invoice
from bot.screens.orders import gone, working_order
from bot.screens.registry import Scene, screen
from bot.screens.way_home import with_way_home
from crm.actor import Role
from crm.deal import DealAction
from crm.deal_moves import offers
from crm.ledger import Ledger, till_summary
from crm.use_cases.till import day_named, day_span
from crm.views import OrderView


@screen("payment", slot="order")
async def payment(scene: Scene) -> Card:
    view = await working_order(scene)
    if view is None or view.deal is None:
        return gone(scene)
    entries = await scene.queries.entries_of(view.id)
    card = payment_card(view, view.deal, entries=entries, viewer=scene.viewer, _=scene.words)
    shared = await scene.queries.invoice(view.deal.invoice_number) if view.deal.invoice_number else None
    unpaid = await scene.queries.unpaid_of(view.client.id) if may_invoice(view.deal, scene.viewer) else []
    return with_joint_invoice(card, view.id, shared=shared, unpaid=unpaid, _=scene.words)


async def _open_to(scene: Scene, action: DealAction) -> OrderView | None:
    """The order for those whose action it is."""
    view = await working_order(scene)
    may = view is not None and view.deal is not None and action in {o.action for o in offers(view.deal, scene.viewer.actor)}
    return view if may else None


@screen("reversal", slot="order")
async def reversal(scene: Scene) -> Card:
    view = await _open_to(scene, DealAction.REVERSE)
    return reversal_card(view, await scene.queries.entries_of(view.id), _=scene.words) if view else gone(scene)


@screen("reverse_entry", slot="order")
async def reverse_entry(scene: Scene) -> Card:
    view = await _open_to(scene, DealAction.REVERSE)
    if view is None:
        return gone(scene)
    standing = Ledger(view.id, await scene.queries.entries_of(view.id)).reversible
    return reverse_entry_card(view, next((e for e in standing if str(e.id) == scene.arg), None), _=scene.words)


@screen("remind", slot="order")
async def remind(scene: Scene) -> Card:
    view = await _open_to(scene, DealAction.REMIND)
    if view is None or view.deal is None:
        return gone(scene)
    text = reminder_line(view, await shared_invoice(scene, view.deal), _=scene.words)
    return remind_card(view, view.deal, text=text, _=scene.words)


@screen("payments")
async def payments(scene: Scene) -> Card:
    if not scene.is_office:
        return gone(scene)
    return with_way_home(payments_card(await scene.queries.money_rows(), scene.words), scene)


@screen("till")
async def till(scene: Scene) -> Card:
    """Of the day named, else of today in company time; for those who keep the money."""
    if not scene.viewer.actor.has(Role.ACCOUNTANT, Role.DIRECTOR):
        return gone(scene)
    zone = ZoneInfo(scene.viewer.shop.timezone)
    day = day_named(scene.arg, otherwise=scene.viewer.now.astimezone(zone).date())
    start, end = day_span(day, zone)
    entries = await scene.queries.entries_between(start, end)
    orders = len({entry.order_id for entry in entries})
    return till_card(till_summary(entries, day, zone=zone), day, orders=orders, _=scene.words)


@screen("client_invoice", slot="invoice")
async def invoice(scene: Scene) -> Card:
    """The invoice that the notice named, else the order's present one; for its payer."""
    view = await scene.queries.order(scene.id)
    if view is None or view.deal is None or scene.viewer.actor.client_id != view.client.id:
        return gone(scene)
    told = scene.params.get("data")
    number = told.get("number") if isinstance(told, Mapping) else view.deal.invoice_number
    bill = await scene.queries.invoice(int(str(number or 0)))
    ours = bill is not None and view.id in bill.invoice.order_ids
    return invoice_card(bill, shop=scene.viewer.shop, _=scene.words) if bill and ours else gone(scene)
