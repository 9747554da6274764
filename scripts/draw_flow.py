"""Draws `docs/deal-flow.md` from the tables of both flows, so that the page never tells another story than the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crm.deal_flow import DEAL_FLOW
from crm.flow import Flow, Move, always
from crm.lead import LEAD_FLOW

PAGE = Path(__file__).parents[1] / "docs" / "deal-flow.md"
HEAD = """# The flows

Drawn from `crm/lead.py` and `crm/deal_flow.py` by `python -m scripts.draw_flow`; a test fails when this page is stale.
An action without a target leaves the stage as it is. † can be waived with a reason by a manager or the director.
"""


def page() -> str:
    """The whole page as Markdown."""
    return HEAD + "".join(f"\n## {title}\n\n{table(flow)}" for title, flow in (("Lead", LEAD_FLOW), ("Deal", DEAL_FLOW)))


def table(flow: Flow[Any, Any, Any]) -> str:
    """One row per rule; rules that differ only in where they begin share it."""
    sources: dict[tuple[str, ...], list[str]] = {}
    for move in flow:
        sources.setdefault(_rule(move), []).append(str(move.source))
    rows = [f"| {', '.join(found)} | {' | '.join(rule)} |" for rule, found in sources.items()]
    return "\n".join(["| from | action | to | by | when | unless | needs | undo |", "|---|---|---|---|---|---|---|---|", *rows, ""])


def _rule(move: Move[Any, Any, Any]) -> tuple[str, ...]:
    when = "" if move.when is always else move.when.__name__.replace("_", " ")
    unless = ", ".join(obstacle.name.replace("_", " ") + ("†" if obstacle.waivable else "") for obstacle in move.unless)
    by = ", ".join(sorted(move.by))
    return (str(move.action), str(move.target or "–"), by, when, unless, ", ".join(sorted(move.needs)), "yes" if move.undo else "")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
