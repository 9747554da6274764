"""Who may do what, and when: written by hand from the tables of the flows, never from the code that it judges (G6).

A line reads: the deed, who may do it, in which situations it has its effect. `here` and `on site` are where the device is.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.rights.company import ANNA, ANNA_WHO_BLOCKED, DEMOTED, DIR, E2, OP, A, D, E, M

CLIENT = (ANNA, ANNA_WHO_BLOCKED)
"""His right does not depend on whether the bot could reach him a while ago."""
STAFF = (OP, M, D, E, A, DIR)
ANY_COLLEAGUE = (*STAFF, E2, DEMOTED)
"""For himself alone: also the engineer of other orders, and who has no role any more."""

LEADS_OPEN = ("lead new", "lead in_work", "lead with_manager")
LEADS = (*LEADS_OPEN, "lead joined", "lead answered", "lead rejected")
BEFORE = ("new", "new here", "estimating", "estimating here")
APPROVAL = ("approval here", "approval on site")
TIME = ("scheduling", "time chosen")
MORE = ("more work",)
WORK = ("in progress", "in progress here", *MORE)
SCHEDULED = ("scheduled", "scheduled here")
READY = ("ready", "ready, never collected")
PAPERS = ("documents", "documents, long")
AFTER = ("payment", "closed")
OPEN = (*BEFORE, "diagnosis", *APPROVAL, *TIME, *SCHEDULED, *WORK, "waiting parts", *READY, *PAPERS, "payment")
ALL = (*OPEN, "closed", "cancelled")
OWED = ("scheduled here", *WORK, "waiting parts", "ready, never collected", "documents, long", "payment")
PAID = ("ready", "documents", "closed")
AWAY = ("new", "estimating", "approval on site", *TIME, "scheduled", "in progress", *MORE, *PAPERS, "payment")
PRICED = (*BEFORE[2:], *APPROVAL, "scheduled here", *WORK, "waiting parts", *READY, *PAPERS, *AFTER)
EVERYWHERE = (*LEADS, *ALL)
MAY_BE_CALLED_OFF = ("new", "estimating", "approval on site", *TIME, "scheduled")


@dataclass(frozen=True, slots=True)
class May:
    """`who` may do it in these situations; everybody else, and they elsewhere, change nothing."""

    who: tuple[int, ...]
    when: tuple[str, ...]


Rules = dict[str, list[May]]


def table(*lines: tuple[str, tuple[int, ...], tuple[str, ...]]) -> Rules:
    found: Rules = {}
    for deed, who, when in lines:
        found.setdefault(deed, []).append(May(who, when))
    return found


LEAD_TAPS = table(
    ("take", (OP,), ("lead new",)),
    ("return", (OP,), ("lead in_work",)),
    ("back", (M,), ("lead with_manager",)),
    ("answer", (OP, M), ("lead in_work", "lead with_manager")),
    ("reopen", (OP, M), ("lead answered", "lead rejected")),
    ("split", (OP, M), ("lead joined",)),
    ("to_manager", (OP,), ("lead in_work",)),
    ("write", (*CLIENT, OP, M), (*LEADS, *ALL)),
)
"""One tap on a request. What needs a person, an order or a reason with it does nothing alone."""

LEAD_DEEDS = table(
    ("whom", (), ()),
    ("convert", (OP,), ("lead in_work",)),
    ("convert", (M,), ("lead with_manager",)),
    ("to_manager", (OP,), ("lead in_work",)),
    ("reject", (OP, M), LEADS_OPEN),
    ("snooze", (OP, M), LEADS_OPEN),
    ("join", (OP, M), LEADS_OPEN),
    ("take_next", (OP,), ("lead new",)),
    ("not_request", CLIENT, ("lead new",)),
)
"""`whom` only asks, as long as nobody wears both hats: what it does then is told in `test_handing.py`."""

DEAL_TAPS = table(
    ("start", (D,), ("new", "new here")),
    ("diagnose", (D, E), ("estimating here",)),
    ("offer_time", (D,), ("estimating",)),
    ("send_estimate", (D, OP), ("estimating", "estimating here")),
    ("send_estimate", (D, E), MORE),
    ("discard_draft", (D, E), MORE),
    ("change", (D,), APPROVAL),
    ("change", (E,), ("approval on site",)),
    ("reschedule", (*CLIENT, D, E), ("scheduled",)),
    ("not_home", (D, E), ("scheduled",)),
    ("begin", (D, E), SCHEDULED),
    ("order_parts", (D,), (*TIME, *SCHEDULED, *WORK)),
    ("order_parts", (E,), WORK),
    ("parts_arrived", (D, OP), ("waiting parts",)),
    ("take_to_shop", (E,), ("in progress", *MORE)),
    ("finish", (D, E), ("in progress", "in progress here")),
    ("request_cancel", CLIENT, ("new", "new here", "estimating", "estimating here", *APPROVAL, *TIME, *SCHEDULED, "waiting parts")),
    ("issue", (OP, D, E), ("ready",)),
    ("warn", (M, D, DIR), READY),
    ("dispose", (DIR,), ("ready, never collected",)),
    ("close", (M,), PAPERS),
    ("close", (D,), ("documents",)),
    ("assign", (D, M), OPEN),
    ("set_type", (OP, M, D), OPEN),
    ("accept_device", (OP, D, E), ("new", "estimating", *TIME, "scheduled")),
    ("edit_estimate", (D, OP), BEFORE),
    ("edit_estimate", (D, E), (*WORK, "diagnosis")),
    ("pick", CLIENT, TIME),
    ("accept_time", (E,), TIME),
    ("depart", (E,), ("scheduled",)),
    ("add_photo", (E, D, OP), ("diagnosis", *SCHEDULED, *WORK, *READY, *PAPERS)),
    ("hand_docs", (E,), (*WORK, *READY, *PAPERS)),
    ("pass_docs", (D,), (*READY, *PAPERS)),
    ("settle_complaint", (M, DIR), ("in progress",)),
    ("write", (*CLIENT, *STAFF), ALL),
)
"""One tap on an order. What needs words, a sum or evidence with it does nothing alone."""

ANSWERS = table(("yes", CLIENT, APPROVAL), ("no", CLIENT, APPROVAL))
"""The client's own tap on a version: nobody else's, not even with every role of the staff (B3)."""

DEAL_DEEDS = table(
    *((owner, (OP, M), (*LEADS_OPEN, *BEFORE, "diagnosis", *TIME, "scheduled")) for owner in ("tell_apart", "link")),
    ("why_declined", CLIENT, ("estimating here",)),
    ("complaint_step", (M, DIR), ("in progress",)),
    ("paper_set", (M,), OPEN),
    ("paper", (M,), OPEN),
    ("give_to", (OP, M, DIR), OPEN),
    ("propose", (D, E), TIME),
    ("pick", (D, OP), BEFORE),
    ("pick", (D, E), (*WORK, "diagnosis")),
    ("promise", (D, OP), BEFORE),
    ("promise", (D, E), (*WORK, "diagnosis")),
    *((line, (D, OP), ("estimating", "estimating here")) for line in ("line_more", "line_less")),
    *((line, (D, E), WORK) for line in ("line_more", "line_less")),
    ("pay", (OP, E, D, A), OWED),
    ("invoice", (A,), (*WORK, "waiting parts", "ready, never collected", "documents, long", "payment")),
    ("joint", (A,), (*WORK, "waiting parts", "ready, never collected", "documents, long", "payment")),
    ("pay_invoice", (OP, E, D, A), ("payment",)),
    ("void_invoice", (A,), ("payment",)),
    ("reverse", (A, DIR), PAID),
    ("remind", (M, D, A, DIR), ("ready, never collected", "documents, long", "payment")),
    *((call, (OP, M, D, A, DIR), (*LEADS, *ALL)) for call in ("told", "no_answer")),
    *((call, (E,), ALL) for call in ("told", "no_answer")),
)

OTHER_DEEDS = table(
    ("invite", (DIR,), EVERYWHERE),
    ("shift", ANY_COLLEAGUE, EVERYWHERE),
    ("request_approve", (DIR,), EVERYWHERE),
    ("request_withdraw", (E,), EVERYWHERE),
    ("away", (D, DIR, E), EVERYWHERE),
    ("role", (DIR,), EVERYWHERE),
    ("dismiss", (DIR,), EVERYWHERE),
    ("revoke", (DIR,), EVERYWHERE),
    *((of_machine, (DIR,), EVERYWHERE) for of_machine in ("dead_retry", "dead_drop", "back_up", "check_up")),
    ("price_apply", (DIR, M), EVERYWHERE),
    ("price_discard", (DIR, M), EVERYWHERE),
    ("price_archive", (DIR, M), EVERYWHERE),
    ("note_on", (OP,), EVERYWHERE),
    ("separate", (OP, M, D), EVERYWHERE),
    ("drop_point", (OP, M, D, DIR), EVERYWHERE),
    ("set", (DIR,), EVERYWHERE),
    ("setup", (DIR,), EVERYWHERE),
    ("setup_rest", (DIR,), EVERYWHERE),
    ("reassign", (D,), (*BEFORE, "diagnosis", *APPROVAL, *TIME, *SCHEDULED, *WORK, "waiting parts")),
)
"""Deeds about the company itself; the stage of an order is nothing to them."""

REFUSABLE = ("estimating", "estimating here", "diagnosis", *APPROVAL, *TIME, *SCHEDULED, *WORK, "waiting parts")

DIALOGUES = table(
    ("prepayment", (D, A), ("estimating", "estimating here", *APPROVAL, *TIME, *SCHEDULED, *WORK, "waiting parts")),
    ("waive", (M, DIR), ("ready, never collected",)),
    ("complaint_outcome", (M, DIR), ("in progress",)),
    ("warranty", (*CLIENT, *STAFF), (*PAPERS, *AFTER)),
    ("warranty_question", CLIENT, (*PAPERS, *AFTER)),
    ("discount", (OP, D, M, DIR), PRICED),
    ("why_declined", CLIENT, ("estimating here",)),
    ("counter_offer", (D, E), (*TIME, "scheduled")),
    ("reject_lead", (OP, M), LEADS_OPEN),
    ("split", (D,), ("estimating", "estimating here", *APPROVAL, *TIME, *SCHEDULED, "waiting parts")),
    ("call_off", CLIENT, ("new", "new here", "estimating", "estimating here", *APPROVAL, *TIME, *SCHEDULED, "waiting parts")),
    ("findings", (D, E), ("diagnosis",)),
    ("refuse", (D, M), REFUSABLE),
    ("refuse", (E,), ("diagnosis", *WORK, "scheduled")),
    ("no_repair", (D, M), REFUSABLE),
    ("no_repair", (E,), ("diagnosis", *WORK, "scheduled")),
    ("finish_photos", (D, E), ("in progress", "in progress here")),
    *((asked, (D, OP), BEFORE) for asked in ("asked_price", "promise_day")),
    *((asked, (D, E), (*WORK, "diagnosis")) for asked in ("asked_price", "promise_day")),
    ("parts_day", (D,), (*TIME, *SCHEDULED, *WORK)),
    ("parts_day", (E,), WORK),
    ("own_time", (D, E), TIME),
    ("time_wish", CLIENT, TIME),
    ("order_address", (OP, M, D, E), AWAY),
    ("set_time", (D,), TIME),
    ("reschedule", (*CLIENT, D, E), ("scheduled",)),
    ("cancel", (*CLIENT, OP, M, D), MAY_BE_CALLED_OFF),
    ("rework", (D, OP), READY),
    ("refuse_task", (E,), ("estimating", "estimating here", "diagnosis", *TIME, *SCHEDULED, *WORK, "waiting parts")),
    ("reopen", (M, DIR), AFTER),
    ("reopen", (M, DIR, D), ("cancelled",)),
    ("write_off", (DIR,), ("payment",)),
    ("complain", (*CLIENT, *STAFF), ALL),
    ("note", STAFF, ALL),
    ("approve_for", (OP, M, D, E), APPROVAL),
    ("decline_for", (OP, M, D, E), APPROVAL),
    ("free_line", (D, OP), BEFORE),
    ("free_line", (D, E), (*WORK, "diagnosis")),
    ("part_payment", (OP, E, D, A), (*OPEN, "closed")),
    ("part_invoice", (OP, E, D, A), ("payment",)),
    ("refund", (A, DIR), PAID),
    ("receipt", (OP, E, D, A), PAID),
    ("lead_need", (OP, M), LEADS_OPEN),
    ("decline_request", (DIR,), EVERYWHERE),
    ("setting", (DIR,), EVERYWHERE),
    ("setup", (DIR,), EVERYWHERE),
    ("internal_request", ANY_COLLEAGUE, EVERYWHERE),
    ("by_hand", (OP, M), EVERYWHERE),
    ("new_client", (OP, M, D, DIR), EVERYWHERE),
    ("price_change", (DIR, M), EVERYWHERE),
    ("price_add", (DIR, M), EVERYWHERE),
    *((terms, (M, A, DIR), EVERYWHERE) for terms in ("credit", "agreed_limit")),
    *((f"client_{what}", (OP, M, D, DIR), EVERYWHERE) for what in ("name", "company", "email", "address", "phone")),
)


JUDGED_ELSEWHERE = frozenset(
    {
        *("lang", "find", "price_search", "price_find", "draft_find", "media", "phone", "request", "photos", "send_papers", "show_files"),
        *("find_client", "attach", "act_photo"),
    }
)
"""Open to everybody for himself: they change one's own language or card, or only show what one's rights let one see.

Photos and papers change nothing without a picture or a file. Who is sent an order's files is told in `test_manager.py`: they leave no
trace in the tables that this matrix compares.
"""


def may(rules: Rules, deed: str, *, situation: str) -> frozenset[int]:
    """Everybody whose press of this deed has its effect in the situation."""
    return frozenset(person for line in rules.get(deed, []) if situation in line.when for person in line.who)
