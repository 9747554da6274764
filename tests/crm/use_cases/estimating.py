"""Orders under estimate, and a story of deeds that any estimate may live through."""

from __future__ import annotations

from typing import Any

from crm.actor import STAFF_ROLES, Role, client_actor, staff_actor
from crm.deal import Deal, DealAction, DealStage
from crm.deal_moves import offers
from crm.errors import CrmError
from crm.estimate import Estimate, EstimateState, How
from crm.events import Kind, Ref
from crm.lead import LeadStage
from crm.money import total_of
from crm.price_list import PriceItem, PriceKind
from crm.use_cases import estimates
from crm.use_cases.complaints import give_discount
from crm.use_cases.deals import act_on_deal
from crm.use_cases.estimates import Said
from crm.use_cases.undo import undo_move
from storage.engine import open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

CLIENT_CHAT, DISPATCHER_CHAT = 7, 2
DESK = {Role.OPERATOR, Role.DISPATCHER}
SERGE, ALL_HATS = staff_actor(1, DESK), staff_actor(1, set(STAFF_ROLES))
ROAD = frozenset(
    {
        *(DealAction.EDIT_ESTIMATE, DealAction.SEND_ESTIMATE, DealAction.APPROVE, DealAction.DECLINE, DealAction.CHANGE),
        *(DealAction.DISCARD_DRAFT, DealAction.DISCOUNT, DealAction.CANCEL, DealAction.REOPEN, DealAction.REFUSE, DealAction.REWORK),
        DealAction.BEGIN,
    }
)
"""What may happen to an estimate, and to its order meanwhile; a refusal at the client's would be the end of the story."""
LINES = ("Work 900", "Part 33,33", "Cleaning 3 x 450.10", "Wire 0.333 x 10.01", "Check 0")


async def an_order(unit: SqlUnitOfWork, **values: Any) -> Deal:
    """Anna's order in estimating; its dispatcher and engineer is colleague 1."""
    serge = await a_colleague(unit, "Serge", *(str(role) for role in DESK), chat=DISPATCHER_CHAT)
    anna = await a_client(unit, "Anna", chat=CLIENT_CHAT)
    lead = await a_lead(unit, anna, stage=LeadStage.CONVERTED)
    given = {"stage": DealStage.ESTIMATING, "dispatcher_id": serge.id, "engineer_id": serge.id, "device_here": True, **values}
    return await unit.deals.add(Deal(lead.id, anna.id, NOW, **given))


async def listed(unit: SqlUnitOfWork, **values: Any) -> int:
    """A position of the price list."""
    await unit.prices.save_all([PriceItem(**{"title": "Screen", "kind": PriceKind.FIXED, **values})])
    return (await unit.prices.all())[-1].id or 0


async def sent_for(unit: SqlUnitOfWork, text: str = "Cleaning 900", **values: Any) -> Deal:
    deal = await an_order(unit, **values)
    await estimates.add_free_line(unit, SERGE, id=deal.id, text=text)
    return await estimates.send_estimate(unit, SERGE, id=deal.id, turn=None)


async def versions(unit: SqlUnitOfWork, deal: Deal) -> list[Estimate]:
    found = [await unit.estimates.find(deal.id, version) for version in range(1, deal.estimate_version + 2)]
    return [estimate for estimate in found if estimate is not None]


async def states(unit: SqlUnitOfWork, deal: Deal) -> list[str]:
    return [str(estimate.state) for estimate in await versions(unit, deal)]


class Story:
    """One person with every hat does what he likes, each deed in a savepoint; after each the estimate must be sound."""

    def __init__(self, unit: SqlUnitOfWork, deal: Deal) -> None:
        self.unit, self.number, self.client = unit, deal.id, client_actor(deal.client_id)
        self.seen: dict[int, Estimate] = {}

    async def does(self, deed: int, number: int) -> None:
        deal = await self.unit.deals.for_action(ALL_HATS, self.number)
        road = ROAD if deal.device_here else ROAD - {DealAction.REFUSE}
        possible = [offer.action for offer in offers(deal, ALL_HATS) if offer.obstacle is None and offer.action in road]
        try:
            async with self.unit.connection.begin_nested():
                await self._deed(deal, [*possible, None][deed % (len(possible) + 1)], number=number)
        except CrmError:
            return

    async def _deed(self, deal: Deal, action: DealAction | None, *, number: int) -> None:
        unit, own = self.unit, number % 2
        match action:
            case DealAction.EDIT_ESTIMATE if own:
                await estimates.add_free_line(unit, ALL_HATS, id=deal.id, text=LINES[number % len(LINES)])
            case DealAction.EDIT_ESTIMATE:
                await estimates.change_quantity(unit, ALL_HATS, id=deal.id, number=1 + number % 3, by=1 if number % 5 else -1)
            case DealAction.SEND_ESTIMATE:
                await estimates.send_estimate(unit, ALL_HATS, id=deal.id, turn=None)
            case (DealAction.APPROVE | DealAction.DECLINE) as answer if own:
                yes = answer is DealAction.APPROVE
                await estimates.answer_estimate(unit, self.client, id=deal.id, version=deal.estimate_version, yes=yes)
            case (DealAction.APPROVE | DealAction.DECLINE) as answer:
                said = Said(How.BY_PHONE, "so")
                await estimates.answer_for_client(unit, ALL_HATS, id=deal.id, said=said, yes=answer is DealAction.APPROVE)
            case DealAction.CHANGE:
                await estimates.change_sent(unit, ALL_HATS, id=deal.id, turn=None)
            case DealAction.DISCARD_DRAFT:
                await estimates.discard_draft(unit, ALL_HATS, id=deal.id, turn=None)
            case DealAction.DISCOUNT:
                await give_discount(unit, ALL_HATS, id=deal.id, amount=1 + number * 1000, reason="so")
            case None:
                newest = await unit.timeline.newest(Ref(Kind.DEAL, deal.id))
                await undo_move(unit, ALL_HATS, id=deal.id, cause=newest[0] if newest else 0)
            case _:
                await act_on_deal(unit, ALL_HATS, action=action, id=deal.id, reason="so")

    async def is_sound(self) -> None:
        """The deal shows its newest and its agreed version, only the newest waits for anything, and what was answered stays as it was."""
        deal = await self.unit.deals.for_action(ALL_HATS, self.number)
        kept = {estimate.version: estimate for estimate in await versions(self.unit, deal)}
        assert list(kept) == list(range(1, deal.estimate_version + 1))
        newest = kept.get(deal.estimate_version)
        if newest is not None:
            assert newest.total == total_of(line.unit_price.times(line.quantity) for line in newest.lines)
            assert (deal.estimate_total, deal.estimate_lines) == (newest.total.amount, len(newest.lines))
        waiting = [estimate.version for estimate in kept.values() if estimate.state in (EstimateState.DRAFT, EstimateState.SENT)]
        assert waiting in ([], [deal.estimate_version])
        if deal.approved_version is not None:
            agreed = kept[deal.approved_version]
            assert (agreed.state, agreed.total.amount) == (EstimateState.APPROVED, deal.approved_total)
            assert agreed.evidence is not None
        if not deal.refused and deal.stage is not DealStage.CANCELLED:
            assert deal.charged == max(deal.approved_total - deal.discount, 0)
        for version, before in self.seen.items():
            if before.state not in (EstimateState.DRAFT, EstimateState.SENT):
                assert kept[version] == before
        self.seen = kept


async def told(url: str, deeds: list[tuple[int, int]], *, is_here: bool) -> None:
    """One story, given up at its end, so that many share a database."""
    engines = open_engines(url)
    async with engines.write.begin() as connection:
        await connection.run_sync(migrate)
    async with engines.write.connect() as connection:
        unit = await a_unit(connection)
        story = Story(unit, await an_order(unit, device_here=is_here))
        for deed, number in deeds:
            await story.does(deed, number)
            await story.is_sound()
        await connection.rollback()
    await engines.dispose()
