"""The company's settings and the owner's wizard: every value visible, every step with a way on (X3, W0-W4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from babel import Locale

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.labels import N_, ORDER_TYPES
from bot.cards.presses import begin, do, go
from bot.words import Words
from crm.deal import OrderType
from crm.settings import SETUP, WEEKS
from crm.shop import Shop

MAIN_CURRENCIES = ("RUB", "KZT", "BYN", "USD", "EUR", "GBP")
ZONES = ("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Vladivostok")
WEEK_NAMES = {
    "5x9": N_("Mon–Fri 9–18"),
    "6x11": N_("Mon–Sat 9–20"),
    "5x11+6": N_("Mon–Fri 9–20, Sat 10–16"),
    "7x12": N_("Every day 10–22"),
    "always": N_("Round the clock"),
}
DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, what to ask, whether it is typed, and its ready answers."""

    label: str
    ask: str
    typed: bool = False
    choices: tuple[tuple[str, str], ...] = ()


SETTINGS: Mapping[str, Setting] = {
    "name": Setting(N_("🏢 Company name"), N_("What is the company called?"), typed=True),
    "address": Setting(N_("📍 Company address"), N_("Where do clients come to?"), typed=True),
    "phone": Setting(N_("📞 Company phone"), N_("Which phone do clients call?"), typed=True),
    "week": Setting(N_("🕘 Hours"), N_("When are you open?"), typed=True, choices=tuple(WEEK_NAMES.items())),
    "timezone": Setting(N_("🌍 Time zone"), N_("In which time zone do you work?"), typed=True, choices=tuple((z, z) for z in ZONES)),
    "currency": Setting(N_("💱 Currency"), N_("In which money do you count?"), choices=tuple((c, c) for c in MAIN_CURRENCIES)),
    "language": Setting(N_("🌐 Main language"), N_("Which language do new clients see first?")),
    "short_close": Setting(
        N_("🏁 Who closes"),
        N_("Who closes an order when the work is done?"),
        choices=(("1", N_("The dispatcher (short way)")), ("0", N_("The manager"))),
    ),
    "counter": Setting(
        N_("🧾 New clients"),
        N_("May an operator make an order for a new client himself?"),
        choices=(("1", N_("Yes, at once")), ("0", N_("No, through a manager"))),
    ),
    "default_type": Setting(
        N_("🔧 Usual order"), N_("Which kind of order is the usual one?"), choices=tuple((str(t), ORDER_TYPES[t]) for t in OrderType)
    ),
    "refusal_fee": Setting(N_("⛔ Refusal fee"), N_("What does a diagnosis cost when the client refuses the repair?"), typed=True),
    "warranty_days": Setting(
        N_("🛡 Warranty"),
        N_("For how many days do you give a warranty? 0 for none."),
        typed=True,
        choices=(("0", N_("No warranty")), ("14", N_("14 days")), ("30", N_("30 days")), ("90", N_("90 days")), ("180", N_("180 days"))),
    ),
    "call_out_price": Setting(N_("🚗 Call-out price"), N_("What does a visit cost by itself?"), typed=True),
    "refund_limit": Setting(N_("↩️ Refund limit"), N_("How much may an accountant return on one order without the director?"), typed=True),
    "auto_invoice": Setting(
        N_("🧾 Invoices by themselves"),
        N_("Whose invoice goes out by itself when the work is done?"),
        choices=(("persons", N_("Private clients'")), ("all", N_("Everybody's")), ("nobody", N_("Nobody's, by a button"))),
    ),
    "requisites": Setting(N_("🏦 Requisites"), N_("Tax number and bank details, as they stand on an invoice"), typed=True),
}


def value_of(key: str, shop: Shop, *, _: Words) -> str:
    """The current value in words."""
    value = getattr(shop, key)
    if key == "week":
        return week_text(shop.week, _)
    if key in ("refusal_fee", "call_out_price", "refund_limit"):
        return _.money(int(value))
    if key == "language":
        return Locale.parse(str(value)).get_display_name(str(value)) or str(value)
    chosen = {"1" if value is True else "0" if value is False else str(value)}
    named = next((label for choice, label in SETTINGS[key].choices if choice in chosen), "")
    return _(named) if named else str(value) or "—"


def week_text(week: list[list[int]], _: Words) -> str:
    """Opening hours: a ready name when there is one, else day by day."""
    ready = next((WEEK_NAMES[key] for key, days in WEEKS.items() if days == [list(day) for day in week]), "")
    if ready:
        return _(ready)
    return days_text(week, _)


def days_text(week: list[list[int]], _: Words) -> str:
    """Days with the same hours together; it can be typed back."""
    runs = [(hours, [day for day, _hours in run]) for hours, run in groupby(enumerate(week), key=lambda named: tuple(named[1]))]
    stated = [(days, opens, closes) for (opens, closes), days in runs if opens < closes]
    names = [_(DAYS[days[0]]) + (f"–{_(DAYS[days[-1]])}" if len(days) > 1 else "") for days, _opens, _closes in stated]
    return ", ".join(f"{name} {_clock(opens)}–{_clock(closes)}" for name, (_days, opens, closes) in zip(names, stated, strict=True)) or "—"


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}" if minutes % 60 else str(minutes // 60)


def settings_card(shop: Shop, _: Words) -> Card:
    """All settings with their values; those that the wizard still waits for are marked."""
    left = [key for key in SETUP if key not in shop.setup_done]
    lines: list[Line] = [Bold(_("⚙️ Settings"))]
    lines += [f"{'• ' if key in left else ''}{_(setting.label)}: {value_of(key, shop, _=_)}" for key, setting in SETTINGS.items()]
    done = len(SETUP) - len(left)
    setup = (Button(_("🧭 Setup {done} of {total}", done=done, total=len(SETUP)), go("wizard"), "primary"),) if left else ()
    buttons = [Button(_(setting.label), go("setting", arg=key)) for key, setting in SETTINGS.items()]
    people = (Button(_("👥 People"), go("people")), Button(_("✉️ Invites"), go("invites")))
    things = (Button(_("🧾 Price list"), go("price_list")), Button(_("📪 Stuck"), go("dead_letters")), Button(_("🩺 Check"), go("check")))
    rows: tuple[Row, ...] = ((setup,) if setup else ()) + (people, things) + in_rows(buttons)
    return Card(tuple(lines), rows)


def setting_card(key: str, shop: Shop, *, languages: tuple[str, ...], _: Words) -> Card:
    """One setting: what it is now, ready answers, own words, and back."""
    rows = _answers(key, shop, languages, verb="set", _=_)
    lines: tuple[Line, ...] = (Bold(_(SETTINGS[key].label)), _(SETTINGS[key].ask), _("Now: {value}", value=value_of(key, shop, _=_)))
    return Card(lines, (*rows, (Button(_("‹ Back"), go("settings")),)))


def wizard_card(key: str, shop: Shop, *, languages: tuple[str, ...], _: Words) -> Card:
    """One step of the walk: keep what is there, choose, write, skip, or keep everything that is left (W1-W4)."""
    step = _("step {n} of {total}", n=SETUP.index(key) + 1, total=len(SETUP))
    lines: tuple[Line, ...] = (
        f"🧭 {step} · {_(SETTINGS[key].label)}",
        Bold(_(SETTINGS[key].ask)),
        _("Now: {value}", value=value_of(key, shop, _=_)),
    )
    rows = _answers(key, shop, languages, verb="setup", _=_)
    skip = Button(_("Skip"), go("wizard", arg=key))
    return Card(
        lines,
        (
            *rows,
            (skip, Button(_("✅ Keep the rest as it is"), do("setup_rest"))),
        ),
    )


def wizard_end_card(bot_name: str, *, _: Words) -> Card:
    """W4, W6: the people, and a request to try it with."""
    lines: tuple[Line, ...] = (
        Bold(_("✅ The company is set up")),
        _("Invite your people, or play every role yourself for now."),
        _("Try it: open the link from another account and write what is broken."),
    )
    rows: tuple[Row, ...] = (
        (Button(_("✉️ Invites"), go("invites"), "primary"),),
        (Button(_("📋 Copy the clients' link"), copy=f"https://t.me/{bot_name}"),) if bot_name else (),
        (Button(_("🏠 Home"), go("home")),),
    )
    return Card(lines, tuple(row for row in rows if row))


def _answers(key: str, shop: Shop, languages: tuple[str, ...], *, verb: str, _: Words) -> tuple[Row, ...]:
    setting = SETTINGS[key]
    spoken = tuple((code, Locale.parse(code).get_display_name(code) or code) for code in languages)
    ready = spoken if key == "language" else setting.choices
    now = value_of(key, shop, _=_)
    buttons = [Button(("✅ " if _(label) == now else "") + _(label), do(verb, 0, arg=f"{key}={choice}")) for choice, label in ready]
    write = (Button(_("✏️ Write it"), begin("setting" if verb == "set" else "setup", 0, arg=key)),)
    return (*in_rows(buttons), *((write,) if setting.typed else ()))
