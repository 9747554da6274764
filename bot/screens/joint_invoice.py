"""Screens of an invoice over several orders."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.joint_invoice import joint_card, joint_invoice_card
from bot.screens.orders import gone, working_order
from bot.screens.registry import Scene, screen
from crm.actor import Role
from crm.deal import Deal
from crm.invoice_view import InvoiceView


async def shared_invoice(scene: Scene, deal: Deal) -> InvoiceView | None:
    """The invoice that an order is on together with others."""
    found = await scene.queries.invoice(deal.invoice_number) if deal.invoice_number else None
    return found if found is not None and found.invoice.is_joint else None


@screen("joint", slot="order")
async def joint(scene: Scene) -> Card:
    """Which of the client's orders go into one invoice: for those who issue it."""
    view = await working_order(scene)
    if view is None or not scene.viewer.actor.has(Role.ACCOUNTANT):
        return gone(scene)
    return joint_card(view.id, await scene.queries.unpaid_of(view.client.id), arg=scene.arg, _=scene.words)


@screen("joint_invoice", slot="order")
async def joint_invoice(scene: Scene) -> Card:
    """The invoice that an order shares with others of its client; an engineer sees only his own orders, so not this."""
    view = await working_order(scene) if scene.is_office else None
    found = await scene.queries.invoice(view.deal.invoice_number) if view is not None and view.deal is not None else None
    return joint_invoice_card(scene.id, found, viewer=scene.viewer, _=scene.words) if found else gone(scene)
