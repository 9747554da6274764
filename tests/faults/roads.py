"""The company of the stories, and the roads that an order takes in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from crm.actor import Role
from crm.money import Money
from crm.price_list import PriceItem, PriceKind
from crm.staff import StaffMember
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.faults.story import Desk, Story, hurried
from tests.spine import NOW, Spine, photo

VERA, IVAN, ALLA, DINA = 11, 12, 13, 14
FIRST_CLIENT = 401
PRICE = 90_000
STAFF: Mapping[int, tuple[str, tuple[Role, ...]]] = {
    VERA: ("Vera", (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)),
    IVAN: ("Ivan", (Role.ENGINEER,)),
    ALLA: ("Alla", (Role.ACCOUNTANT,)),
    DINA: ("Dina", (Role.DIRECTOR, Role.OPERATOR)),
}


async def founded(path: Path) -> Spine:
    """A company at work, without orders; everybody has started the bot."""
    spine = Spine(hurried(path), paper=Desk())
    await found_company(spine)
    return spine


async def found_company(spine: Spine) -> None:
    async with spine.engines.write.begin() as connection:
        await connection.run_sync(migrate)
        unit = SqlUnitOfWork(connection, now=NOW, shop=await load_shop(connection))
        await unit.settings.put(name="ServicePro", language="en", undo_seconds=0, week=[[0, 1440]] * 7)
        await unit.prices.save_all([PriceItem("Cleaning", PriceKind.FIXED, Money(PRICE))])
        for chat, (name, roles) in STAFF.items():
            await unit.meet(chat, name=name, username="", language="en")
            member = await unit.roster.add(StaffMember(0, name, NOW, [str(role) for role in roles], chat_id=chat))
            await unit.accounts.bind_staff(chat, member.id)


async def bench_road(story: Story, client: int) -> None:
    """The device comes to the shop and goes home repaired and paid."""
    await story.says(client, "My laptop does not switch on")
    await story.taps(VERA, "✋ Take", "🧾 To deal", "▶️ Start", "📥 Device taken in", "👷 Assign", "Ivan", "🔍 To diagnosis")
    await story.taps(IVAN, "🔍 Report findings")
    await story.says(IVAN, "Dead keyboard")
    await story.taps(VERA, "🧾 Estimate", "➕ Cleaning", "✍️ Custom line")
    await story.says(VERA, "Connector cleaning 2 x 450")
    await story.taps(VERA, "📤 Send for approval")
    await story.taps(client, "✅ Approve")
    await story.taps(IVAN, "▶️ Started", "🏁 Done")
    await story.taps(VERA, "💰 Payment", "💵 Cash", "🤝 Hand over", "🏁 Close & hand over")


async def visit_road(story: Story, client: int) -> None:
    """By the form; the time is agreed first, the price on site."""
    await story.says(client, "/start")
    await story.taps(client, "🛠 New request", "🧺 Appliance")
    await story.says(client, "The washing machine leaks")
    await story.says(client, "Lenin st. 7, flat 3")
    contact = {"phone_number": "79161112233", "first_name": "Client", "user_id": client}
    await story.says(client, "", contact=contact)
    await story.taps(client, "✅ Send")
    await story.taps(VERA, "✋ Take", "🧾 To deal", "▶️ Start", "👷 Assign", "Ivan", "🕒 Agree the time", "⬜", "⬜", "📤 Offer")
    await story.taps(client, story.first_time(client))
    await story.taps(IVAN, "👌 Time suits me", "🚗 On my way", "▶️ Started", "🧾 Estimate", "➕ Cleaning", "📤 Send for approval")
    await story.taps(client, "✅ Approve")
    await story.taps(IVAN, "🏁 Done")
    await story.taps(VERA, "💰 Payment", "💵 Cash", "🏁 Close & hand over")


async def talk(story: Story, client: int) -> None:
    """Words and a picture go to and fro."""
    await story.says(client, "My printer eats paper")
    await story.taps(VERA, "✋ Take")
    await story.says(client, "It is a laser one")
    await story.replies(VERA, "Bring it tomorrow", to="laser one")
    await story.comes(photo(client, message_id=5001))
    await story.says(client, "This is the label")
    await story.replies(VERA, "Thank you", to="the label")


async def waiting(story: Story, client: int) -> None:
    """Nobody answers for days: reminders, and what a day ends with."""
    await story.says(client, "Is anybody there?")
    for hours in (1, 4, 20, 24, 24):
        await story.passes(hours=hours)
    await story.taps(VERA, "✋ Take")
    await story.passes(hours=30)


async def change_of_mind(story: Story, client: int) -> None:
    """An estimate is changed after it was sent, declined, sent again, and the order is cancelled."""
    await story.says(client, "Screen is broken")
    await story.taps(VERA, "✋ Take", "🧾 To deal", "▶️ Start", "📥 Device taken in", "🧾 Estimate", "➕ Cleaning", "📤 Send for approval")
    await story.taps(VERA, "✏️ Change estimate", "🧾 Estimate", "➕ Cleaning", "📤 Send for approval")
    await story.taps(client, "Decline")


ROADS: Mapping[str, Callable[[Story, int], Awaitable[None]]] = {
    road.__name__: road for road in (bench_road, visit_road, talk, waiting, change_of_mind)
}
