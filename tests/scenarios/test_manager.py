"""The manager's days: papers and an exception, a complaint, a split-off device, a warranty return; the client's own buttons (flows)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from sandbox import Person
from tests.scenarios.conftest import Company

ALONE = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT)
BOTH = pytest.mark.parametrize("language", ["ru", "en"])


async def taken_up(company: Company) -> tuple[Person, Person]:
    """A company of one, and a client's device that waits for its estimate."""
    t = company.t
    vera, anna = await company.hires("Vera", *ALONE), company.client("Anna")
    await anna.says("Three printers")
    await company.taps(vera, t("✋ Take"), t("🧾 To deal"), t("▶️ Start"), t("📥 Device taken in"), t("👷 Assign"))
    return vera, anna


async def handed_over(company: Company, vera: Person, anna: Person) -> None:
    """From the estimate to the papers: approved, done, paid, handed over."""
    t = company.t
    await company.taps(vera, t("🧾 Estimate"), "➕ Cleaning", t("📤 Send for approval"))
    await company.taps(anna, t("✅ Approve {sum}", sum=company.money(90_000)))
    await company.taps(vera, t("▶️ Started"), t("🏁 Done"), t("💰 Payment"), t("💵 Cash"))
    await company.taps(vera, t("🤝 Hand over"))


@BOTH
async def test_papers_are_chosen_attached_sent_and_one_is_waived(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await company.taps(vera, t("⋯ More"), t("📄 Papers"), t("📄 Choose the set"), t("⛔ Refusal set"))
    await company.taps(vera, "⬜ " + t("Completion act"), t("‹ Back"), t("📎 Attach"), t("Completion act"))
    await vera.sends_document("act.pdf", b"%PDF-1.4 act")
    await company.taps(vera, t("📤 Papers to the client"))
    await vera.sees_toast(t("Sent to the client: {n}.", n=1))
    assert any("document" in message.raw for message in anna.chat if not message.mine)
    await company.taps(vera, t("‹ Back"))
    await handed_over(company, vera, anna)
    await company.taps(vera, t("🏁 Close & hand over"))
    await vera.sees_toast(t("Some papers are missing."))
    await company.taps(vera, t("⋯ More"), t("🔑 Close without papers"))
    await vera.says("The client does not need it")
    await company.taps(vera, t("🏁 Close & hand over"))
    await anna.sees(t("Done. Thank you for coming to us."))


@BOTH
async def test_day_a_complaint(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await company.taps(anna, t("😟 Complaint"))
    await anna.says("Nobody calls back")
    await vera.sees(t("😟 №{number}: complaint: {text}", number=1001, text="Nobody calls back"))
    await vera.says("/shift")
    await company.taps(vera, t("☑️ My tasks"))
    await company.taps(vera, f"№1001 {t('😟 Complaint')}")
    await vera.taps(t("🙂 Answer the complaint"), on=await vera.sees(t("to do")))
    await company.taps(vera, t("Rejected"))
    await vera.says("Nobody had called you, that is true, but the work is in time")
    await anna.sees("Nobody had called you")
    await company.settle()
    assert not any(message.has(t("😟 Complaint open")) for message in vera.chat)


@BOTH
async def test_day_three_printers_go_different_ways(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await company.taps(vera, t("⋯ More"), t("✂️ Split off device"))
    await vera.says("The second printer")
    await vera.sees(t("Comes from order №{number}", number=1001))
    await anna.sees("№1002")
    await company.taps(vera, t("▶️ Start"))
    await vera.sees("№1002 · " + t("estimate being made"))


@BOTH
async def test_day_a_warranty_return(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await handed_over(company, vera, anna)
    await company.taps(vera, t("🏁 Close & hand over"))
    await company.taps(anna, t("🛡 Under warranty"))
    await anna.says("It squeaks again")
    card = await vera.sees(t("🆕 New request №{number}", number=1002))
    assert t("Comes from order №{number}", number=1001) in card.text
    assert "It squeaks again" in card.text


@BOTH
async def test_a_client_calls_off_or_asks_for_it(company: Company) -> None:
    t = company.t
    vera, anna = await taken_up(company)
    await company.taps(anna, t("🚫 Cancel order"))
    await anna.says("Changed my mind")
    await anna.sees(t("We have passed it on, a specialist will contact you."))
    await vera.sees(t("🚫 №{number}: the client asks to cancel", number=1001))
    await company.settle()
    boris = company.client("Boris", phone="+79160000009")
    await boris.says("Kettle")
    await company.taps(vera, t("✋ Take"), t("🧾 To deal"))
    await company.taps(boris, t("🚫 Cancel order"))
    await boris.says("Changed my mind")
    await boris.sees(t("The order is cancelled."))


async def test_only_who_holds_a_role_is_given_its_work(company: Company) -> None:
    """A forged id of somebody else's is answered like an absent one."""
    vera, nina = await company.hires("Vera", *ALONE[:3]), await company.hires("Nina", Role.ACCOUNTANT)
    anna = company.client("Anna")
    await anna.says("Help")
    await company.taps(vera, "✋ Take")
    card = await vera.sees("In charge: Vera")
    for data in ("x:convert:1001:2", "x:to_manager:1001:2"):
        await vera.forges(data, card)
    await vera.sees_toast("Nothing here for you. Open the list again.")
    await company.taps(vera, "🧾 To deal")
    await vera.forges("d:assign:1001:0:2", await vera.sees("№1001 · new order"))
    await company.settle()
    await nina.never_sees("№1001")


async def test_files_of_an_order_go_only_where_they_may(company: Company) -> None:
    """Forged presses of an accountant, a strange engineer and a stranger send nobody anything."""
    vera, anna = await taken_up(company)
    outsiders = [await company.hires("Nina", Role.ACCOUNTANT), await company.hires("Leo", Role.ENGINEER), company.client("Eve")]
    await outsiders[2].says("Hello")
    await vera.taps("⋯ More", on=await vera.sees("with us"))
    await company.taps(vera, "📄 Papers", "📎 Attach", "Completion act")
    await vera.sends_document("act.pdf", b"%PDF-1.4 act")
    card = await vera.sees("📤 Papers to the client")
    for person in outsiders:
        await person.forges("x:send_papers:1001:", card)
    for person in outsiders[1:]:
        await person.forges("x:show_files:1001:", card)
    await company.settle()
    assert not any("document" in message.raw for person in (anna, *outsiders) for message in person.chat if not message.mine)
    await company.taps(vera, "👁 Show files")
    assert any("document" in message.raw for message in vera.chat if not message.mine)
