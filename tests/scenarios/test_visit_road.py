"""The visit road: time before the estimate, the price agreed on site, money at the door, in Russian."""

from __future__ import annotations

from crm.actor import Role
from tests.scenarios.conftest import Company


async def test_from_the_form_to_closed(company: Company) -> None:
    vera = await company.hires("Вера", Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, language="ru")
    ivan = await company.hires("Иван", Role.ENGINEER, language="ru")
    anna = company.client("Анна", language="ru")
    await anna.starts()
    await anna.taps("🛠 Новая заявка", on=await anna.sees("Просто напишите"))
    await anna.taps("🧺 Техника")
    await anna.says("Стиральная машина течёт")
    await anna.taps("🚗 Выезд мастера")
    await anna.shares_contact()
    await anna.taps("✅ Отправить")
    await anna.sees("Приняли, заявка №1001")

    await vera.taps("✋ Взять", on=await vera.sees("Новая заявка №1001"))
    await vera.taps("🧾 В сделку")
    await vera.taps("Вера", on=await vera.sees("кому?"))
    await vera.taps("▶️ Принять в работу")
    await vera.taps("👷 Назначить", on=await vera.sees("составляем смету"))
    await vera.taps("Иван", on=await vera.sees("какой мастер?"))
    await ivan.sees("Вам назначен заказ №1001")
    await vera.taps("🕒 Согласовать время", on=await vera.sees("👷 Иван"))
    await vera.taps("🕒 Предложить время", on=await vera.sees("согласуем время"))
    await vera.taps("⬜")
    await vera.sees("Предложить 1 вариант")
    await vera.taps("⬜")
    await vera.taps("Предложить 2 варианта")
    offer = await anna.sees("какое время удобно?")
    assert len(offer.buttons) == 2
    await anna.taps(offer.buttons[0][0], on=offer)
    await ivan.taps("👌 Время подходит", on=await ivan.sees("клиент выбрал"))
    await anna.sees("приедем")

    await ivan.taps("🚗 Выехал", on=await ivan.sees("назначен ·"))
    await anna.sees("Иван выехал к вам")
    await ivan.taps("▶️ Начал")
    await ivan.taps("🧾 Смета", on=await ivan.sees("в работе"))
    await ivan.taps("➕ Cleaning")
    await ivan.taps("📤 На согласование", on=await ivan.sees("Итого"))
    await anna.sees("Смета к №1001")
    await anna.taps("✅ Согласовать")
    await ivan.taps("🏁 Готово", on=await ivan.sees("смета согласована"))
    await anna.sees("работы выполнены")
    await vera.taps("💰 Оплата", on=await vera.sees("работы закончены"))
    await vera.taps("💵 Наличные")
    await vera.taps("🏁 Закрыть и передать", on=await vera.sees("Оплачено"))
    await anna.sees("Спасибо, что обратились к нам")
    await company.settle()
    assert sum("работы выполнены. К оплате" in message.text for message in anna.history) == 1
