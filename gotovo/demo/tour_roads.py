"""Both roads of the guided tour, step by step: who does what, which button, and how it is known that it was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm.deal import Deal, DealStage
from crm.lead import Lead, LeadStage

ROAD = list(DealStage)


@dataclass(frozen=True, slots=True)
class Situation:
    """An order as the tour looks at it; without a lead the road has not begun."""

    lead: Lead | None = None
    deal: Deal | None = None
    acts: frozenset[str] = frozenset()

    def is_past(self, stage: DealStage) -> bool:
        return self.deal is not None and ROAD.index(self.deal.stage) > ROAD.index(stage)


Reached = Callable[[Situation], bool]


def on_deal(holds: Callable[[Deal], bool]) -> Reached:
    return lambda now: now.deal is not None and holds(now.deal)


def past(stage: DealStage) -> Reached:
    return lambda now: now.is_past(stage)


def done(action: str) -> Reached:
    return lambda now: action in now.acts


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing to do: `tap` a button or `key` that begins with the label `words`, `say` the tour's words of that name, or `write` them.

    Labels and questions are msgids. `under` is what the message with the button, or the question before the answer, contains.
    """

    do: str
    words: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`cues` lie one behind the other: the last that is on the screen is the one to follow.

    Reaching a `milestone` leaves behind whatever lies before it, done or not.
    """

    name: str
    who: str
    reached: Reached
    cues: tuple[Cue, ...]
    milestone: bool = True


def tap(label: str, under: str = "") -> Cue:
    return Cue("tap", label, under)


START = Step("start", "dispatcher", past(DealStage.NEW), (tap("▶️ Start"),))
ASSIGN = Step("assign", "dispatcher", on_deal(lambda d: d.engineer_id is not None), (tap("👷 Assign"), tap("{engineer}")), False)
PRICE = (
    tap("🧾 Estimate"),
    tap("✍️ Custom line"),
    Cue("say", "line", "Title and price, one line each, e.g. Cleaning 900 or Cleaning 2 x 450"),
)
PAY = Step("pay", "dispatcher", on_deal(lambda d: d.balance <= 0 and d.paid > 0), (tap("💰 Payment"), tap("💵 Cash")), milestone=False)
CLOSE = Step("close", "dispatcher", on_deal(lambda d: d.stage is DealStage.CLOSED), (tap("🏁 Close & hand over"),))
TAKE = Step("take", "operator", lambda now: now.lead is not None and now.lead.stage is not LeadStage.NEW, (tap("✋ Take"),))


def has_estimate(deal: Deal) -> bool:
    return deal.estimate_lines > 0 and deal.estimate_total > 0


def is_approved(deal: Deal) -> bool:
    return deal.approved_version is not None and not deal.has_unapproved_estimate


def is_with_client(deal: Deal) -> bool:
    return deal.stage is DealStage.APPROVAL or is_approved(deal)


def priced(who: str) -> tuple[Step, ...]:
    """The estimate, from its first line to the client's yes; `who` makes it."""
    return (
        Step("estimate", who, on_deal(has_estimate), PRICE, milestone=False),
        Step("send", who, on_deal(is_with_client), (tap("🧾 Estimate"), tap("📤 Send for approval"))),
        Step("approve", "client", on_deal(is_approved), (tap("✅ Approve {sum}"),)),
    )


BENCH = (
    Step("write", "client", lambda now: now.lead is not None, (Cue("say", "need"),)),
    TAKE,
    Step("hand", "holder", on_deal(lambda d: d.dispatcher_id is not None), (tap("🧾 To deal"), tap("{dispatcher}"))),
    START,
    Step("accept", "dispatcher", on_deal(lambda d: d.device_here), (tap("📥 Device taken in"),), milestone=False),
    ASSIGN,
    Step("diagnose", "dispatcher", on_deal(lambda d: d.stage is DealStage.DIAGNOSIS), (tap("🔍 To diagnosis"),), milestone=False),
    Step(
        "report",
        "engineer",
        done("report"),
        (tap("🔍 Report findings"), Cue("say", "findings", "What did the diagnosis show?")),
    ),
    *priced("dispatcher"),
    Step("begin", "engineer", on_deal(lambda d: d.work_begun), (tap("▶️ Started"),)),
    Step("finish", "engineer", past(DealStage.WAITING_PARTS), (tap("🏁 Done"),)),
    PAY,
    Step("issue", "dispatcher", past(DealStage.READY), (tap("🤝 Hand over"),)),
    CLOSE,
)
FORM = (
    Cue("key", "🛠 New request"),
    tap("🧺 Appliance"),
    Cue("say", "need", "What happened? Write or send a photo."),
    Cue("say", "address", "Where? For a visit you can send the address or the location at once."),
    Cue("key", "📞 Share my number"),
    tap("✅ Send"),
)
VISIT = (
    Step("form", "client", lambda now: now.lead is not None, FORM),
    TAKE,
    Step(
        "to_manager",
        "operator",
        lambda now: now.lead is not None and now.lead.manager_id is not None,
        (tap("👔 To manager"), tap("{manager}")),
    ),
    Step("convert", "holder", on_deal(lambda d: d.dispatcher_id is not None), (tap("🧾 To deal"), tap("{dispatcher}"))),
    START,
    ASSIGN,
    Step(
        "offer",
        "dispatcher",
        on_deal(lambda d: bool(d.slots) or d.starts_at is not None),
        (tap("🕒 Agree the time"), tap("🕒 Offer time"), tap("⬜", "№{number}: which times do we offer?"), tap("📤 Offer {n} option")),
    ),
    Step("pick", "client", on_deal(lambda d: d.client_agreed), (tap("", "№{number}: which time suits you?"),)),
    Step("agree", "engineer", past(DealStage.SCHEDULING), (tap("👌 Time suits me"),)),
    Step("depart", "engineer", on_deal(lambda d: d.departed), (tap("🚗 On my way"),), milestone=False),
    Step("arrive", "engineer", on_deal(lambda d: d.work_begun), (tap("▶️ Started"),)),
    *priced("engineer"),
    Step("finish", "engineer", past(DealStage.READY), (tap("🏁 Done"),)),
    PAY,
    CLOSE,
)
BACK = (Cue("write", "{number}"), tap("🔎 Find", "{number}"), tap("№{number}"))
"""How staff get an order's card back: by its number, or from a board that names it."""
BACK_OF_CLIENT = (Cue("key", "📋 My requests"), tap("№{number}"))
ROADS: dict[str, tuple[Step, ...]] = {"bench": BENCH, "visit": VISIT}


def next_step(steps: tuple[Step, ...], now: Situation) -> tuple[int | None, int]:
    """The step to be done (None at the end) and the one before which all is behind."""
    behind = max((at + 1 for at, step in enumerate(steps) if step.milestone and step.reached(now)), default=0)
    return next((at for at in range(behind, len(steps)) if not steps[at].reached(now)), None), behind
