"""Every press that there is, as data: taps by action, one-tap deeds by verb, and the last answer of every dialogue."""

from __future__ import annotations

from typing import Any

from bot.cards.form import FORMS, Question
from bot.cards.joint_invoice import Chosen
from crm.deal import DealAction
from crm.lead import LeadAction
from tests.rights.company import D2, DRAFT, E2, OP, ORDER, PRICE, SECOND, STAFF_ID, START, D, E, M

LEAD_TURN, DEAL_TURN = 3, 5
TIME = str(int(START.timestamp()))

DEAL_ARGS = {
    DealAction.ASSIGN: str(STAFF_ID[E2]),
    DealAction.SET_DISPATCHER: str(STAFF_ID[D]),
    DealAction.PICK: TIME,
    DealAction.SET_TYPE: "contract",
}
"""What a tap of an action carries beside the order."""

JOINT = Chosen.read("", [ORDER])
"""The client's only order on which something is due."""
DEED_ARGS = {
    "whom": (ORDER, f"convert-{LEAD_TURN}"),
    "convert": (ORDER, STAFF_ID[D]),
    "to_manager": (ORDER, STAFF_ID[M]),
    "reject": (ORDER, 0),
    "snooze": (ORDER, 30),
    "join": (ORDER, SECOND),
    "tell_apart": (ORDER, ""),
    "link": (ORDER, 2),
    "separate": (ORDER, 1),
    "drop_point": (ORDER, "1-1"),
    "take_next": (0, ""),
    "propose": (ORDER, TIME),
    "pick": (ORDER, 1),
    "why_declined": (ORDER, "price"),
    "complaint_step": (ORDER, ""),
    "paper_set": (ORDER, "company"),
    "paper": (ORDER, "act"),
    "send_papers": (ORDER, ""),
    "show_files": (ORDER, ""),
    "give_to": (ORDER, STAFF_ID[D2]),
    "promise": (ORDER, 3),
    "line_more": (ORDER, 1),
    "line_less": (ORDER, 1),
    "pay": (ORDER, f"cash-{PRICE}"),
    "invite": (0, "engineer"),
    "shift": (0, ""),
    "request_approve": (1, ""),
    "away": (STAFF_ID[E], 1),
    "role": (STAFF_ID[OP], "manager"),
    "dismiss": (STAFF_ID[OP], ""),
    "revoke": (1, ""),
    "dead_retry": (9001, "timer"),
    "dead_drop": (9001, "timer"),
    "back_up": (0, ""),
    "check_up": (0, ""),
    "set": (0, "name=New name"),
    "setup": (0, "name=New name"),
    "setup_rest": (0, ""),
    "reassign": (STAFF_ID[E], ""),
    "request_withdraw": (1, ""),
    "invoice": (ORDER, ""),
    "reverse": (ORDER, 1),
    "joint": (ORDER, f"{JOINT.write()}.{PRICE}"),
    "pay_invoice": (ORDER, f"1-transfer-{PRICE}"),
    "void_invoice": (ORDER, 1),
    "remind": (ORDER, ""),
    "told": (1, ""),
    "no_answer": (1, ""),
    "not_request": (ORDER, ""),
    "price_apply": (1, ""),
    "price_discard": (1, ""),
    "price_archive": (1, 1),
    "note_on": (ORDER, DRAFT),
}
"""Id and choice of a deed's button."""


OTHER_ARGS = {
    "attach": "act",
    "waive": "balance_due",
    "write_off": str(PRICE),
    "asked_price": "2",
    "setting": "name",
    "setup": "name",
    "by_hand": "",
    "new_client": "",
}
OTHER_IDS = {"decline_request": 1, "price_change": 1}
"""Dialogues that are about something else than an order."""


def lead_tap(action: str, *, id: int = ORDER, turn: int = LEAD_TURN) -> str:
    return f"l:{action}:{id}:{turn}"


def deal_tap(action: str, *, id: int = ORDER, turn: int = DEAL_TURN) -> str:
    return f"d:{action}:{id}:{turn}:{DEAL_ARGS.get(action, '')}"  # type: ignore[call-overload]  # a value of the enum is its key


def deed_tap(verb: str, *, id: int | None = None) -> str:
    known, arg = DEED_ARGS[verb]
    return f"x:{verb}:{known if id is None else id}:{arg}"


def answer_tap(yes: str, *, version: int = 1, id: int = ORDER) -> str:
    return f"e:{id}:{version}:{int(yes == 'yes')}"


def last_answer(name: str) -> tuple[dict[str, Any], str]:
    """A dialogue about the order with all questions answered but the last: its kept data, and the message or tap that ends it."""
    *earlier, last = FORMS[name].questions
    answers = {question.key: _value(question) for question in earlier}
    data = {
        "form": name,
        "id": OTHER_IDS.get(name, ORDER),
        "arg": OTHER_ARGS.get(name, "1"),
        "answers": answers,
        "step": last.key,
        "wrong": False,
    }
    if FORMS[name].summary:
        return {**data, "answers": {**answers, last.key: _value(last)}, "step": ""}, f"s:{name}:submit:"
    return data, f"s:{name}:choose:{last.choices[0][0]}" if last.choices else f">{_typed(last)}"


def _value(question: Question) -> object:
    typed = _typed(question)
    return 500 if question.kind == "amount" else question.choices[0][0] if question.choices else typed


TYPED = {
    "amount": "5",
    "day": "tomorrow",
    "time": "tomorrow 10:00",
    "phone": "+79165551199",
    "typed_phone": "+79165551199",
    "email": "anna@example.com",
}


def _typed(question: Question) -> str:
    return TYPED.get(question.kind, "Because of it 900")


NOT_ALONE = frozenset(
    {
        *(
            "report",
            "approve",
            "decline",
            "refuse",
            "cancel",
            "set_client",
            "rework",
            "write_off",
            "reopen",
            "set_dispatcher",
            "refuse_task",
        ),
        *("take_payment", "refund", "reverse", "propose", "set_time", "attach", "set_docs", "waive", "split"),
        *("complain", "note", "set_address", "wish_time", "answer_complaint", "warranty", "ask_warranty", "ask_prepayment"),
        *("discount", "explain"),
        *("time_agreed", "settled", "due_again", "invoice", "void_invoice", "remind", "warning_ripe", "open", "undo"),
    }
)
"""Actions of a deal that no bare tap performs: words, a sum, a person or evidence belong to them, or they happen by themselves."""
TAPPED = [str(action) for action in DealAction if action not in NOT_ALONE]
LEAD_TAPPED = [str(action) for action in LeadAction]
