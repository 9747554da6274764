"""What a Telegram message carries, as the company keeps it."""

from __future__ import annotations

from typing import Any

from aiogram.types import Contact, Message

from crm.conversation import Content, Media

FILES = (
    (Media.ANIMATION, "animation"),
    (Media.VIDEO, "video"),
    (Media.VOICE, "voice"),
    (Media.VIDEO_NOTE, "video_note"),
    (Media.AUDIO, "audio"),
    (Media.DOCUMENT, "document"),
    (Media.STICKER, "sticker"),
)


def content_of(message: Message) -> Content | None:
    """None for service messages and for what cannot be carried."""
    common: dict[str, Any] = {"media_group": message.media_group_id, "tg_message_id": message.message_id}
    body = message.text or message.caption or ""
    if message.photo:
        return Content(Media.PHOTO, body, message.photo[-1].file_id, **common)
    for media, name in FILES:
        file = getattr(message, name)
        if file is not None:
            return Content(media, body, file.file_id, **common)
    if message.location:
        place: dict[str, object] = {"latitude": message.location.latitude, "longitude": message.location.longitude}
        return Content(Media.LOCATION, body, extra=place, **common)
    if message.contact:
        card = message.contact
        name = " ".join(part for part in (card.first_name, card.last_name) if part)
        return Content(Media.CONTACT, body, extra={"phone": number_of(card), "name": name, "user_id": card.user_id}, **common)
    return Content(Media.TEXT, body, **common) if message.text else None


def number_of(card: Contact) -> str:
    """An account has its international number, often without the plus; a card of an address book, whatever was written there."""
    return f"+{card.phone_number.lstrip('+')}" if card.user_id else card.phone_number
