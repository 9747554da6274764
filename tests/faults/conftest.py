"""What the fault tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.ledger import proof
from tests.faults.zygote import Zygote

__all__ = ["proof"]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """The product imported once in a process of its own, which forks a fresh product whenever it is told to."""
    nest = Zygote()
    yield nest
    nest.close()
