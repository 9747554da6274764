"""Working time: when the company is open, and the moment when so many working minutes have passed (R33)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
HORIZON_DAYS = 3660
ROUND_TO = timedelta(minutes=5)

Span = tuple[int, int]
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Local opening hours: for each weekday, Monday first, spans in minutes of the day, the end excluded; closed on holidays.

    Work past midnight is two spans, up to 1440 and from 0. Moments are aware; answers are UTC.
    """

    week: tuple[tuple[Span, ...], ...]
    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("working hours need seven days with at least one span")
        for spans in self.week:
            ends = [minute for span in spans for minute in span]
            if any(not 0 <= start < end <= DAY_MINUTES for start, end in spans) or ends != sorted(ends):
                raise ValueError(f"bad spans of a day: {spans}")

    @classmethod
    def of(cls, week: Sequence[Sequence[int]], zone: str, *, holidays: Iterable[date] = ()) -> WorkingHours:
        """From one pair of minutes a day, as the settings keep it; an empty span is a day off."""
        days = tuple(((start, end),) if start < end else () for start, end in week)
        return cls(days, ZoneInfo(zone), frozenset(holidays))

    def is_open(self, at: datetime) -> bool:
        return self.next_opening(at) == _utc(at)

    def next_opening(self, at: datetime) -> datetime:
        """The moment itself when open, else the next opening."""
        moment = _utc(at)
        for opens, closes in self._stretches(moment):
            if closes > moment:
                return max(opens, moment)
        raise ValueError("closed for ten years")

    def add_working_time(self, start: datetime, minutes: int) -> datetime:
        """The moment when `minutes` of working time have passed; none passes while closed."""
        if minutes < 0:
            raise ValueError("working time does not run backwards")
        moment, left = _utc(start), timedelta(minutes=minutes)
        if not left:
            return moment
        for opens, closes in self._stretches(moment):
            begins = max(opens, moment)
            if closes - begins >= left:
                return begins + left
            left -= max(closes - begins, timedelta(0))
        raise ValueError("no such working time within ten years")

    def begun_before(self, end: datetime, minutes: int) -> datetime:
        """The latest moment from which `minutes` of working time have passed by `end`: `add_working_time` turned round."""
        moment, left = _utc(end), timedelta(minutes=minutes)
        if not left:
            return moment
        for days in (2, 10, 60, 600, HORIZON_DAYS):
            found = self._back(moment, left, days=days)
            if found is not None:
                return found
        raise ValueError("no such working time within ten years")

    def _back(self, moment: datetime, left: timedelta, *, days: int) -> datetime | None:
        stretches = takewhile(lambda stretch: stretch[0] < moment, self._stretches(moment - timedelta(days=days)))
        for opens, closes in reversed(list(stretches)):
            ends = min(closes, moment)
            if ends - opens >= left:
                return ends - left
            left -= ends - opens
        return None

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two moments; zero when they are in the wrong order."""
        first, last = _utc(start), _utc(end)
        passed = timedelta(0)
        for opens, closes in self._stretches(first):
            if opens >= last:
                break
            passed += max(min(closes, last) - max(opens, first), timedelta(0))
        return passed

    def promise(self, now: datetime, minutes: int) -> datetime:
        """An honest time to tell a client: working time counted from now, rounded up to five minutes."""
        due = self.add_working_time(now, minutes)
        past = timedelta(minutes=due.minute % 5, seconds=due.second, microseconds=due.microsecond)
        return due + ROUND_TO - past if past else due

    def _stretches(self, moment: datetime) -> Iterator[Stretch]:
        """Open stretches in UTC, in order, from the local day before `moment`; a shifted clock never makes two overlap."""
        first = moment.astimezone(self.zone).date() - timedelta(days=1)
        reached = datetime.min.replace(tzinfo=UTC)
        for offset in range(HORIZON_DAYS):
            day = first + timedelta(days=offset)
            for start, end in () if day in self.holidays else self.week[day.weekday()]:
                opens, closes = max(self._at(day, start), reached), self._at(day, end)
                if opens < closes:
                    reached = closes
                    yield opens, closes

    def _at(self, day: date, minute: int) -> datetime:
        days, rest = divmod(minute, DAY_MINUTES)
        local = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), tzinfo=self.zone)
        return local.astimezone(UTC)


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC)
