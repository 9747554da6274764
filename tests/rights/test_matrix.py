"""Role x action x stage by the hand-written table: whoever may, acts; whoever may not, changes and learns nothing (G6)."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path

import pytest

from bot.cards.form import FORMS
from bot.deeds import DEEDS
from bot.screens import SCREENS
from crm.deal import DealAction
from crm.lead import LeadAction
from tests.rights import oracle
from tests.rights.company import (
    ANNA,
    ANNA_WHO_BLOCKED,
    BOB,
    BOBS,
    DEMOTED,
    DIR,
    DISMISSED,
    E2,
    OP,
    ORDER,
    ROBOT,
    SITUATIONS,
    STRANGER,
    A,
    D,
    E,
    M,
)
from tests.rights.gate import Gate, Press
from tests.rights.oracle import may
from tests.rights.presses import (
    DEAL_TURN,
    LEAD_TAPPED,
    LEAD_TURN,
    NOT_ALONE,
    TAPPED,
    answer_tap,
    deal_tap,
    deed_tap,
    last_answer,
    lead_tap,
)

PEOPLE = (ANNA, OP, M, D, E, E2, A, DIR)
IN_A_GROUP = {"group": True}
OUTSIDERS: tuple[tuple[int, Mapping[str, bool]], ...] = (
    *((BOB, {}), (ANNA_WHO_BLOCKED, {}), (DISMISSED, {}), (DEMOTED, {}), (STRANGER, {}), (ROBOT, {})),
    *((D, IN_A_GROUP), (303, IN_A_GROUP)),
)
"""Of whom one presses each time, by lot: everybody has pressed everything soon. In a group not even the dispatcher is heard."""
AGAIN = frozenset(
    {
        *("write", "edit_estimate", "add_photo", "hand_docs", "pass_docs", "warranty", "assign", "pick", "request_cancel", "warn"),
        *("depart", "accept_time", "propose", "line_more", "line_less", "no_answer", "told", "snooze", "take_next", "order_parts"),
        *("invite", "shift", "away", "role", "set", "setup", "paper"),
    }
)
"""Deeds that may be repeated: they leave the stage where it is, or a second one is another one."""


@pytest.fixture(params=SITUATIONS)
async def gate(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Gate]:
    opened = await Gate.opens(tmp_path, SITUATIONS[request.param], situation=request.param)
    yield opened
    await opened.closes()


def lot(gate: Gate, deed: str) -> random.Random:
    return random.Random(f"{gate.situation} {deed}")


async def judge(gate: Gate, deed: str, data: str, *, rules: oracle.Rules) -> None:
    """All who may not press together; then each who may, alone; then his press once more, and in odd shapes."""
    allowed = may(rules, deed, situation=gate.situation)
    drawn = lot(gate, deed).sample(OUTSIDERS, 1)
    crowd = [Press(person, data) for person in PEOPLE if person not in allowed]
    crowd += [Press(person, data, dict(how)) for person, how in drawn if how or person not in allowed]
    await expect_nothing(gate, crowd)
    for person in sorted(allowed & {*PEOPLE, *(person for person, how in drawn if not how)}):
        await expect_deed(gate, Press(person, data), once=deed not in AGAIN)


async def expect_nothing(gate: Gate, crowd: Iterable[Press], *, about: str = "") -> None:
    before, presses = gate.digest(), list(crowd)
    await gate.takes(presses)
    if gate.digest() != before:
        gate.restore()
        guilty = about or [press for press in presses if await changes(gate, press)]
        raise AssertionError(f"{gate.situation}: {guilty} did what they may not")
    assert gate.failures() == [], presses


async def changes(gate: Gate, press: Press) -> bool:
    before = gate.digest()
    await gate.takes([press])
    changed = gate.digest() != before
    gate.restore()
    return changed


async def expect_deed(gate: Gate, press: Press, *, once: bool) -> None:
    before = gate.digest()
    await gate.takes([press], rightful=True)
    after = gate.digest()
    assert after != before, f"{gate.situation}: {press} may, but nothing happened"
    if once:
        await gate.takes([press], rightful=True)
        assert gate.digest() == after, f"{gate.situation}: {press} acted twice"
    assert gate.failures() == [], press
    gate.restore()


async def taps_on_a_request(gate: Gate) -> None:
    for action in LEAD_TAPPED if gate.is_lead else lot(gate, "lead").sample(LEAD_TAPPED, 2):
        await judge(gate, action, lead_tap(action), rules=oracle.LEAD_TAPS)
    for verb in oracle.LEAD_DEEDS if gate.is_lead else lot(gate, "deeds").sample(sorted(oracle.LEAD_DEEDS), 2):
        await judge(gate, verb, deed_tap(verb), rules=oracle.LEAD_DEEDS)


async def taps_on_an_order(gate: Gate) -> None:
    for action in lot(gate, "deal").sample(TAPPED, 4) if gate.is_lead else TAPPED:
        await judge(gate, action, deal_tap(action), rules=oracle.DEAL_TAPS)
    for yes in ("yes", "no"):
        await judge(gate, yes, answer_tap(yes), rules=oracle.ANSWERS)


async def what_no_bare_tap_performs(gate: Gate) -> None:
    for action in sorted(NOT_ALONE):
        crowd = lot(gate, action).sample(PEOPLE, 2)
        await expect_nothing(gate, [Press(person, deal_tap(action)) for person in crowd])


async def one_tap_deeds(gate: Gate) -> None:
    for verb in oracle.DEAL_DEEDS:
        await judge(gate, verb, deed_tap(verb), rules=oracle.DEAL_DEEDS)
    for verb in lot(gate, "others").sample(sorted(oracle.OTHER_DEEDS), 1):
        await judge(gate, verb, deed_tap(verb), rules=oracle.OTHER_DEEDS)


async def ends_of_dialogues(gate: Gate) -> None:
    """Whoever began a dialogue is asked for his right once more when he ends it: a demotion acts in its middle."""
    for name in oracle.DIALOGUES if not gate.is_lead else lot(gate, "dialogues").sample(sorted(oracle.DIALOGUES), 12):
        data, end = last_answer(name)
        allowed = may(oracle.DIALOGUES, name, situation=gate.situation)
        others = [person for person in (*PEOPLE, lot(gate, name).choice((DEMOTED, DISMISSED, BOB, STRANGER))) if person not in allowed]
        await gate.begins(others, data)
        await expect_nothing(gate, [Press(person, end) for person in others], about=name)
        for person in sorted(allowed & set(PEOPLE)):
            await gate.begins([person], data)
            before = gate.digest()
            await gate.takes([Press(person, end)], rightful=True)
            assert gate.digest() != before, f"{gate.situation}: {person} may {name}, but nothing happened"
            assert gate.failures() == [], (name, person)
            gate.restore()


async def old_forged_and_borrowed_buttons(gate: Gate) -> None:
    """A stale turn, another order, an unknown action and a broken one do nothing for anybody; a button's place gives no right."""
    draw = lot(gate, "odd")
    taps = [deal_tap(a, turn=t) for a in draw.sample(TAPPED, 4) for t in (DEAL_TURN - 1, DEAL_TURN + 1)]
    taps += [lead_tap(a, turn=t) for a in draw.sample(LEAD_TAPPED, 2) for t in (LEAD_TURN - 1, LEAD_TURN + 1)]
    taps += [answer_tap("yes", version=0), answer_tap("yes", version=2), deal_tap("start", id=999_999), lead_tap("take", id=999_999)]
    taps += [
        f"d:nonsense:1001:{DEAL_TURN}:",
        f"l:nonsense:1001:{LEAD_TURN}",
        "x:nonsense:1001:",
        "d:start:1001",
        "u:deal:1001:1",
        "q",
        "d:::",
    ]
    taps += [
        "x:lang:0:zz-not-a-language",
        f"d:assign:1001:{DEAL_TURN}:999",
        f"x:pick:1001:{10**11}",
        "x:reject:1001:99",
        "x:join:1001:999999",
    ]
    taps += ["g:nowhere:1001:", "f:nothing:1001:", "s:refuse:choose:x", f"d:pick:1001:{DEAL_TURN}:1", "x:pay:1001:cash-1", "x:told:77:"]
    for data in taps:
        await expect_nothing(gate, [Press(person, data) for person in draw.sample(PEOPLE, 2)])
    for data in (deal_tap("start", id=BOBS), lead_tap("reject", id=BOBS), deed_tap("reject", id=BOBS), answer_tap("yes", id=BOBS)):
        await expect_nothing(gate, [Press(person, data) for person in (ANNA, STRANGER, E, A)])
    odd = ({"inaccessible": True}, {"forwarded": True}, {"chat": BOB, "message_id": 8})
    for how in odd:
        for data in (deal_tap("start"), lead_tap("take"), deal_tap("finish")):
            await expect_nothing(gate, [Press(person, data, how) for person in (BOB, E2, STRANGER, DISMISSED)])


async def test_whoever_may_acts_and_nobody_else(gate: Gate) -> None:
    await taps_on_a_request(gate)
    await taps_on_an_order(gate)
    await what_no_bare_tap_performs(gate)
    await one_tap_deeds(gate)
    await ends_of_dialogues(gate)
    await old_forged_and_borrowed_buttons(gate)
    assert gate.pressed > 300


@pytest.mark.parametrize("gate", ["lead new", "approval here", "in progress"], indirect=True)
async def test_no_screen_tells_more_than_its_reader_may_know(gate: Gate) -> None:
    for screen in SCREENS:
        for number, arg in ((ORDER, ""), (1, "555"), (BOBS, "Annab")):
            await gate.takes([Press(person, f"g:{screen}:{number}:{arg}") for person in (ANNA, BOB, E2, DISMISSED, DEMOTED, STRANGER)])
    assert gate.failures() == []


def test_the_table_judges_every_deed() -> None:
    judged = {*oracle.LEAD_DEEDS, *oracle.DEAL_DEEDS, *oracle.OTHER_DEEDS, *oracle.DIALOGUES, *oracle.JUDGED_ELSEWHERE}
    assert {*DEEDS, *FORMS} - judged == set()


def test_the_table_judges_every_action() -> None:
    assert set(oracle.DEAL_TAPS) | NOT_ALONE == set(DealAction)
    assert set(oracle.LEAD_TAPS) <= set(LeadAction)
