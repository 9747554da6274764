"""Answers for what a product may hand to its page: levers that only it can move, and looks that only it has into itself."""

from collections.abc import Mapping
from typing import Protocol

from sandbox.records import JSON


class Levers(Protocol):
    """A product in play. Without one, as when the sandbox runs alone, the page shows none of this."""

    @property
    def language(self) -> str:
        """What the people of the company speak now."""
        ...

    @property
    def languages(self) -> tuple[str, ...]:
        """What a fresh company may speak."""
        ...

    async def pass_hour(self) -> None:
        """The product's clock goes an hour on and what was due meanwhile happens."""
        ...

    def reset(self, language: str) -> None:
        """Soon everything ends and a fresh company begins at the same address; pages come back by themselves."""
        ...

    async def rows(self, after: Mapping[str, int]) -> list[JSON]:
        """Rows of the product's tables with ids above `after` by table; each has `table`, `id`, `kind`, `state`, `open` and no secret."""
        ...

    async def roads(self) -> list[JSON]:
        """The guided roads as they stand: `steps`, and `at`, the step that is next (None: the road has ended).

        A step has its `person`, `cues` in the order in which one leads to the other, and `back`, cues that bring a lost screen back.
        `coming` are the chats to which something is on its way.
        """
        ...
