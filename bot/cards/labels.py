"""The names of stages, actions, roles and obstacles: enum value -> msgid; every value has one (tests)."""

from __future__ import annotations

from collections.abc import Callable

from crm.actor import Role
from crm.client import ClientAction
from crm.deal import DealAction, DealStage, OrderType
from crm.estimate import How
from crm.lead import LeadAction, LeadStage


def N_(msgid: str) -> str:  # noqa: N802  # gettext's customary mark for a msgid that is looked up later
    return msgid


ROLES = {
    Role.CLIENT: N_("client"),
    Role.OPERATOR: N_("operator"),
    Role.MANAGER: N_("manager"),
    Role.DISPATCHER: N_("dispatcher"),
    Role.ENGINEER: N_("engineer"),
    Role.ACCOUNTANT: N_("accountant"),
    Role.DIRECTOR: N_("director"),
    Role.SYSTEM: N_("system"),
}

ANSWERED_BY = {How.BY_PHONE: N_("📞 By phone"), How.IN_PERSON: N_("🏪 At the counter"), How.IN_WRITING: N_("✉️ In writing")}
"""By what road an answer came that staff recorded for the client (B3)."""

LEAD_STAGES = {
    LeadStage.NEW: N_("new request"),
    LeadStage.IN_WORK: N_("request in work"),
    LeadStage.WITH_MANAGER: N_("with the manager"),
    LeadStage.CONVERTED: N_("became an order"),
    LeadStage.JOINED: N_("joined to another order"),
    LeadStage.ANSWERED: N_("answered"),
    LeadStage.REJECTED: N_("rejected"),
}

DEAL_STAGES = {
    DealStage.NEW: N_("new order"),
    DealStage.ESTIMATING: N_("estimate being made"),
    DealStage.DIAGNOSIS: N_("diagnosis"),
    DealStage.APPROVAL: N_("waiting for approval"),
    DealStage.SCHEDULING: N_("time being agreed"),
    DealStage.SCHEDULED: N_("scheduled"),
    DealStage.IN_PROGRESS: N_("work in progress"),
    DealStage.WAITING_PARTS: N_("waiting for parts"),
    DealStage.READY: N_("ready"),
    DealStage.DOCUMENTS: N_("papers"),
    DealStage.PAYMENT: N_("waiting for payment"),
    DealStage.CLOSED: N_("closed"),
    DealStage.CANCELLED: N_("cancelled"),
}


def device_name(device: str, _: Callable[[str], str]) -> str:
    """What a client chose in the reader's language, or the words that somebody typed."""
    chosen = DEVICES.get(device, device)
    return _(chosen) if chosen else ""


DEVICES = {"phone": N_("Phone"), "laptop": N_("Laptop"), "appliance": N_("Appliance"), "other": ""}
"""What a client chooses from in the form; anything else is in somebody's own words."""

ORDER_TYPES = {
    OrderType.WORKSHOP: N_("Workshop"),
    OrderType.VISIT: N_("Visit"),
    OrderType.EXPRESS: N_("Express by price list"),
    OrderType.CONTRACT: N_("By contract"),
    OrderType.WARRANTY_RETURN: N_("Warranty return"),
    OrderType.MAKER_WARRANTY: N_("Maker's warranty"),
    OrderType.SALE: N_("Sale"),
}

LEAD_ACTIONS = {
    LeadAction.OPEN: N_("Request opened"),
    LeadAction.TAKE: N_("✋ Take"),
    LeadAction.TO_MANAGER: N_("👔 To manager"),
    LeadAction.RETURN: N_("↩️ Back to queue"),
    LeadAction.BACK: N_("↩️ To operator"),
    LeadAction.CONVERT: N_("🧾 To deal"),
    LeadAction.JOIN: N_("🔗 Join"),
    LeadAction.SPLIT: N_("✂️ Separate"),
    LeadAction.ANSWER: N_("✅ Answered"),
    LeadAction.REJECT: N_("🚫 Reject"),
    LeadAction.REOPEN: N_("🔓 Reopen"),
    LeadAction.POSTPONE: N_("😴 Snooze"),
    LeadAction.SET_NEED: N_("✏️ Need"),
    LeadAction.SET_CLIENT: N_("👤 Client set"),
    LeadAction.WRITE: N_("💬 Write"),
}

CLIENT_ACTIONS = {
    ClientAction.GIVE_CREDIT: N_("✅ On credit"),
    ClientAction.END_CREDIT: N_("🚫 No credit"),
    ClientAction.AGREE_LIMIT: N_("✅ Agreed limit"),
}

DEAL_ACTIONS = {
    DealAction.OPEN: N_("Order opened"),
    DealAction.START: N_("▶️ Start"),
    DealAction.DIAGNOSE: N_("🔍 To diagnosis"),
    DealAction.REPORT: N_("🔍 Report findings"),
    DealAction.OFFER_TIME: N_("🕒 Agree the time"),
    DealAction.SEND_ESTIMATE: N_("📤 Send for approval"),
    DealAction.APPROVE: N_("✅ Approve"),
    DealAction.DECLINE: N_("Decline"),
    DealAction.CHANGE: N_("✏️ Change estimate"),
    DealAction.TIME_AGREED: N_("Time agreed"),
    DealAction.RESCHEDULE: N_("🔁 Reschedule"),
    DealAction.NOT_HOME: N_("🚪 Nobody home"),
    DealAction.BEGIN: N_("▶️ Started"),
    DealAction.ORDER_PARTS: N_("📦 Wait for parts"),
    DealAction.PARTS_ARRIVED: N_("📦 Parts arrived"),
    DealAction.TAKE_TO_SHOP: N_("🏢 Take to shop"),
    DealAction.FINISH: N_("🏁 Done"),
    DealAction.REFUSE: N_("⛔ No repair"),
    DealAction.CANCEL: N_("🚫 Cancel order"),
    DealAction.ISSUE: N_("🤝 Hand over"),
    DealAction.REWORK: N_("🔧 Rework"),
    DealAction.DISPOSE: N_("🗑 Dispose"),
    DealAction.CLOSE: N_("🏁 Close & hand over"),
    DealAction.SETTLED: N_("Settled"),
    DealAction.DUE_AGAIN: N_("Account opened again"),
    DealAction.WRITE_OFF: N_("🧹 Write off"),
    DealAction.REOPEN: N_("🔓 Reopen"),
    DealAction.SET_DISPATCHER: N_("🚦 Dispatcher"),
    DealAction.ASSIGN: N_("👷 Assign"),
    DealAction.REFUSE_TASK: N_("⚠️ Can't do"),
    DealAction.SET_TYPE: N_("🏷 Kind of order"),
    DealAction.SET_CLIENT: N_("👤 Client set"),
    DealAction.SET_ADDRESS: N_("📍 Address"),
    DealAction.ASK_PREPAYMENT: N_("💳 Ask prepayment"),
    DealAction.ACCEPT_DEVICE: N_("📥 Device taken in"),
    DealAction.EDIT_ESTIMATE: N_("🧾 Estimate"),
    DealAction.DISCARD_DRAFT: N_("🗑 Drop the draft"),
    DealAction.TAKE_PAYMENT: N_("💰 Payment"),
    DealAction.REFUND: N_("↩️ Refund"),
    DealAction.REVERSE: N_("⎌ Reverse"),
    DealAction.REMIND: N_("🔔 Remind"),
    DealAction.INVOICE: N_("📤 Invoice client"),
    DealAction.VOID_INVOICE: N_("✖ Void the invoice"),
    DealAction.PROPOSE: N_("🕒 Offer time"),
    DealAction.PICK: N_("🕒 Choose time"),
    DealAction.WISH_TIME: N_("🕒 Another time asked"),
    DealAction.SET_TIME: N_("🕒 Set time"),
    DealAction.ACCEPT_TIME: N_("👌 Time suits me"),
    DealAction.DEPART: N_("🚗 On my way"),
    DealAction.ADD_PHOTO: N_("📷 Photo"),
    DealAction.HAND_DOCS: N_("📄 Papers handed"),
    DealAction.ATTACH: N_("📎 Attach"),
    DealAction.PASS_DOCS: N_("👔 Papers to manager"),
    DealAction.SET_DOCS: N_("📄 Papers"),
    DealAction.WAIVE: N_("🔑 Waive"),
    DealAction.SPLIT: N_("✂️ Split off device"),
    DealAction.DISCOUNT: N_("🏷 Discount"),
    DealAction.EXPLAIN: N_("Reason given"),
    DealAction.COMPLAIN: N_("😟 Complaint"),
    DealAction.ANSWER_COMPLAINT: N_("🙂 Answer the complaint"),
    DealAction.SETTLE_COMPLAINT: N_("✅ Settle the complaint"),
    DealAction.WARRANTY: N_("🛡 Warranty return"),
    DealAction.ASK_WARRANTY: N_("🛡 Ask about warranty"),
    DealAction.WARN: N_("✉️ Warning sent"),
    DealAction.WARNING_RIPE: N_("Warning term passed"),
    DealAction.REQUEST_CANCEL: N_("🚫 Ask to cancel"),
    DealAction.NOTE: N_("🗒 Note"),
    DealAction.WRITE: N_("💬 Write"),
    DealAction.UNDO: N_("↩️ Undo"),
}
