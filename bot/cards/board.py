"""The dispatcher's board (D1): toggles, the engineers' load, orders by stage with a button each, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.card import Bold, Button, Card, Line, Row, in_rows
from bot.cards.labels import DEAL_STAGES, N_
from bot.cards.presses import go
from bot.cards.rows import order_button, short
from bot.words import Words
from crm.board import Clock, Shown, chosen
from crm.deal import DealStage
from crm.views import DealRow, EngineerLoad

PAGE = 12
MOST_LOADS = 8
TOGGLES = {Shown.MINE: N_("Mine · {n}"), Shown.ALL: N_("All · {n}"), Shown.LATE: N_("Overdue · {n}")}


@dataclass(frozen=True, slots=True)
class Board:
    """What is looked at: every open order, by which toggle, on which page; `staff_id` is None for who has no orders of his own."""

    rows: Sequence[DealRow]
    loads: Sequence[EngineerLoad]
    clock: Clock
    shown: Shown = Shown.ALL
    page: int = 0
    staff_id: int | None = None

    def behind(self, shown: Shown) -> list[DealRow]:
        by_stage = sorted(self.rows, key=lambda row: list(DealStage).index(DealStage(row.stage)))
        return chosen(by_stage, shown, staff_id=self.staff_id, clock=self.clock)

    @property
    def toggles(self) -> tuple[Shown, ...]:
        return tuple(Shown) if self.staff_id is not None else (Shown.ALL, Shown.LATE)


def board_card(board: Board, _: Words) -> Card:
    """The label of a toggle is its state; what is late is marked in the line and on the button."""
    if not board.rows:
        return Card((Bold(_("🚦 The board is empty")), _("New orders come here by themselves.")), (_tools(board, _),))
    found = board.behind(board.shown)
    pages = max(1, -(-len(found) // PAGE))
    page = min(board.page, pages - 1)
    here = found[page * PAGE : (page + 1) * PAGE]
    lines: list[Line] = [Bold(_("🚦 Board")), *_stages(found, here, clock=board.clock, _=_)]
    if not found:
        lines.append(_("Nothing is overdue.") if board.shown is Shown.LATE else _("No orders of yours now."))
    if board.loads:
        lines.append(loads_line(board.loads, _))
    buttons = [order_button(row, mark=_mark(row, board.clock)) for row in here]
    rows = (_toggles(board, _), *in_rows(buttons, width=4), _pages(board.shown, page, pages=pages), _tools(board, _))
    return Card(tuple(lines), tuple(row for row in rows if row))


def _stages(found: Sequence[DealRow], here: Sequence[DealRow], *, clock: Clock, _: Words) -> list[Line]:
    """Each stage on this page with how many it has in all."""
    lines: list[Line] = []
    for stage in DealStage:
        named = [f"№{row.id} {short(row.client_name, 20)}".strip() + _mark(row, clock) for row in here if row.stage == stage]
        if named:
            count = sum(1 for row in found if row.stage == stage)
            lines.append(f"{_(DEAL_STAGES[stage])} {count}: {' · '.join(named)}")
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
        return Button(state + _(TOGGLES[shown], n=len(board.behind(shown))), go("board", arg=str(shown)))

    return tuple(toggle(shown) for shown in board.toggles)


def _pages(shown: Shown, page: int, *, pages: int) -> Row:
    around = [(f"◀️ {page}/{pages}", page - 1)] * (page > 0) + [(f"{page + 2}/{pages} ▶️", page + 1)] * (page < pages - 1)
    return tuple(Button(label, go("board", place, arg=str(shown))) for label, place in around)


def _tools(board: Board, _: Words) -> Row:
    refresh = Button(_("🔄 Refresh"), go("board", board.page, arg=str(board.shown)))
    return Button(_("👷 Masters"), go("team")), Button(_("🧾 Price list"), go("price_list")), refresh
