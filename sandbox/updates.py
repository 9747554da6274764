"""Answers for the updates not yet taken by the bot: their order, their life time and who may hear of them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.records import JSON

DAY = 86_400.0
LIFE = {"callback_query": 150.0, "shipping_query": 150.0, "pre_checkout_query": 150.0, "inline_query": 30.0}
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
QUEUE_SHIFT = 1 << 33
USER_QUEUES = {"inline_query": 1, "chosen_inline_result": 2, "callback_query": 3, "poll_answer": 6, "my_chat_member": 7}


@dataclass
class Update:
    """One update; `queue` names the stream within which a webhook keeps the order."""

    update_id: int
    kind: str
    payload: JSON
    queue: int
    expires_at: float
    failures: int = 0
    due_at: float = 0.0

    def as_json(self) -> JSON:
        return {"update_id": self.update_id, self.kind: self.payload}


def queue_of(kind: str, payload: JSON) -> int:
    """A message and a button press of one user are two queues, as at Telegram."""
    if kind in USER_QUEUES:
        return int(payload["from"]["id"]) + USER_QUEUES[kind] * QUEUE_SHIFT
    chat = int(payload["chat"]["id"]) if "chat" in payload else 0
    return chat + (8 * QUEUE_SHIFT if kind == "message_reaction" else 0)


@dataclass
class UpdateQueue:
    """Pending updates, oldest first. Everything below a given offset is confirmed and forgotten."""

    clock: Callable[[], float]
    pending: list[Update] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    next_id: int = field(default_factory=lambda: random.randint(100_000_000, 900_000_000))
    duplicate: int = 0
    reorder: int = 0

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def add(self, kind: str, payload: JSON) -> Update | None:
        if not self.wants(kind):
            return None
        now = self.clock()
        update = Update(self.next_id, kind, payload, queue_of(kind, payload), now + LIFE.get(kind, DAY))
        self.next_id += 1
        self.pending.append(update)
        return update

    def forget_expired(self) -> None:
        now = self.clock()
        self.pending = [update for update in self.pending if update.expires_at > now]

    def confirm(self, offset: int) -> None:
        """A negative offset keeps only the last `-offset` updates."""
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update.update_id >= offset]

    def first(self, limit: int) -> list[Update]:
        self.forget_expired()
        return self.pending[:limit]

    def batch(self, limit: int) -> list[JSON]:
        """What one getUpdates answer carries; scripted disorder is applied here."""
        updates = [update.as_json() for update in self.first(limit)]
        if self.reorder and len(updates) > 1:
            self.reorder -= 1
            updates.reverse()
        if self.duplicate and updates:
            self.duplicate -= 1
            updates += updates
        return updates

    def discard(self, update: Update) -> None:
        if update in self.pending:
            self.pending.remove(update)
