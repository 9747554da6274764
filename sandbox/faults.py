"""Answers for the script of faults: which of the next calls fails, how, and how often."""

from dataclasses import dataclass, field

from sandbox.updates import UpdateQueue

KINDS = ("429", "5xx", "html_502", "timeout_after_delivery", "reset", "stall", "duplicate_updates", "reordered_updates", "error")


SENDS = ("send", "edit", "copymessage", "forwardmessage")


def is_send(method: str) -> bool:
    """Whether a call brings something to a chat."""
    return method.lower().startswith(SENDS) and method.lower() != "sendchataction"


@dataclass(kw_only=True)
class _Details:
    """Whom a fault hits (`method`, `chat_id`; None is everyone), after how many calls it begins, how often it strikes.

    `sends` spares whatever brings nothing to a chat. `seconds` is the length of a stall, `retry_after` that of a 429; `code` and
    `description` shape "5xx" and "error".
    """

    method: str | None = None
    chat_id: int | None = None
    sends: bool = False
    times: int = 1
    after: int = 0
    seconds: float = 60.0
    retry_after: int = 1
    code: int = 500
    description: str = "Internal Server Error"


@dataclass
class _Named:
    kind: str


@dataclass
class Fault(_Details, _Named):
    """One planned fault: `Fault("429", method="sendMessage", retry_after=2)`."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; known are {', '.join(KINDS)}")

    def hits(self, method: str, chat_id: int | None) -> bool:
        if self.method is not None and self.method.lower() != method.lower():
            return False
        if self.sends and not is_send(method):
            return False
        return self.chat_id is None or self.chat_id == chat_id


@dataclass
class FaultScript:
    """Faults in the order of planning; the first that hits a call strikes."""

    updates: UpdateQueue
    planned: list[Fault] = field(default_factory=list)
    fired: list[tuple[str, str]] = field(default_factory=list)

    def add(self, *faults: Fault) -> None:
        for fault in faults:
            if fault.kind == "duplicate_updates":
                self.updates.duplicate += fault.times
            elif fault.kind == "reordered_updates":
                self.updates.reorder += fault.times
            else:
                self.planned.append(fault)

    @property
    def ahead(self) -> dict[str, int]:
        """How many calls are still to be struck, by kind."""
        counts: dict[str, int] = {}
        for fault in self.planned:
            counts[fault.kind] = counts.get(fault.kind, 0) + fault.times
        more = {"duplicate_updates": self.updates.duplicate, "reordered_updates": self.updates.reorder}
        return counts | {kind: times for kind, times in more.items() if times}

    def clear(self) -> None:
        self.planned.clear()
        self.updates.duplicate = self.updates.reorder = 0

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, if one is due; polls are hit only by faults that name getUpdates."""
        for fault in self.planned:
            if not fault.hits(method, chat_id) or (method == "getUpdates" and fault.method is None):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.planned.remove(fault)
            self.fired.append((fault.kind, method))
            return fault
        return None
