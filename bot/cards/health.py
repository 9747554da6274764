"""The machine's health as cards: the check, an alarm with the button that mends or explains, and the all-clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.cards.card import Bold, Button, Card, Line, Row
from bot.cards.health_words import MEANINGS, SAID
from bot.cards.labels import N_
from bot.cards.presses import do, go
from bot.words import Words
from crm.health import Finding, Level, Noted, Sign

MARKS = {Level.WELL: "✔", Level.NOTE: "•", Level.RED: "✖"}

STUCK = (N_("📪 Stuck"), go("dead_letters"))
BACK_UP = (N_("💾 Back up now"), do("back_up"))
CHECK_UP = (N_("🔄 Check now"), do("check_up"))
MENDS: Mapping[Sign, tuple[tuple[str, tuple[str | int, ...]], ...]] = {
    Sign.DEAD_LETTERS: (STUCK,),
    Sign.BACKUP: (BACK_UP,),
    Sign.OUTBOX: (STUCK,),
}
"""The button that does something about it; the others are mended outside, and looked at again."""


def sentence(finding: Finding, _: Words) -> str:
    """What was found, with its figures."""
    return _(SAID[finding.sign, finding.case].text, **finding.data)


def advice(finding: Finding, _: Words) -> str:
    said = SAID[finding.sign, finding.case].advice
    return _(said) if said else ""


def line(finding: Finding, _: Words) -> str:
    """One line of the check, with what to do where something is to be done."""
    what = f"{MARKS[finding.level]} {sentence(finding, _)}"
    return f"{what}. {advice(finding, _)}" if advice(finding, _) else what


def check_card(noted: Sequence[Noted], _: Words) -> Card:
    """Everything that is looked at; what is red stands first."""
    rows: tuple[Row, ...] = ((_button(CHECK_UP, _), _button(BACK_UP, _)), (Button(_("‹ Back"), go("settings")),))
    if not noted:
        return Card((Bold(_("🩺 Check")), _("Nothing has been looked at yet.")), rows)
    order = [Level.RED, Level.NOTE, Level.WELL]
    lines: list[Line] = [Bold(_("🩺 Check")), _("Looked at {when}", when=_.when(max(one.at for one in noted)))]
    lines += [line(one.finding, _) for one in sorted(noted, key=lambda one: order.index(one.finding.level))]
    stuck = (
        ((_button(STUCK, _),),) if any(one.finding.sign is Sign.DEAD_LETTERS and one.finding.level is Level.RED for one in noted) else ()
    )
    return Card(tuple(lines), (*stuck, *rows))


def alarm_card(noted: Noted, _: Words) -> Card:
    finding = noted.finding
    lines = (Bold(f"🔴 {sentence(finding, _)}"), advice(finding, _), _("Since {when}", when=_.when(noted.since)))
    mends = MENDS.get(finding.sign, (CHECK_UP,))
    ask = Button(_("❓ What is this?"), go("alarm_meaning", int(finding.sign)))
    return Card(lines, (tuple(_button(mend, _) for mend in mends), (ask, Button(_("🩺 Check"), go("check")))))


def all_clear_card(noted: Noted, _: Words, *, began: datetime | None) -> Card:
    lines: list[Line] = [Bold(f"🟢 {sentence(noted.finding, _)}")]
    if began is not None:
        lines.append(_("It was otherwise from {start} to {end}", start=_.when(began), end=_.when(noted.since)))
    return Card(tuple(lines), ((Button(_("🩺 Check"), go("check")),),))


def meaning_card(sign: Sign, _: Words) -> Card:
    return Card((_(MEANINGS[sign]),), ((Button(_("‹ Back"), go("alarm", int(sign))),),))


def _button(what: tuple[str, tuple[str | int, ...]], _: Words) -> Button:
    label, press = what
    return Button(_(label), press)
