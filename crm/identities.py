"""Who is who: what joining and telling apart the cards of clients needs of storage (R40)."""

from __future__ import annotations

from typing import Protocol


class Identities(Protocol):
    """Parts of the clients' repository that change whom something belongs to."""

    async def hold(self, kind: str, value: str) -> None:
        """Nobody else makes a card for this phone or e-mail until the transaction ends."""
        ...

    async def part(self, order_id: int, *, source: int, into: int) -> str:
        """What was said on a request of `source` becomes `into`'s, with the Telegram that wrote it and nothing else of `source`'s.

        Returns the name of that Telegram, empty when none goes along.
        """
        ...

    async def merge(self, *, source: int, into: int) -> None:
        """Everything of `source` becomes `into`'s; staff's decision or the client's own proof (B6)."""
        ...
