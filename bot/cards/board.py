"""The dispatcher's board (D1): toggles, the engineers' load, orders by stage with a button each, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.labels import DEAL_STAGES, N_
from bot.cards.presses import go
from bot.cards.rows import order_button, short
from bot.words import Words
from crm.board import Clock, Shown
from crm.deal import DealStage
from crm.views import DealRow, EngineerLoad

PAGE = 12
MOST_LOADS = 8
Counts = Mapping[str, Mapping[Shown, int]]
"""Orders by stage and toggle."""
TOGGLES = {Shown.MINE: N_("Mine · {n}"), Shown.ALL: N_("All · {n}"), Shown.LATE: N_("Overdue · {n}")}


@dataclass(frozen=True, slots=True)
class Board:
    """What is looked at: behind which toggle, how many orders each stage has there, and those of one page.

    `staff_id` is None for who has no orders of his own.
    """

    counts: Counts
    clock: Clock
    shown: Shown = Shown.ALL
    staff_id: int | None = None
    page: int = 0
    rows: Sequence[DealRow] = ()
    loads: Sequence[EngineerLoad] = ()

    def behind(self, shown: Shown) -> int:
        return sum(counts[shown] for counts in self.counts.values())

    @property
    def pages(self) -> int:
        return max(1, -(-self.behind(self.shown) // PAGE))

    @property
    def toggles(self) -> tuple[Shown, ...]:
        return tuple(Shown) if self.staff_id is not None else (Shown.ALL, Shown.LATE)


def page_of(board: Board, page: int) -> int:
    """The page asked for, or the last one when there are fewer by now."""
    return min(max(page, 0), board.pages - 1)


def board_card(board: Board, _: Words) -> Card:
    """The label of a toggle is its state; what is late is marked in the line and on the button."""
    if not board.behind(Shown.ALL):
        return Card((Bold(_("🚦 The board is empty")), _("New orders come here by themselves.")), (_tools(board, _),))
    lines: list[Line] = [Bold(_("🚦 Board")), *_stages(board, _)]
    if not board.behind(board.shown):
        lines.append(_("Nothing is overdue.") if board.shown is Shown.LATE else _("No orders of yours now."))
    if board.loads:
        lines.append(loads_line(board.loads, _))
    buttons = [order_button(row, mark=_mark(row, board.clock)) for row in board.rows]
    rows = (_toggles(board, _), *in_rows(buttons, width=4), _pages(board.shown, board.page, pages=board.pages), _tools(board, _))
    return Card(tuple(lines), tuple(row for row in rows if row))


def _stages(board: Board, _: Words) -> list[Line]:
    """Each stage on this page with how many it has in all."""
    lines: list[Line] = []
    for stage in DealStage:
        named = [f"№{row.id} {short(row.client_name, 20)}".strip() + _mark(row, board.clock) for row in board.rows if row.stage == stage]
        if named:
            lines.append(f"{_(DEAL_STAGES[stage])} {board.counts[stage][board.shown]}: {' · '.join(named)}")
    return lines


def _mark(row: DealRow, clock: Clock) -> str:
    return " ⚠" if clock.is_late(row) else ""


def loads_line(loads: Sequence[EngineerLoad], _: Words) -> str:
    """Orders in work by engineer, in figures (S15)."""
    named = [f"{short(load.name, 20)} {load.open_orders}" + ("" if load.present else " 💤") for load in loads[:MOST_LOADS]]
    more = [f"+{len(loads) - MOST_LOADS}"] if len(loads) > MOST_LOADS else []
    return _("👷 In work: {loads}", loads=" · ".join([*named, *more]))


def _toggles(board: Board, _: Words) -> Row:
    def toggle(shown: Shown) -> Button:
        state = "✅ " if shown is board.shown else "⬜ "
        return Button(state + _(TOGGLES[shown], n=board.behind(shown)), go("board", arg=str(shown)))

    return tuple(toggle(shown) for shown in board.toggles)


def _pages(shown: Shown, page: int, *, pages: int) -> Row:
    around = [(f"◀️ {page}/{pages}", page - 1)] * (page > 0) + [(f"{page + 2}/{pages} ▶️", page + 1)] * (page < pages - 1)
    return tuple(Button(label, go("board", place, arg=str(shown))) for label, place in around)


def _tools(board: Board, _: Words) -> Row:
    refresh = Button(_("🔄 Refresh"), go("board", board.page, arg=str(board.shown)))
    return Button(_("👷 Engineers"), go("team")), Button(_("🧾 Price list"), go("price_list")), refresh
