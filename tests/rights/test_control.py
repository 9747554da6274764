"""The matrix can fail: a flow with one right too many, one too few, and a screen that tells too much turn it red (G6's control)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.card import Card
from bot.screens import SCREENS
from bot.screens.registry import Scene
from crm.actor import Role
from crm.deal import DealAction, DealStage
from crm.deal_flow import DEAL_FLOW
from tests.rights import oracle
from tests.rights.company import SITUATIONS, STRANGER
from tests.rights.gate import Gate, Press
from tests.rights.presses import deal_tap
from tests.rights.test_matrix import judge


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    opened = await Gate.opens(tmp_path, SITUATIONS["new"], situation="new")
    yield opened
    await opened.closes()


def grant(monkeypatch: pytest.MonkeyPatch, action: DealAction, *, to: frozenset[Role]) -> None:
    """A copy of the flow's rows at NEW, with other hands on one action."""
    rows = [replace(move, by=to) if move.action == action else move for move in DEAL_FLOW.at(DealStage.NEW)]
    monkeypatch.setitem(DEAL_FLOW._by_source, DealStage.NEW, rows)


async def test_the_right_flow_passes(gate: Gate) -> None:
    await judge(gate, "start", deal_tap("start"), rules=oracle.DEAL_TAPS)


async def test_a_right_too_many_is_found(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    grant(monkeypatch, DealAction.START, to=frozenset({Role.DISPATCHER, Role.ACCOUNTANT}))
    with pytest.raises(AssertionError, match=r"206.*did what they may not"):
        await judge(gate, "start", deal_tap("start"), rules=oracle.DEAL_TAPS)


async def test_a_right_too_few_is_found(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    grant(monkeypatch, DealAction.START, to=frozenset({Role.DIRECTOR}))
    with pytest.raises(AssertionError, match=r"did what they may not|may, but nothing happened"):
        await judge(gate, "start", deal_tap("start"), rules=oracle.DEAL_TAPS)


async def test_a_word_too_many_is_found(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    async def tells_everything(scene: Scene) -> Card:
        view = await scene.queries.order(scene.id)
        return Card((view.client.name if view else "",))

    monkeypatch.setitem(SCREENS, "order", replace(SCREENS["order"], draw=tells_everything))
    with pytest.raises(AssertionError, match="was told"):
        await gate.takes([Press(STRANGER, deal_tap("start"))])
