"""Dead letters: what gave up, why, and two buttons each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Bold, Button, Card, Line, Row
from bot.cards.labels import N_
from bot.cards.presses import do, go
from bot.words import Words
from crm.dead_letters import Box
from crm.views import DeadLetter

BOXES = {Box.INBOX: N_("came in"), Box.OUTBOX: N_("to be said"), Box.TIMER: N_("by time")}


def dead_letters_card(letters: Sequence[DeadLetter], _: Words) -> Card:
    back = (Button(_("🔄 Refresh"), go("dead_letters")), Button(_("‹ Back"), go("settings")))
    if not letters:
        return Card((Bold(_("📪 Nothing is stuck")), _("What cannot be worked on or sent comes here.")), (back,))
    lines: list[Line] = [Bold(_("📪 Stuck")), _("Try again when the cause is gone, or drop it.")]
    rows: list[Row] = []
    for place, letter in enumerate(letters, 1):
        lines.append(f"{place}. {_(BOXES[Box(letter.box)])} · {_.when(letter.at)} · {letter.about} · {letter.error}")
        retry, drop = do("dead_retry", letter.id, arg=letter.box), do("dead_drop", letter.id, arg=letter.box)
        rows.append((Button(_("🔁 Retry {place}", place=place), retry), Button(_("🗑 Drop {place}", place=place), drop, "danger")))
    return Card(tuple(lines), (*rows, back))
