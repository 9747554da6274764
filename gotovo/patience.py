"""How long a failed sending waits, and when a failure is held against the sending rather than Telegram (architecture §2, Sender)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace

from bot.errors import Judgement, Verdict
from storage.outbox import Row

OWN_FAILURES = 8
"""Of one row, between each two of which something else got through; then the fault is the row's."""
SILENT_CHATS = 3
"""As many that hear nothing, one after the other, are an outage."""
LONGEST = 60
BLAMED = (Verdict.RETRY, Verdict.UNCERTAIN)
REMEMBERED = 10_000


def put_off(judgement: Judgement, *, tries: int) -> Judgement:
    """For how long: the rest of a stream waits as long as the one that failed, so that they go on in their order."""
    if judgement.verdict is Verdict.WAIT:
        return judgement
    return replace(judgement, seconds=min(LONGEST, 2 ** min(tries, 6)) * (0.75 + secrets.randbelow(50) / 100))


@dataclass(slots=True)
class Patience:
    """Told of every call that a courier makes. In memory: a fresh process begins to count anew, and only tries a little longer."""

    _through: int = 0
    _failures: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By row: its failures that count, and what had got through at the last of them."""
    _silent: set[int] = field(default_factory=set)
    """Chats to which a call has failed since something got through."""
    _is_back: bool = False

    def got_through(self, row: Row) -> None:
        self._through += 1
        self._failures.pop(row.id, None)
        self._is_back |= len(self._silent) >= SILENT_CHATS
        self._silent.clear()

    def is_over(self) -> bool:
        """An outage has ended since this was asked last: nobody need wait any longer."""
        was_back, self._is_back = self._is_back, False
        return was_back

    def failed(self, row: Row, judgement: Judgement) -> Judgement:
        """Dead after `OWN_FAILURES`. While nothing gets through at all, nobody's failures count: it is Telegram that is down."""
        if judgement.verdict not in BLAMED:
            return judgement
        self._silent.add(row.chat_id)
        if len(self._failures) >= REMEMBERED:
            self._failures.clear()
        times, through = self._failures.get(row.id, (0, -1))
        if through != self._through:
            times += 1
        self._failures[row.id] = times, self._through
        if times < OWN_FAILURES:
            return judgement
        del self._failures[row.id]
        return Judgement(Verdict.DEAD)
