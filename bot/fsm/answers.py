"""What a person answers in a dialogue, read by the kind of the question."""

from __future__ import annotations

from bot.cards.form import Question
from bot.ports import BotUnit
from bot.words import phone_of
from crm.client import EMAIL
from crm.conversation import Content, Media
from crm.money import CURRENCIES, RUB, parse_amount

MAX_ANSWER = 2000


def joined(said: object, more: str) -> str:
    """Words of several pictures and messages, a line each."""
    return "\n".join(part for part in (str(said or ""), more.strip()) if part)[:MAX_ANSWER]


def read_answer(question: Question, content: Content, *, unit: BotUnit) -> object | None:
    """The answer's value, or None when it cannot be one."""
    text = content.body.strip()[:MAX_ANSWER]
    match question.kind:
        case "amount":
            return parse_amount(text, CURRENCIES.get(unit.shop.currency, RUB))
        case "email":
            return text if EMAIL.fullmatch(text) else None
        case "phone" | "typed_phone":
            extra = content.extra or {}
            return phone_of(str(extra.get("phone") or text), language=unit.shop.language)
        case "place" if content.media is Media.LOCATION and content.extra:
            return f"{content.extra['latitude']:.5f}, {content.extra['longitude']:.5f}"
        case "choice":
            return text if text and len(question.choices) == 0 else None
        case "receipt" if content.file_id:
            return {"media": str(content.media), "file_id": content.file_id, "name": text}
        case "file":
            return {"media": str(content.media), "file_id": content.file_id, "name": content.body} if content.file_id else None
        case _:
            return text or None
