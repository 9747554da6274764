"""What papers change in the deal: the set, what is there, who has it, and what may pass without (R50-R53)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.deal import Deal, DealAction
from crm.flow import Attempt


def _hand_docs(deal: Deal, _attempt: Attempt) -> None:
    deal.docs_handed = True


def _attach(deal: Deal, attempt: Attempt) -> None:
    kind = attempt.text("kind")
    if kind not in deal.documents:
        deal.documents = [*deal.documents, kind]


def _pass_docs(deal: Deal, _attempt: Attempt) -> None:
    deal.docs_passed = True


def _set_docs(deal: Deal, attempt: Attempt) -> None:
    kinds = attempt.data.get("kinds")
    deal.document_set = [str(kind) for kind in kinds] if isinstance(kinds, (list, tuple)) else []
    deal.papers_chosen = True


def _waive(deal: Deal, attempt: Attempt) -> None:
    deal.waivers = {**deal.waivers, attempt.text("obstacle"): attempt.text("reason")}


PAPER_EFFECTS: Mapping[DealAction, Callable[[Deal, Attempt], None]] = {
    DealAction.HAND_DOCS: _hand_docs,
    DealAction.ATTACH: _attach,
    DealAction.PASS_DOCS: _pass_docs,
    DealAction.SET_DOCS: _set_docs,
    DealAction.WAIVE: _waive,
}
