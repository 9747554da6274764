"""Tap budgets (screens §5): every daily job is counted from the visible card, in taps and typed messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

OFFICE = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ACCOUNTANT)


@pytest.fixture(params=["sqlite"])
def database_url(tmp_path: Path) -> str:
    """Taps are the same on every database."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.sqlite3'}"


@contextmanager
def budget(person: Person, *, taps: int, messages: int = 0) -> Iterator[None]:
    pressed, typed = person.pressed, person.typed
    yield
    spent = (person.pressed - pressed, person.typed - typed)
    assert spent[0] <= taps and spent[1] <= messages, f"{person.user.first_name} spent {spent}, the budget is {(taps, messages)}"  # noqa: PT018  # one budget


async def taken_and_made_a_deal(vera: Person) -> None:
    """A known client's request: taken, to deal; the only dispatcher is herself, so that nothing is left to confirm."""
    with budget(vera, taps=2):
        await vera.taps("✋ Take", on=await vera.sees("New request №1001"))
        await vera.taps("🧾 To deal")
    await vera.sees("№1001 · new order")


async def test_a_client_and_his_request(company: Company) -> None:
    mary, paul = await company.hires("Mary", Role.OPERATOR), await company.hires("Paul", Role.MANAGER)
    await company.hires("Serge", Role.DISPATCHER)
    anna = company.client("Anna")
    await anna.starts()
    with budget(anna, taps=5, messages=2):
        await anna.taps("🛠 New request", on=await anna.sees("Just write what happened"))
        await anna.taps("💻 Laptop")
        await anna.says("It does not start")
        await anna.taps("🏢 I'll bring it")
        await anna.shares_contact()
        await anna.taps("✅ Send")
    card = await mary.sees("New request №1001")
    with budget(mary, taps=1, messages=1):
        await mary.taps("✋ Take", on=card)
        await mary.says("Which model?", reply_to=card)
    await anna.sees("Which model?")
    with budget(mary, taps=2):
        await mary.taps("👔 To manager", on=card)
        await mary.taps("Paul")
    with budget(paul, taps=5):
        await paul.taps("🧾 To deal", on=await paul.sees("New client"))
        await paul.taps("Serge", on=await paul.sees("who is the dispatcher?"))
    await paul.sees("№1001 · new order")


async def test_a_known_client_writes_again(company: Company) -> None:
    mary = await company.hires("Mary", Role.OPERATOR)
    anna = company.client("Anna")
    await anna.starts()
    await anna.taps("🛠 New request", on=await anna.sees("Just write what happened"))
    await anna.taps("💻 Laptop")
    await anna.says("It does not start")
    await anna.taps("🏢 I'll bring it")
    await anna.shares_contact()
    await anna.taps("✅ Send")
    await mary.taps("✋ Take", on=await mary.sees("New request №1001"))
    await mary.taps("✅ Answered")
    await company.settle()
    with budget(anna, taps=3, messages=1):
        await anna.taps("🛠 New request")
        await anna.taps("📱 Phone", on=await anna.sees("What needs fixing?"))
        await anna.says("It fell into water")
        await anna.taps("✅ Send", on=await anna.sees("Please check"))
    await mary.sees("New request №1002")
    boris = company.client("Boris", phone="+79161112244")
    with budget(boris, taps=0, messages=1):
        await boris.says("Where are you?")
    await boris.sees("Accepted, request №1003")
    with budget(mary, taps=1):
        await mary.taps("✋ Take next", on=await mary.sees("✋ Take next"))


async def test_the_bench(company: Company) -> None:
    vera, ivan = await company.hires("Vera", *OFFICE), await company.hires("Ivan", Role.ENGINEER)
    anna = company.client("Anna")
    await anna.says("My laptop does not switch on")
    await taken_and_made_a_deal(vera)
    with budget(vera, taps=1):
        await vera.taps("▶️ Start")
    await vera.taps("📥 Device taken in", on=await vera.sees("№1001 · estimate being made"))
    with budget(vera, taps=2):
        await vera.taps("👷 Assign", on=await vera.sees("with us"))
        await vera.taps("Ivan", on=await vera.sees("which engineer?"))
    await vera.taps("🧾 Estimate", on=await vera.sees("👷 Ivan"))
    with budget(vera, taps=1):
        await vera.taps("➕ Keyboard replacement")
    await vera.sees("Keyboard replacement × 1")
    with budget(vera, taps=2, messages=1):
        await vera.taps("🔎 Find", on=await vera.sees("Total"))
        await vera.says("clean")
        await vera.taps("➕ Cleaning", on=await vera.sees("Found in the price list"))
    with budget(vera, taps=2, messages=1):
        await vera.taps("✍️ Custom line", on=await vera.sees("Cleaning × 1"))
        await vera.says("Connector 2 x 450")
    with budget(vera, taps=1):
        await vera.taps("📤 Send for approval", on=await vera.sees("Connector × 2"))
    with budget(anna, taps=1):
        await anna.taps("✅ Approve", on=await anna.sees("Estimate for №1001"))
    with budget(ivan, taps=1):
        await ivan.taps("▶️ Started", on=await ivan.sees("estimate approved"))
    with budget(ivan, taps=3):
        await ivan.taps("📦", on=await ivan.sees("№1001 · work in progress"))
        await ivan.taps("In a week", on=await ivan.sees("when will the part be here?"))
    await anna.sees("we are waiting for a part")
    await vera.taps("📦 Parts arrived", on=await vera.sees("№1001 · waiting for parts"))
    await ivan.taps("▶️ Started", on=await ivan.sees("the work can begin"))
    with budget(ivan, taps=2, messages=1):
        await ivan.taps("🏁 Done")
    await anna.sees("№1001 is ready")
    with budget(vera, taps=2):
        await vera.taps("💰 Payment", on=await vera.sees("the work is done"))
        await vera.taps("💵 Cash")
    await anna.sees("payment received")
    await vera.taps("🤝 Hand over", on=await vera.sees("Paid"))
    with budget(vera, taps=2):
        await vera.taps("🏁 Close & hand over")
    await anna.sees("Done. Thank you")


async def test_the_visit(company: Company) -> None:
    vera, ivan = await company.hires("Vera", *OFFICE), await company.hires("Ivan", Role.ENGINEER)
    anna = company.client("Anna")
    await anna.says("The washing machine leaks")
    await taken_and_made_a_deal(vera)
    await vera.taps("▶️ Start")
    await vera.taps("👷 Assign", on=await vera.sees("№1001 · estimate being made"))
    await vera.taps("Ivan", on=await vera.sees("which engineer?"))
    with budget(vera, taps=4):
        await vera.taps("🕒 Agree the time", on=await vera.sees("👷 Ivan"))
        for count in (1, 2):
            await vera.taps("⬜", on=await vera.sees("which times do we offer?"))
            await vera.sees(company.n("📤 Offer {n} option", "📤 Offer {n} options", count))
        await vera.taps("📤 Offer 2 options")
    with budget(anna, taps=1):
        offer = await anna.sees("which time suits you?")
        await anna.taps(offer.labels[0], on=offer)
    await ivan.taps("👌 Time suits me", on=await ivan.sees("the client chose"))
    for label in ("🚗 On my way", "▶️ Started"):
        with budget(ivan, taps=1):
            await ivan.taps(label)
    with budget(ivan, taps=3):
        await ivan.taps("🧾 Estimate", on=await ivan.sees("№1001 · work in progress"))
        await ivan.taps("➕ Cleaning")
        await ivan.taps("📤 Send for approval", on=await ivan.sees("Cleaning × 1"))
    await anna.taps("✅ Approve", on=await anna.sees("Estimate for №1001"))
    await ivan.taps("🏁 Done", on=await ivan.sees("estimate approved"))
    await anna.sees("the work is done")


async def test_the_owner(company: Company) -> None:
    link = await company.app.owner_link()
    assert link is not None
    vera = company.client("Vera")
    with budget(vera, taps=7, messages=1):
        await vera.starts(link.partition("start=")[2])
        await vera.taps("✅ Keep the rest as it is", on=await vera.sees("step 1 of 7"))
        await vera.sees("✅ The company is set up")
    with budget(vera, taps=3):
        await vera.taps("⚙️ Settings")
        await vera.taps("✉️ Invites")
        await vera.taps("➕ engineer", on=await vera.sees("No open invites"))
    await vera.sees("Invite, good once")


async def test_a_client_without_telegram(company: Company) -> None:
    """Known: four taps and one message; new: five taps and three messages (flows)."""
    vera = await company.hires("Vera", *OFFICE)
    with budget(vera, taps=5, messages=3):
        await vera.taps("📥 Queue")
        await vera.taps("➕ Order by hand", on=await vera.sees("The queue is empty"))
        for question, said in (
            ("The client's phone", "8 916 111-22-33"),
            ("What is the client's name?", "Anna Petrova"),
            ("What does the client need?", "A lamp"),
        ):
            await vera.sees(question)
            await vera.says(said)
        await vera.taps("🧾 To deal", on=await vera.sees("👤 Anna Petrova"))
    await vera.sees("№1001 · new order")
    with budget(vera, taps=4, messages=1):
        await vera.says("The television hums, 8 (916) 111 22 33")
        await vera.taps("➕ Request", on=await vera.sees("Who is this for?"))
        await vera.taps("✅ Anna Petrova", on=await vera.sees("Looks like Anna Petrova, 1 order"))
        await vera.taps("🧾 To deal", on=await vera.sees("№1002 · request in work"))
    assert "The television hums" in (await vera.sees("№1002 · new order")).text
    with budget(vera, taps=4, messages=1):
        await vera.taps("➕ Order by hand", on=await vera.sees("➕ Order by hand"))
        await vera.says("+79161112233")
        await vera.taps("✅ Anna Petrova", on=await vera.sees("Looks like Anna Petrova, 2 orders"))
        await vera.taps("Skip", on=await vera.sees("What does the client need?"))
    await vera.sees("№1003 · request in work")


async def test_a_repeated_request_and_a_warranty_return(company: Company) -> None:
    """Two taps and one message each."""
    vera = await company.hires("Vera", *OFFICE, Role.ENGINEER)
    anna = company.client("Anna")
    await anna.says("A lamp")
    await anna.shares_contact()
    await taken_and_made_a_deal(vera)
    labels = ("▶️ Start", "📥 Device taken in", "👷 Assign", "🧾 Estimate", "➕ Cleaning", "📤 Send for approval")
    await company.taps(vera, *labels)
    await company.taps(anna, "✅ Approve")
    await company.taps(vera, "▶️ Started", "🏁 Done", "💰 Payment", "💵 Cash", "🤝 Hand over", "🏁 Close & hand over")
    with budget(anna, taps=2, messages=1):
        await anna.taps("🔁 The same again", on=await anna.sees("Thank you for coming to us"))
        await anna.sees("What happened?")
        await anna.says("Another lamp")
        await anna.taps("✅ Send", on=await anna.sees("Please check"))
    await vera.sees("New request №1002")
    with budget(anna, taps=2, messages=1):
        await anna.taps("🛡 Under warranty", on=await anna.sees("Thank you for coming to us"))
        await anna.says("It flickers again")
    await vera.sees("New request №1003")
