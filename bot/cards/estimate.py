"""An estimate in the making: its lines, and the price list a tap away (D3, D4)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Press, in_rows
from bot.cards.choices import back
from bot.cards.presses import begin, deal_do, do, go
from bot.cards.prices import full_title, price_text
from bot.cards.rows import short
from bot.words import Words
from crm.deal import Deal, DealAction, DealStage
from crm.price_list import PriceItem
from crm.views import OrderView

TITLE = 20
"""Letters of a title that a button in one column has room for, beside its price."""
MAX_EDITED = 25
"""Lines with buttons of their own: a keyboard holds a hundred buttons; earlier lines wait until later ones are right."""


def estimate_card(view: OrderView, deal: Deal, *, items: Sequence[PriceItem], _: Words) -> Card:
    """Lines with − and +, the frequent positions one tap away, a free line, and sending with the sum on the button (D3, S8)."""
    lines: list[Line] = [Bold(_("Estimate of №{number}, version {version}", number=deal.id, version=max(deal.estimate_version, 1)))]
    rows: list[tuple[Button, ...]] = []
    lines += [f"{line.title} × {line.quantity} — {_.money(line.total)}" for line in view.lines]
    for line in view.lines[-MAX_EDITED:]:
        less, more = do("line_less", deal.id, arg=str(line.id)), do("line_more", deal.id, arg=str(line.id))
        rows.append((Button("−", less), Button(short(line.title, 20), more), Button("+", more)))
    lines.append(Bold(_("Total {sum}", sum=_.money(deal.estimate_total))))
    tools = (Button(_("🔎 Find"), begin("price_search", deal.id)), Button(_("✍️ Custom line"), begin("free_line", deal.id)))
    extra = [Button(_("📅 Ready by"), go("promise", deal.id))] if deal.device_here else []
    if deal.stage is DealStage.IN_PROGRESS:
        extra.append(Button(_("📦 Part needed"), go("parts", deal.id)))
    send = (Button(_("📤 Send for approval") + f" {_.money(deal.estimate_total)}", deal_do(DealAction.SEND_ESTIMATE, deal), "success"),)
    if deal.promised_at:
        lines.append(_("Ready by {when}", when=_.day(deal.promised_at)))
    often, picks = offered(deal.id, items[:6], _=_)
    rows += [*in_rows(picks, width=1), tools, *in_rows(extra)]
    return Card((*lines, *often), (*rows, *((send,) if deal.estimate_lines else ()), back(deal.id, _)))


def offered(order_id: int, items: Sequence[PriceItem], *, _: Words) -> tuple[list[Line], list[Button]]:
    """A tap adds a position, or asks the price of one that has none of its own. What a button cuts off is written out above it."""
    picks = [item for item in items if item.id]
    if all(len(item.short_title) <= TITLE and not item.tariff for item in picks):
        return [], [Button(f"➕ {item.short_title}{_price(item, _)}", _pick_press(order_id, item)) for item in picks]
    lines: list[Line] = [f"{place}. {full_title(item)} — {price_text(item, _)}" for place, item in enumerate(picks, 1)]
    return lines, [
        Button(f"➕ {place}. {short(item.short_title, TITLE)}{_price(item, _)}", _pick_press(order_id, item))
        for place, item in enumerate(picks, 1)
    ]


def _price(item: PriceItem, _: Words) -> str:
    return f" · {price_text(item, _)}" if item.is_exact else "…"


def _pick_press(order_id: int, item: PriceItem) -> Press:
    return do("pick", order_id, arg=str(item.id)) if item.is_exact else begin("asked_price", order_id, arg=str(item.id))


def found_card(order_id: int, items: Sequence[PriceItem], *, _: Words) -> Card:
    lines, buttons = offered(order_id, items[:8], _=_)
    heading = _("Found in the price list") if buttons else _("Nothing found. Write it as a custom line, e.g. Cleaning 900.")
    own = (Button(_("✍️ Custom line"), begin("free_line", order_id)), Button(_("‹ Back"), go("estimate", order_id)))
    return Card((Bold(heading), *lines), (*in_rows(buttons, width=1), own))
