"""Tasks: something a person must do by a time, linked to its order (R21, R48); also the call that replaces an unreachable notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TaskKind(StrEnum):
    CALL = "call"
    REPAIR = "repair"
    SERVICE = "service"
    COMPLAINT = "complaint"
    CALL_BACK = "call_back"
    LETTER = "letter"
    REFUND = "refund"


class TaskState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    AWAITING_CONTROL = "awaiting_control"
    CLOSED = "closed"


@dataclass(slots=True)
class Task:
    """`notice` names what a call must tell; `role` holds a task that nobody took yet; `key` keeps one task per cause."""

    id: int
    kind: TaskKind
    created_at: datetime
    order_id: int | None = None
    client_id: int | None = None
    assignee_id: int | None = None
    role: str | None = None
    controller_id: int | None = None
    state: TaskState = TaskState.OPEN
    notice: str | None = None
    body: str = ""
    outcome: str = ""
    tries: int = 0
    due_at: datetime | None = None
    closed_at: datetime | None = None
    row_version: int = 0
    key: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state is not TaskState.CLOSED
