"""Callback data: yesterday's buttons still mean the same, and the longest ones fit into Telegram's 64 bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assembly import build_dispatcher
from bot.callbacks import ALL, BY_PREFIX, order_named, pack
from bot.cards.choices import MAX_OFFERED
from bot.cards.form import FORMS
from bot.deeds import DEEDS
from bot.screens import SCREENS
from crm.actor import Role
from crm.deal import DealAction
from crm.lead import LeadAction
from crm.ledger import Method

build_dispatcher()
KEPT = Path(__file__).parent / "data" / "callbacks.txt"
"""Every line is a promise to the buttons that hang in chats: lines are added, never changed or removed."""
SAMPLES = {
    "g:order:1001:": ("g", "order", 1001, ""),
    "g:choose_time:1001:1778576400,1778583600": ("g", "choose_time", 1001, "1778576400,1778583600"),
    "l:take:1001:0": ("l", "take", 1001, 0),
    "d:assign:1001:3:7": ("d", "assign", 1001, 3, "7"),
    "e:1001:2:1": ("e", 1001, 2, 1),
    "f:client_name:1001:5": ("f", "client_name", 1001, "5"),
    "s:request:choose:laptop": ("s", "request", "choose", "laptop"),
    "u:deal:1001:77": ("u", "deal", 1001, 77),
    "x:pay:1001:cash-90000": ("x", "pay", 1001, "cash-90000"),
}
"""Buttons as they were packed once."""
LARGEST_ID = 10**9
TIMES = ",".join(["9999999999"] * MAX_OFFERED)


def promises() -> Iterator[str]:
    """The lines of the golden file that the code of today would write."""
    for kind in ALL:
        fields = " ".join(f"{name}:{getattr(f.annotation, '__name__', f.annotation)}" for name, f in kind.model_fields.items())
        yield f"{kind.__prefix__} {fields}"
    for what, names in (("lead", LeadAction), ("deal", DealAction), ("do", {*DEEDS, "take_next"}), ("form", FORMS), ("go", SCREENS)):
        yield from sorted(f"{what} {name}" for name in names)


def kept() -> list[str]:
    return [line for line in KEPT.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_every_promise_is_kept() -> None:
    assert [line for line in kept() if line not in set(promises())] == []


def test_a_broken_promise_is_found() -> None:
    broken = [line.replace("turn:int arg:str", "arg:str turn:int") for line in kept()]
    assert [line for line in broken if line not in set(promises())] == ["d action:str id:int arg:str turn:int"]


@pytest.mark.parametrize(("data", "press"), SAMPLES.items())
def test_an_old_button_is_read_as_it_was_meant(data: str, press: tuple[str | int, ...]) -> None:
    assert pack(press) == data
    assert tuple(BY_PREFIX[str(press[0])].unpack(data).model_dump().values()) == press[1:]


ids = st.integers(min_value=0, max_value=LARGEST_ID)
args = ids.map(str)
STEPS = [(form.name, verb, "") for form in FORMS.values() for verb in ("back", "skip", "enough", "submit", "cancel")]
STEPS += [(form.name, "edit", q.key) for form in FORMS.values() for q in form.questions]
STEPS += [(form.name, "choose", value) for form in FORMS.values() for q in form.questions for value, _label in q.choices]
PRESSES = st.one_of(
    st.tuples(st.just("g"), st.sampled_from(sorted(SCREENS)), ids, args),
    st.tuples(st.just("g"), st.just("choose_time"), ids, st.just(TIMES)),
    st.tuples(st.just("l"), st.sampled_from([str(action) for action in LeadAction]), ids, ids),
    st.tuples(st.just("d"), st.sampled_from([str(action) for action in DealAction]), ids, ids, args),
    st.tuples(st.just("e"), ids, ids, st.integers(min_value=0, max_value=1)),
    st.tuples(st.just("f"), st.sampled_from(sorted(FORMS)), ids, args),
    st.sampled_from(STEPS).map(lambda step: ("s", *step)),
    st.tuples(st.just("u"), st.sampled_from(["lead", "deal"]), ids, ids),
    st.tuples(st.just("x"), st.sampled_from(sorted(DEEDS)), ids, st.one_of(args, st.sampled_from([str(role) for role in Role]))),
    st.tuples(st.just("x"), st.just("propose"), ids, st.just(TIMES)),
    st.tuples(st.just("x"), st.just("joint"), ids, st.just(f"ffffffff.4095.{10**12}")),
    st.tuples(st.just("x"), st.just("pay_invoice"), ids, st.sampled_from([f"{10**9}-{method}-{10**12}" for method in Method])),
    st.tuples(st.just("x"), st.just("pay"), ids, st.sampled_from([f"{method}-{10**12}" for method in Method])),
)
"""Every kind of button with every name and the largest numbers."""


@given(PRESSES)
def test_every_button_fits_and_comes_back_as_it_was(press: tuple[str | int, ...]) -> None:
    data = pack(press)
    assert len(data.encode()) <= 64
    assert tuple(BY_PREFIX[str(press[0])].unpack(data).model_dump().values()) == press[1:]


@pytest.mark.parametrize(
    ("data", "order"),
    [
        ("l:take:1001:0", 1001),
        ("d:assign:1002:3:7", 1002),
        ("e:1003:1:1", 1003),
        ("u:deal:1004:9", 1004),
        ("l:take", 0),
        ("", 0),
        ("d:assign:x:0:", 0),
        ("d:assign:-5:0:", 0),
        ("l:take:" + "9" * 30, 0),
        ("g:order:1001:", 0),
    ],
)
def test_a_flows_button_names_its_order_also_when_it_is_torn(data: str, order: int) -> None:
    assert order_named(data) == order
