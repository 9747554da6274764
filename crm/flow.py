"""A flow: one declared table that draws the buttons and enforces the moves (architecture §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypedDict, TypeVar, Unpack

from crm.actor import Actor, Role
from crm.errors import NotFound, Refused


class HasStage(Protocol):
    """What a flow needs of its subject."""

    @property
    def id(self) -> int: ...
    @property
    def waived(self) -> frozenset[str]: ...

    def roles_of(self, actor: Actor) -> frozenset[Role]: ...


T = TypeVar("T", bound=HasStage)
S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)

Condition = Callable[[T], bool]


@dataclass(frozen=True, slots=True)
class Obstacle(Generic[T]):
    """A named reason why an action is impossible now; a waivable one yields to a manager's written reason."""

    name: str
    stands: Callable[[T, Actor], bool]
    waivable: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at an action: who, when, and what was said with it."""

    actor: Actor
    now: datetime
    data: Mapping[str, object] = field(default_factory=dict)

    def text(self, key: str) -> str:
        return str(self.data.get(key) or "").strip()

    def number(self, key: str) -> int | None:
        value = self.data.get(key)
        return value if isinstance(value, int) else None

    def moment(self, key: str) -> datetime | None:
        value = self.data.get(key)
        return value if isinstance(value, datetime) else None


def always(_subject: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Move(Generic[S, A, T]):
    """One row: from `source` by `action` to `target` (None: the stage stays), by whom, `when` the row applies, `unless` what stands."""

    source: S
    action: A
    target: S | None
    by: frozenset[Role]
    when: Callable[[T], bool] = always
    unless: tuple[Obstacle[T], ...] = ()
    needs: frozenset[str] = frozenset()
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Offer(Generic[A]):
    """An action that an actor has on a subject now; with an obstacle it explains instead of acting."""

    action: A
    obstacle: str | None = None
    waivable: bool = False
    undo: bool = False


class Terms(TypedDict, total=False):
    """The conditions of a row, as `Move` has them."""

    when: Callable[[Any], bool]
    unless: tuple[Obstacle[Any], ...]
    needs: Iterable[str]
    undo: bool


def moves(sources: Iterable[S], action: A, *, to: S | None, by: Iterable[Role], **terms: Unpack[Terms]) -> tuple[Move[S, A, Any], ...]:
    """The same row for several sources, in the order given."""
    needs = frozenset(terms.get("needs", ()))
    when, unless, undo = terms.get("when", always), terms.get("unless", ()), terms.get("undo", False)
    return tuple(Move(s, action, to, frozenset(by), when=when, unless=unless, needs=needs, undo=undo) for s in sources)


class Flow(Generic[S, A, T]):
    """The table of one kind of subject, with the only ways to read it and to act by it."""

    def __init__(self, *rows: tuple[Move[S, A, T], ...]) -> None:
        self.moves = tuple(move for group in rows for move in group)
        self._by_source: dict[S, list[Move[S, A, T]]] = {}
        for move in self.moves:
            self._by_source.setdefault(move.source, []).append(move)

    def __iter__(self) -> Iterator[Move[S, A, T]]:
        return iter(self.moves)

    def at(self, stage: S) -> list[Move[S, A, T]]:
        return self._by_source.get(stage, [])

    def offers(self, subject: T, stage: S, *, actor: Actor) -> list[Offer[A]]:
        """What `actor` may do now, in the table's order, each action once."""
        roles = subject.roles_of(actor)
        found: dict[A, Offer[A]] = {}
        for move in self.at(stage):
            if move.action not in found and move.by & roles and move.when(subject):
                obstacle = first_obstacle(move, subject, actor=actor)
                name, waivable = (obstacle.name, obstacle.waivable) if obstacle else (None, False)
                found[move.action] = Offer(move.action, name, waivable, move.undo)
        return list(found.values())

    def choose(self, subject: T, stage: S, *, action: A, attempt: Attempt) -> tuple[Move[S, A, T], Role]:
        """The row that applies and the role acted in. Raises `NotFound` without the right, `Refused` with the obstacle's name."""
        roles = subject.roles_of(attempt.actor)
        rows = [m for m in self.at(stage) if m.action == action and m.by & roles]
        if not rows:
            raise NotFound(action) if not self._is_allowed_somewhere(action, roles) else Refused("not_at_this_stage", action=str(action))
        row = next((m for m in rows if m.when(subject)), None)
        if row is None:
            raise Refused("not_at_this_stage", action=str(action))
        missing = sorted(key for key in row.needs if attempt.data.get(key) in (None, ""))
        if missing:
            raise Refused(f"{missing[0]}_is_empty", action=str(action))
        obstacle = first_obstacle(row, subject, actor=attempt.actor)
        if obstacle:
            raise Refused(obstacle.name, action=str(action), waivable=obstacle.waivable, order=subject.id)
        return row, leading_role(row.by & roles)

    def _is_allowed_somewhere(self, action: A, roles: frozenset[Role]) -> bool:
        return any(m.action == action and m.by & roles for m in self.moves)


def first_obstacle(move: Move[S, A, T], subject: T, *, actor: Actor) -> Obstacle[T] | None:
    return next((o for o in move.unless if o.name not in subject.waived and o.stands(subject, actor)), None)


def leading_role(roles: frozenset[Role]) -> Role:
    """With several hats the fact keeps one role: the one nearest to the client's order, in the order of `Role`."""
    return min(roles, key=list(Role).index)
