"""The client card: a person or a company, known once staff or his own proof confirmed him (R18, R19, R25)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crm.events import Kind, Ref

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,24}")


class ClientAction(StrEnum):
    """What was agreed with a client for all his orders."""

    GIVE_CREDIT = "give_credit"
    END_CREDIT = "end_credit"
    AGREE_LIMIT = "agree_limit"


@dataclass(slots=True)
class Client:
    """Who orders. `confirmed_at` is set when staff opened his card or he ordered before: such a client is known (R39-R41).

    On credit he takes his things before he pays: up to `credit_limit` of debt (minor units, 0: no limit), within `payment_days` bank days
    (0: the company's usual term). Estimates up to `agreed_limit` need no yes of his.
    """

    id: int
    created_at: datetime
    kind: str = "person"
    name: str = ""
    company_id: int | None = None
    address: str = ""
    note: str = ""
    manager_id: int | None = None
    channel: str = "telegram"
    language: str = "ru"
    confirmed_at: datetime | None = None
    blacklisted_at: datetime | None = None
    on_credit: bool = False
    credit_limit: int = 0
    payment_days: int = 0
    agreed_limit: int = 0
    row_version: int = 0

    @property
    def ref(self) -> Ref:
        return Ref(Kind.CLIENT, self.id)

    @property
    def is_known(self) -> bool:
        return self.confirmed_at is not None


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A phone (E.164) or an e-mail; `proved` when the client himself showed that it is his, typed ones are suggestions."""

    client_id: int
    kind: str
    value: str
    proved: bool = False
    id: int = field(default=0, compare=False)
