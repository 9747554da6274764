"""The guided tour of the demo: how far the order on each road has really come, in the words of the page and of its people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.catalogue import translations
from crm.deal import DealStage
from crm.lead import LeadStage
from gotovo.demo.tour_roads import BACK, BACK_OF_CLIENT, ROADS, Cue, Situation, Step, next_step
from storage import onlooker
from storage.unit_of_work import SqlUnitOfWork

LEFT = (LeadStage.REJECTED, LeadStage.JOINED, LeadStage.ANSWERED)
WORDS: dict[str, Any] = json.loads(files("gotovo.demo").joinpath("tour.json").read_text(encoding="utf-8"))
"""By language and road: `title`, what people say, and of each step what it is and why."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Looks how far the roads have come. `heroes` are the clients' chats by road, `staff` everybody else's by role."""

    language: str
    heroes: Mapping[str, int]
    staff: Mapping[str, int]

    async def roads(self, unit: SqlUnitOfWork) -> list[dict[str, Any]]:
        coming = await onlooker.awaited_chats(unit.connection)
        people = {member.id: (member.chat_id, member.name) for member in await unit.roster.all()}
        return [await self._road(unit, name, people) | {"coming": coming} for name in ROADS]

    async def _road(self, unit: SqlUnitOfWork, name: str, people: Mapping[int, tuple[int | None, str]]) -> dict[str, Any]:
        now = await _situation(unit, self.heroes[name])
        chats = self._chats(now, people) | {"client": self.heroes[name]}
        names = {role: named for role, chat in chats.items() for at, named in people.values() if at == chat}
        number = now.lead.id if now.lead else None
        steps = [self._step(name, step, chats=chats, names=names, number=number) for step in ROADS[name]]
        at, behind = next_step(ROADS[name], now)
        reached = [index < behind or step.reached(now) for index, step in enumerate(ROADS[name])]
        title = {language: WORDS[language][name]["title"] for language in WORDS}
        return {
            "name": name,
            "number": number,
            "at": at,
            "title": title,
            "steps": [one | {"done": is_done} for one, is_done in zip(steps, reached, strict=True)],
        }

    def _chats(self, now: Situation, people: Mapping[int, tuple[int | None, str]]) -> dict[str, int]:
        """Whoever really has the order comes before whom the tour would choose."""
        lead, deal = now.lead, now.deal
        holders = {
            "operator": (lead.assignee_id if lead and lead.stage is LeadStage.IN_WORK else None) or 0,
            "manager": (lead.manager_id if lead else None) or 0,
            "dispatcher": (deal.dispatcher_id if deal else None) or 0,
            "engineer": (deal.engineer_id if deal else None) or 0,
        }
        found = {role: people[staff_id][0] for role, staff_id in holders.items() if staff_id in people}
        chats = {role: found.get(role) or self.staff[role] for role in holders}
        with_manager = lead is not None and lead.stage is LeadStage.WITH_MANAGER
        return chats | {"holder": chats["manager" if with_manager else "operator"]}

    def _step(self, road: str, step: Step, *, chats: Mapping[str, int], names: Mapping[str, str], number: int | None) -> dict[str, Any]:
        words = {language: WORDS[language][road]["steps"][step.name] for language in WORDS}
        cues = [self._cue(road, cue, names=names, number=number) for cue in step.cues]
        ways = BACK_OF_CLIENT if step.who == "client" else BACK
        back = [self._cue(road, cue, names=names, number=number) for cue in ways] if number else []
        return {"name": step.name, "person": chats[step.who], "words": words, "cues": cues, "back": back}

    def _cue(self, road: str, cue: Cue, *, names: Mapping[str, str], number: int | None) -> dict[str, str]:
        words = WORDS[self.language][road]["says"][cue.words] if cue.do == "say" else self._said(cue.words, names, number)
        return {"do": "say" if cue.do == "write" else cue.do, "words": words, "under": self._said(cue.under, {}, number)}

    def _said(self, msgid: str, names: Mapping[str, str], number: int | None) -> str:
        """As the company's people read it, up to the first part that nobody can know beforehand."""
        text = (translations(self.language).gettext(msgid) if msgid else "").replace("{number}", str(number))
        return names[text.strip("{}")] if text.startswith("{") else text.partition("{")[0]


async def _situation(unit: SqlUnitOfWork, chat_id: int) -> Situation:
    """Of the client's latest order; one that left the road does not count, so the road begins anew."""
    number = await onlooker.newest_order(unit.connection, chat_id)
    lead = await unit.leads.find(number) if number else None
    deal = await unit.deals.find(number) if number else None
    if lead is None or lead.stage in LEFT or (deal is not None and deal.stage is DealStage.CANCELLED):
        return Situation()
    return Situation(lead, deal, await onlooker.actions_on(unit.connection, lead.id))
