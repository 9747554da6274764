"""Which papers an order needs: by its road, its client and its outcome, until a manager says otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.actor import STAFF_ROLES, staff_actor
from crm.deal import Deal, DealAction, DealStage, OrderType
from crm.deal_moves import perform
from crm.flow import Attempt
from crm.papers import Paper
from tests.crm.deals import NOW, a_deal

EVERYBODY = staff_actor(7, frozenset(STAFF_ROLES))
BENCH = ["acceptance_receipt", "act", "warranty"]


def act(deal: Deal, action: DealAction, **data: object) -> None:
    perform(deal, action, attempt=Attempt(EVERYBODY, NOW, data))


@pytest.mark.parametrize(
    ("values", "papers"),
    [
        ({}, BENCH),
        ({"order_type": OrderType.VISIT}, ["work_order", "act", "warranty"]),
        ({"of_company": True}, ["contract", "invoice", "act"]),
        ({"order_type": OrderType.CONTRACT}, ["contract", "invoice", "act"]),
        ({"of_company": True, "contract_kept": True}, ["invoice", "act"]),
        ({"order_type": OrderType.CONTRACT, "contract_kept": True}, ["invoice", "act"]),
        ({"order_type": OrderType.WARRANTY_RETURN, "of_company": True}, ["act"]),
        ({"order_type": OrderType.SALE}, []),
        ({"refused": True, "of_company": True}, ["technical_act"]),
    ],
)
def test_the_set_follows_road_client_and_outcome(values: dict[str, Any], papers: list[str]) -> None:
    assert a_deal(**values).papers == papers


def test_a_bench_order_keeps_its_papers_when_the_device_goes_home() -> None:
    deal = a_deal(stage=DealStage.NEW, order_type=OrderType.VISIT)
    act(deal, DealAction.ACCEPT_DEVICE)
    assert deal.papers == BENCH
    deal.stage = DealStage.READY
    act(deal, DealAction.ISSUE)
    assert deal.papers == BENCH


def test_a_refusal_changes_the_set_and_keeps_what_is_there() -> None:
    deal = a_deal(stage=DealStage.IN_PROGRESS, device_here=True, waivers={"documents_missing": "He hurries"})
    act(deal, DealAction.SET_DOCS, kinds=["contract"])
    act(deal, DealAction.ATTACH, kind="acceptance_receipt")
    act(deal, DealAction.REFUSE, reason="Cannot be repaired")
    assert (deal.papers, deal.documents) == (["technical_act"], ["acceptance_receipt"])
    assert deal.waivers == {"documents_missing": "He hurries"}
    act(deal, DealAction.SET_DOCS, kinds=["act"])
    assert deal.papers == ["act"], "the manager may still choose another set"


KINDS = st.lists(st.sampled_from([str(kind) for kind in Paper]), unique=True)


@given(KINDS, KINDS, st.booleans(), st.booleans())
def test_only_what_was_asked_for_holds_a_short_closing(chosen: list[str], there: list[str], short: bool, by_manager: bool) -> None:
    deal = a_deal(short_close=short, papers_chosen=by_manager, document_set=chosen, documents=there)
    asked = chosen if by_manager else [] if short else BENCH
    assert deal.missing_documents == [kind for kind in asked if kind not in there]
