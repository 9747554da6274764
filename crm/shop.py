"""The company's own settings, with the defaults that let it open at once; each is found again in chat (flows: defaults)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

DEFAULT_WEEK = [[540, 1200]] * 6 + [[0, 0]]
"""Minutes of the day from and to, Monday first; equal ones mean closed."""


AUTO_INVOICES = ("persons", "all", "nobody")
"""Whose invoices go out by themselves when the work is done (R55)."""


@dataclass(frozen=True, slots=True)
class Shop:
    """What an owner sets. Money in minor units of `currency`, limits in working minutes, percentages whole.

    `warranty_days` are calendar days from the handing over, 0 for none.
    `refund_limit` is what an accountant may return on one order; `auto_invoice` says whose bill goes out by itself: nobody, persons, all.
    """

    name: str = ""
    language: str = "ru"
    currency: str = "RUB"
    timezone: str = "Europe/Moscow"
    week: list[list[int]] = field(default_factory=lambda: [list(day) for day in DEFAULT_WEEK])
    address: str = ""
    phone: str = ""
    short_close: bool = True
    counter: bool = False
    default_type: str = "workshop"
    refusal_fee: int = 0
    warranty_days: int = 90
    refund_limit: int = 500_000
    auto_invoice: str = "persons"
    requisites: str = ""
    call_out_price: int = 0
    first_answer_minutes: int = 10
    setup_done: list[str] = field(default_factory=list)
    undo_seconds: int = 10


def shop_from(values: Mapping[str, object]) -> Shop:
    """Stored values over the defaults; unknown keys are left for newer versions."""
    known = {f.name for f in fields(Shop)}
    return Shop(**{key: value for key, value in values.items() if key in known})  # type: ignore[arg-type]  # checked by `known`
