"""The dispatcher's and the engineer's day: asked prices, a promise, times on behalf, a part, photos of the result, refusal with a fee."""

from __future__ import annotations

import pytest

from crm.actor import Role
from crm.money import Money
from crm.price_list import PriceItem, PriceKind
from gotovo.database import prepare_database
from sandbox import Person
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.scenarios.conftest import Company

BOTH = pytest.mark.parametrize("language", ["ru", "en"])
DESK = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)


async def price_list_has(company: Company, *items: PriceItem) -> None:
    engines = await prepare_database(company.settings)
    async with engines.write.begin() as connection:
        await SqlUnitOfWork(connection, now=company.clock(), shop=await load_shop(connection)).prices.save_all(list(items))
    await engines.dispose()


async def order_is_taken(company: Company, *, vera: Person, client: Person, number: int = 1001, here: bool = False) -> None:
    """With Ivan as its engineer, the card is open before Vera."""
    t = company.t
    await client.says("Notebook")
    await vera.taps(t("✋ Take"), on=await vera.sees(t("🆕 New request №{number}", number=number)))
    await vera.taps(t("🧾 To deal"))
    await vera.taps(t("▶️ Start"), on=await vera.sees(f"№{number} · {t('new order')}"))
    if here:
        await vera.taps(t("📥 Device taken in"), on=await vera.sees(f"№{number} · {t('estimate being made')}"))
    await vera.taps(t("👷 Assign"), on=await vera.sees(t("with us") if here else f"№{number} · {t('estimate being made')}"))
    await vera.taps("Ivan", on=await vera.sees(t("№{number}: which engineer?", number=number)))
    await vera.sees("👷 Ivan")
    await company.settle()


@BOTH
async def test_the_price_is_asked_promised_and_changes(company: Company) -> None:
    t = company.t
    await price_list_has(company, PriceItem("Screen", PriceKind.FROM_TO, low=Money(300_000), high=Money(500_000)))
    vera, anna = await company.hires("Vera", *DESK), company.client("Anna")
    ivan = await company.hires("Ivan", Role.ENGINEER)
    await order_is_taken(company, vera=vera, client=anna, here=True)
    await vera.taps(t("🧾 Estimate"))
    await vera.taps(t("🔎 Find"))
    await vera.says("scr")
    await vera.taps("➕ Screen…")
    await vera.says("100")
    await vera.sees(t("The price list begins at {low} here. Write the price once more.", low=company.money(300_000)))
    await vera.says("3500")
    await vera.sees("Screen × 1")
    await vera.taps(t("✍️ Custom line"))
    await vera.says("Cleaning 900\nGlue 2 x 50")
    await vera.taps(t("📅 Ready by"), on=await vera.sees("Glue × 2"))
    await vera.taps(t("Tomorrow"))
    await vera.taps(f"{t('📤 Send for approval')} {company.money(450_000)}")
    first = await anna.sees(t("Estimate for №{number}, version {version}", number=1001, version=1))
    assert t("Ready by {when}", when=t("tomorrow")) in first.text

    await vera.taps(t("✏️ Change estimate"))
    await vera.taps(t("🧾 Estimate"))
    await vera.taps("➕ Cleaning")
    await vera.taps(f"{t('📤 Send for approval')} {company.money(540_000)}")
    second = await anna.sees("+" + company.money(90_000))
    assert t("Estimate for №{number}, version {version}", number=1001, version=2) in second.text
    await anna.taps(t("✅ Approve {sum}", sum=company.money(540_000)))
    await ivan.sees(t("✅ №{number}: estimate approved, {sum}", number=1001, sum=company.money(540_000)))


@BOTH
async def test_a_time_by_phone_and_no_second_client_at_the_same_hour(company: Company) -> None:
    t = company.t
    vera, ivan = await company.hires("Vera", *DESK), await company.hires("Ivan", Role.ENGINEER)
    anna, eve = company.client("Anna"), company.client("Eve", phone="+79161112244")
    for number, client in ((1001, anna), (1002, eve)):
        await order_is_taken(company, vera=vera, client=client, number=number)
        await vera.taps(t("🕒 Agree the time"), on=await vera.sees(f"№{number} ·"))
        await vera.taps(t("‹ Back"), on=await vera.sees(t("№{number}: which times do we offer?", number=number)))
        await vera.taps(t("🕒 Set time"))
        await vera.taps(t("📞 By phone"), on=await vera.sees(t("How did the client say it?")))
        await vera.says("Yes")
        await vera.says("some day")
        await vera.sees(t("This is no time to come. Example: fri 14:00 or 27.11 14-16."))
        await vera.says(f"{t('tomorrow')} 14:00")
        if client is anna:
            await ivan.taps(t("👌 Time suits me"))
            await anna.sees(t("№{number}: we will come {when}.", number=1001, when="")[:-2])
    await vera.sees(t("The engineer is promised to another client then. Choose another time."))
    await vera.says(f"{t('tomorrow')} 16-17")
    await ivan.taps(t("👌 Time suits me"), on=await ivan.sees(t("🕒 №{number}: the client chose {when}", number=1002, when="")))
    await eve.sees(t("№{number}: we will come {when}.", number=1002, when="")[:-2])


@BOTH
async def test_a_part_is_awaited_and_the_result_is_shown(company: Company) -> None:
    t = company.t
    vera, ivan = await company.hires("Vera", *DESK), await company.hires("Ivan", Role.ENGINEER)
    anna = company.client("Anna")
    await order_is_taken(company, vera=vera, client=anna, here=True)
    await vera.taps(t("🧾 Estimate"))
    await vera.taps("➕ Cleaning")
    await vera.taps(t("📤 Send for approval"), on=await vera.sees("Cleaning × 1"))
    await anna.taps(t("✅ Approve {sum}", sum=company.money(90_000)))
    await ivan.taps(t("▶️ Started"))
    await ivan.taps(t("🧾 Estimate"), on=await ivan.sees(f"№1001 · {t('work in progress')}"))
    await ivan.taps(t("📦 Part needed"))
    await ivan.taps(t("In a week"))
    await anna.sees(t("📦 №{number}: we are waiting for a part and will tell you when it comes.", number=1001))
    await vera.taps(t("📦 Parts arrived"), on=await vera.sees(t("📦 №{number}: waiting for parts", number=1001)))
    await ivan.taps(t("▶️ Started"), on=await ivan.sees(t("🧰 №{number}: the work can begin", number=1001)))
    pressed, typed = ivan.pressed, ivan.typed
    await ivan.taps(t("📷 Done with photos"))
    await ivan.sends_photo()
    await ivan.taps(t("✅ That's all"))
    await anna.sees(f"{t('✅ №{number} is ready. You can collect it.', number=1001)} {t('To pay: {due}.', due=company.money(90_000))}")
    await anna.sees_photo()
    assert (ivan.pressed - pressed, ivan.typed - typed) in ((2, 0), (2, 1)), "2 taps and 1 photo"
    await vera.taps(t("⋯ More"), on=await vera.sees(t("🏁 №{number}: the work is done", number=1001)))
    await vera.taps(t("📷 See photos"))
    await vera.sees_photo()


@BOTH
async def test_no_repair_after_a_paid_diagnosis(company: Company) -> None:
    t = company.t
    vera, ivan = await company.hires("Vera", *DESK), await company.hires("Ivan", Role.ENGINEER)
    anna = company.client("Anna")
    await order_is_taken(company, vera=vera, client=anna, here=True)
    await vera.taps(t("🔍 To diagnosis"))
    await ivan.taps(t("⚠️ Can't do"), on=await ivan.sees(t("🔍 №{number}: diagnosis, please", number=1001)))
    await ivan.taps(t("⛔ No repair"))
    await ivan.taps(t("Cannot be repaired"))
    await ivan.says("500")
    beyond_repair = t("№{number}: we could not repair it. You can collect the device.", number=1001)
    await anna.sees(f"{beyond_repair} {t('To pay: {due}.', due=company.money(50_000))}")
    reason = t("Reason: {reason}", reason=t("Cannot be repaired"))
    await vera.taps(t("💰 Payment"), on=await vera.sees(reason))
    await vera.taps(t("💵 Cash"))
    await vera.taps(t("🤝 Hand over"), on=await vera.sees(t("Paid: {paid}", paid=company.money(50_000))))
    await vera.taps(t("🏁 Close & hand over"))
    await anna.sees(t("Done. Thank you for coming to us."))


async def test_an_order_is_given_back_by_one_tap(company: Company) -> None:
    vera, ivan = await company.hires("Vera", *DESK, language="ru"), await company.hires("Ivan", Role.ENGINEER)
    anna = company.client("Anna")
    await anna.says("Notebook")
    await vera.taps("✋")
    await vera.taps("🧾")
    await vera.taps("▶️", on=await vera.sees("🚦 Vera"))
    await vera.taps("👷", on=await vera.sees("👤 Anna"))
    await vera.taps("Ivan")
    await ivan.taps("⚠️ Can't do")
    await ivan.taps("🤒 I am ill")
    await vera.sees("🤒 Заболел")
