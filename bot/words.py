"""Words in a reader's language: phrases, plurals, money, dates, phones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_date, format_time
from babel.numbers import format_currency

from bot.catalogue import translations
from crm.money import CURRENCIES, RUB, Currency
from crm.views import Viewer

REGIONS = {"ru": "RU", "be": "BY", "kk": "KZ", "uk": "UA"}
"""Whose country a number without a country code belongs to, by the language."""


@dataclass(frozen=True, slots=True)
class Words:
    """Call it for a phrase: `_("Order {number}", number=17)`."""

    language: str
    zone: ZoneInfo
    money_of: Currency
    now: datetime

    def __call__(self, msgid: str, /, **parts: object) -> str:
        return fill(translations(self.language).gettext(msgid), parts)

    def n(self, one: str, many: str, count: int, /, **parts: object) -> str:  # law: signature of gettext
        """A phrase with a counted noun; the count is `{n}`."""
        return fill(translations(self.language).ngettext(one, many, count), {"n": count, **parts})

    def said(self, text: str) -> str:
        """A reason chosen by a button in the reader's language, one that was typed as it is."""
        return self(text) if text else ""

    def money(self, amount: int) -> str:
        """Minor units as people write them: whole sums without a fraction."""
        value = Decimal(amount).scaleb(-self.money_of.digits)
        whole = value == value.to_integral_value()
        return format_currency(
            value, self.money_of.code, format="#,##0\u00a0\u00a4" if whole else None, locale=self.language, currency_digits=not whole
        )

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def time(self, moment: datetime) -> str:
        return format_time(self.local(moment), "HH:mm", locale=self.language)

    def day(self, moment: datetime) -> str:
        """Today, tomorrow, or the date in short."""
        there, today = self.local(moment).date(), self.local(self.now).date()
        if there == today:
            return self("today")
        if there == today + timedelta(days=1):
            return self("tomorrow")
        return self.date(there)

    def date(self, day: date) -> str:
        return format_date(day, "EE d MMM", locale=self.language)

    def when(self, moment: datetime) -> str:
        return self("{day} at {time}", day=self.day(moment), time=self.time(moment))

    def slot(self, start: datetime, end: datetime | None) -> str:
        if end is None:
            return self.when(start)
        return f"{self.day(start)} {self.time(start)}–{self.time(end)}"

    def lasting(self, since: datetime) -> str:
        """How long something has waited, in the largest fitting unit."""
        minutes = max(0, int((self.now - since).total_seconds() // 60))
        if minutes < 60:
            return self("{n} min", n=minutes)
        if minutes < 60 * 24:
            return self("{n} h", n=minutes // 60)
        return self("{n} d", n=minutes // (60 * 24))


def fill(text: str, parts: Mapping[str, object]) -> str:
    return text.format_map(parts) if parts else text


def words_for(viewer: Viewer) -> Words:
    return Words(viewer.language, ZoneInfo(viewer.shop.timezone), CURRENCIES.get(viewer.shop.currency, RUB), viewer.now)


def phone_of(text: str, *, language: str) -> str | None:
    """A typed phone as E.164, or None when it is none; a number without a country code is of the language's country."""
    try:
        number = phonenumbers.parse(text, REGIONS.get(language, "RU"))
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_possible_number(number) else None


def split_phone(text: str, *, language: str) -> tuple[str, str]:
    """The first phone among words as E.164, or nothing, and the other words."""
    for match in phonenumbers.PhoneNumberMatcher(text, REGIONS.get(language, "RU")):
        phone = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        rest = f"{text[: match.start]} {text[match.end :]}"
        return phone, " ".join(rest.split()).strip(" ,;.:–-")
    return "", text.strip()


def shown_phone(phone: str) -> str:
    """An E.164 phone as people read it."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        return phone
