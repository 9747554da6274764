"""Joining and leaving the staff: somebody always directs, and a link lets one person in, however many follow it at once."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, invariant, multiple, rule

from crm.actor import STAFF_ROLES, STRANGER, Actor, Role
from crm.errors import CrmError, NotFound, Refused
from crm.ports import UnitOfWork
from crm.staff import StaffMember, bears_payload, invite_key, invite_payload, token_hash
from crm.use_cases.staff import dismiss, invite, make_owner_link, redeem_invite, set_roles
from storage.engine import Engines, open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.unit import NOW, a_colleague, a_unit

BEHIND = 0.3
"""Seconds for the second of two to come to the place where it must wait for the first."""

FOLLOWERS = 50
KEY = invite_key("42:token")
CHATS = (1, 2, 3, 4)
ROLES = st.sets(st.sampled_from([Role.DIRECTOR, Role.OPERATOR]))
T = TypeVar("T")

Ends = Callable[[UnitOfWork, Actor, int], Awaitable[StaffMember]]


async def invited(unit: UnitOfWork, actor: Actor | None, *roles: Role) -> str:
    """The payload of a fresh invite."""
    return invite_payload(await invite(unit, actor, roles=roles, key=KEY), KEY)


async def demotes(unit: UnitOfWork, actor: Actor, staff_id: int) -> StaffMember:
    return await set_roles(unit, actor, staff_id=staff_id, roles=[Role.OPERATOR])


async def dismisses(unit: UnitOfWork, actor: Actor, staff_id: int) -> StaffMember:
    return await dismiss(unit, actor, staff_id=staff_id)


@pytest.mark.parametrize("ends", [demotes, dismisses])
async def test_of_two_directors_who_end_each_other_at_once_one_remains(engines: Engines, ends: Ends) -> None:
    """Each has read that there are two before either commits: the second must wait, look again and be refused."""
    async with engines.write.begin() as connection:
        unit = await a_unit(connection)
        vera, boris = [(await a_colleague(unit, name, "director", chat=chat)).id for name, chat in (("Vera", 1), ("Boris", 2))]

    async def second() -> bool:
        async with engines.write.begin() as connection:
            unit = await a_unit(connection, chat_id=2)
            actor = (await unit.queries.viewer(2, NOW)).actor
            try:
                async with connection.begin_nested():
                    await ends(unit, actor, vera)
            except CrmError:
                return False
            return True

    async with asyncio.TaskGroup() as both, engines.write.begin() as connection:
        unit = await a_unit(connection, chat_id=1)
        await ends(unit, (await unit.queries.viewer(1, NOW)).actor, boris)
        other = both.create_task(second())
        await asyncio.wait([other], timeout=BEHIND)
    assert not other.result()
    async with engines.read.connect() as connection:
        roster = await (await a_unit(connection)).queries.roster()
    assert [person.id for person in roster if Role.DIRECTOR in person.role_set] == [vera]


async def test_who_is_no_director_any_more_changes_nobody(engines: Engines) -> None:
    """His rights are looked at again behind the lock: what the tap was read with may be a moment old."""
    async with engines.write.begin() as connection:
        unit = await a_unit(connection)
        vera, boris = [await a_colleague(unit, name, "director") for name in ("Vera", "Boris")]
        as_read_before = Actor(boris.role_set, boris.id)
        await dismiss(unit, Actor(vera.role_set, vera.id), staff_id=boris.id)
        mary = await a_colleague(unit, "Mary", "director")
        with pytest.raises(NotFound):
            await set_roles(unit, as_read_before, staff_id=mary.id, roles=[])


@pytest.mark.parametrize("ends", [demotes, dismisses])
async def test_the_last_director_cannot_end_himself(engines: Engines, ends: Ends) -> None:
    async with engines.write.begin() as connection:
        unit = await a_unit(connection)
        vera = await a_colleague(unit, "Vera", "director", "operator")
        with pytest.raises(Refused, match="last_director"):
            await ends(unit, Actor(vera.role_set, vera.id), vera.id)


async def test_an_invite_brings_all_its_roles_and_names_who_came(engines: Engines) -> None:
    async with engines.write.begin() as connection:
        unit = await a_unit(connection, chat_id=7)
        vera = await a_colleague(unit, "Vera", "director")
        payload = await invited(unit, Actor(vera.role_set, vera.id), Role.ENGINEER, Role.DISPATCHER)
        assert await unit.queries.used_invites() == []
        await unit.meet(7, name="Ivan", username="", language="en")
        ivan = await redeem_invite(unit, STRANGER, payload=payload, name="Ivan")
        assert ivan is not None
        assert ivan.role_set == {Role.DISPATCHER, Role.ENGINEER}
        assert (await unit.queries.viewer(7, NOW)).actor == Actor(ivan.role_set, ivan.id)
        again = await invited(unit, Actor(vera.role_set, vera.id), Role.OPERATOR)
        await redeem_invite(unit, Actor(ivan.role_set, ivan.id), payload=again, name="Ivan")
        await dismiss(unit, Actor(vera.role_set, vera.id), staff_id=ivan.id)
        used = await unit.queries.used_invites()
    assert [(use.roles, use.made_by, use.used_by, use.used_at) for use in used] == [
        (("operator",), "Vera", "Ivan", NOW),
        (("dispatcher", "engineer"), "Vera", "Ivan", NOW),
    ]


async def test_an_invite_without_a_role_is_not_made(engines: Engines) -> None:
    async with engines.write.begin() as connection:
        with pytest.raises(Refused, match="roles_missing"):
            await invited(await a_unit(connection), None)


async def test_a_payload_is_known_to_who_holds_the_key_alone(engines: Engines) -> None:
    async with engines.write.begin() as connection:
        unit = await a_unit(connection)
        first, second = [await invite(unit, None, roles=[Role.ENGINEER], key=KEY) for _invite in range(2)]
        with pytest.raises(ValueError, match="secret"):
            await invite(unit, None, roles=[Role.ENGINEER], key=b"")
    async with engines.read.connect() as connection:
        kept = {one.id: one for one in await (await a_unit(connection)).queries.open_invites(NOW)}
    assert token_hash(invite_payload(kept[first.id], KEY)) == kept[first.id].token_hash
    payloads = {invite_payload(one, key) for one in (first, second) for key in (KEY, invite_key("43:token"))}
    assert len(payloads) == 4
    assert all(bears_payload(f'{{"text":"/start {payload}"}}'.encode()) for payload in payloads)


@pytest.mark.parametrize("owner", [True, False])
async def test_fifty_follow_one_link_at_once_and_one_joins(engines: Engines, owner: bool) -> None:
    async with engines.write.begin() as connection:
        unit = await a_unit(connection)
        payload = await (make_owner_link(unit) if owner else invited(unit, None, Role.ENGINEER))
        for chat in range(1, FOLLOWERS + 1):
            await unit.meet(chat, name=f"P{chat}", username="", language="en")

    async def follow(chat: int) -> int | None:
        async with engines.write.begin() as connection:
            unit = await a_unit(connection, chat_id=chat)
            member = await redeem_invite(unit, STRANGER, payload=payload, name=f"P{chat}")
            return member.chat_id if member else None

    joined = [chat for chat in await asyncio.gather(*map(follow, range(1, FOLLOWERS + 1))) if chat]
    async with engines.read.connect() as connection:
        unit = await a_unit(connection)
        roster, used = await unit.queries.roster(), await unit.queries.used_invites()
        rights = [(await unit.queries.viewer(chat, NOW)).actor.roles for chat in range(1, FOLLOWERS + 1)]
    assert [person.chat_id for person in roster] == joined
    assert [use.used_by for use in used] == [f"P{chat}" for chat in joined]
    assert [roles for roles in rights if roles] == [frozenset(STAFF_ROLES if owner else {Role.ENGINEER})]


async def test_a_new_owner_link_ends_the_one_before_but_no_invite(engines: Engines) -> None:
    """Three starts of the product within a quarter of an hour leave one way to ownership, not three."""
    async with engines.write.begin() as connection:
        unit = await a_unit(connection, chat_id=1)
        first, to_work, second = await make_owner_link(unit), await invited(unit, None, Role.ENGINEER), await make_owner_link(unit)
        assert await redeem_invite(unit, STRANGER, payload=first, name="Eve") is None
        for payload in (to_work, second):
            assert await redeem_invite(unit, STRANGER, payload=payload, name="Vera")


class People(RuleBasedStateMachine):
    """Whatever sequence of invites, redemptions, roles and dismissals by whomever: somebody always directs, a link is good once."""

    payloads: Bundle[str] = Bundle("payloads")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.engines = open_engines(f"sqlite+aiosqlite:///{self.folder.name}/gotovo.db")
        self.redeemed: set[str] = set()
        self.run(self.opens())

    def run(self, does: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(does)

    async def opens(self) -> None:
        self.connection = await self.engines.write.connect()
        await self.connection.run_sync(migrate)
        unit = await a_unit(self.connection)
        for chat in CHATS:
            await unit.meet(chat, name=f"P{chat}", username="", language="en")
        await a_colleague(unit, "Vera", "director", chat=1)

    async def attempts(self, chat: int, does: Callable[[SqlUnitOfWork, Actor], Awaitable[T]]) -> T | None:
        """As the worker does it: a refusal undoes the input; None for one."""
        unit = await a_unit(self.connection, chat_id=chat)
        actor = (await unit.queries.viewer(chat, NOW)).actor
        try:
            async with self.connection.begin_nested():
                return await does(unit, actor)
        except CrmError:
            return None

    @rule(target=payloads, chat=st.sampled_from(CHATS), roles=ROLES)
    def invites(self, chat: int, roles: set[Role]) -> MultipleResults[str]:
        payload = self.run(self.attempts(chat, lambda unit, actor: invited(unit, actor, *roles)))
        return multiple(*([payload] if payload else []))

    @rule(chat=st.sampled_from(CHATS), payload=payloads)
    def follows(self, chat: int, payload: str) -> None:
        member = self.run(self.attempts(chat, lambda unit, actor: redeem_invite(unit, actor, payload=payload, name="N")))
        assert (member is None) == (payload in self.redeemed)
        self.redeemed.add(payload)

    @rule(chat=st.sampled_from(CHATS), staff_id=st.integers(1, 8), roles=ROLES)
    def turns_roles(self, chat: int, staff_id: int, roles: set[Role]) -> None:
        self.run(self.attempts(chat, lambda unit, actor: set_roles(unit, actor, staff_id=staff_id, roles=roles)))

    @rule(chat=st.sampled_from(CHATS), staff_id=st.integers(1, 8))
    def dismisses(self, chat: int, staff_id: int) -> None:
        self.run(self.attempts(chat, lambda unit, actor: dismiss(unit, actor, staff_id=staff_id)))

    @invariant()
    def somebody_who_can_reach_the_bot_directs(self) -> None:
        async def directors() -> int:
            unit = await a_unit(self.connection)
            return sum([(await unit.queries.viewer(chat, NOW)).actor.has(Role.DIRECTOR) for chat in CHATS])

        assert self.run(directors())

    def teardown(self) -> None:
        async def closes() -> None:
            await self.connection.close()
            await self.engines.dispose()

        self.run(closes())
        self.runner.close()
        self.folder.cleanup()


People.TestCase.settings = settings(max_examples=12, stateful_step_count=25)
TestPeople = People.TestCase
