"""The company's settings as an owner changes them: how each value is read and what is refused (R15, R56)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from crm.deal import OrderType
from crm.errors import Refused
from crm.money import CURRENCIES, RUB, parse_amount
from crm.shop import AUTO_INVOICES, Shop
from crm.typed_week import read_week

SETUP = ("language", "name", "currency", "timezone", "week", "address", "short_close")
"""Steps of the owner's wizard, in its order; each can be skipped and is found again in the settings."""

WEEKS: Mapping[str, list[list[int]]] = {
    "5x9": [[540, 1080]] * 5 + [[0, 0]] * 2,
    "6x11": [[540, 1200]] * 6 + [[0, 0]],
    "5x11+6": [[540, 1200]] * 5 + [[600, 960], [0, 0]],
    "7x12": [[600, 1320]] * 7,
    "always": [[0, 1440]] * 7,
}
"""Ready opening hours by key: days and hours; others are typed (`crm.typed_week`)."""

LONGEST_TEXT = 300
MAX_DAYS = 3650


def _week(text: str, shop: Shop) -> object:
    return [list(day) for day in WEEKS[text]] if text in WEEKS else read_week(text, shop.week)


def _text(text: str, _shop: Shop) -> object:
    if not text.strip():
        raise Refused("text_is_empty")
    return text.strip()[:LONGEST_TEXT]


def _money(text: str, shop: Shop) -> object:
    amount = parse_amount(text, CURRENCIES.get(shop.currency, RUB))
    if amount is None:
        raise Refused("amount_not_read")
    return amount


def _days(text: str, _shop: Shop) -> object:
    """Whole days up to ten years. Raises `Refused` days_not_read."""
    days = text.strip()
    if not days.isdecimal() or len(days) > 4 or int(days) > MAX_DAYS:
        raise Refused("days_not_read")
    return int(days)


def _zone(text: str, _shop: Shop) -> object:
    """Raises `Refused` zone_not_read for what is no name of the time zone database."""
    try:
        return ZoneInfo(text.strip()).key
    except (KeyError, ValueError, OSError) as error:
        raise Refused("zone_not_read") from error


def _flag(text: str, _shop: Shop) -> object:
    return _one_of(text, {"1": True, "0": False})


def _currency(text: str, _shop: Shop) -> object:
    return _one_of(text, {code: code for code in CURRENCIES})


def _order_type(text: str, _shop: Shop) -> object:
    return _one_of(text, {str(kind): str(kind) for kind in OrderType})


def _auto_invoice(text: str, _shop: Shop) -> object:
    return _one_of(text, {key: key for key in AUTO_INVOICES})


def _language(text: str, _shop: Shop) -> object:
    """Which languages there are is known to those who speak them; here only the shape is checked."""
    return _one_of(text, {text: text} if re.fullmatch(r"[a-z]{2,3}", text) else {})


def _one_of(text: str, known: Mapping[str, object]) -> object:
    if text not in known:
        raise Refused("choice_not_known")
    return known[text]


READERS: Mapping[str, Callable[[str, Shop], object]] = {
    "language": _language,
    "name": _text,
    "currency": _currency,
    "timezone": _zone,
    "week": _week,
    "address": _text,
    "phone": _text,
    "short_close": _flag,
    "counter": _flag,
    "default_type": _order_type,
    "refusal_fee": _money,
    "warranty_days": _days,
    "call_out_price": _money,
    "refund_limit": _money,
    "auto_invoice": _auto_invoice,
    "requisites": _text,
}


def next_step(shop: Shop, after: str = "") -> str | None:
    """The wizard's next undecided step behind `after`; None when it is through."""
    rest = SETUP[SETUP.index(after) + 1 :] if after in SETUP else SETUP
    return next((key for key in rest if key not in shop.setup_done), None)
