"""A stored message as the Telegram call that carries it to another chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendContact,
    SendDocument,
    SendLocation,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo
from aiogram.types import Message as TgMessage
from aiogram.utils.formatting import Bold, Text

from crm.conversation import Media, Message

Send = TelegramMethod[TgMessage] | TelegramMethod[list[TgMessage]]
MAX_TEXT, MAX_CAPTION = 4096, 1024

CAPTIONED: dict[Media, Callable[..., Send]] = {
    Media.PHOTO: SendPhoto,
    Media.VIDEO: SendVideo,
    Media.VOICE: SendVoice,
    Media.AUDIO: SendAudio,
    Media.DOCUMENT: SendDocument,
    Media.ANIMATION: SendAnimation,
}


GROUPED: dict[Media, Callable[..., InputMediaPhoto | InputMediaVideo | InputMediaAudio | InputMediaDocument]] = {
    Media.PHOTO: InputMediaPhoto,
    Media.VIDEO: InputMediaVideo,
    Media.AUDIO: InputMediaAudio,
    Media.DOCUMENT: InputMediaDocument,
}


def calls_for(message: Message, *, chat_id: int, header: str, quiet: bool = False) -> list[Send]:
    """One call, or more: where the medium takes no caption the header goes first as text; words that fill a message need a second one."""
    body = Text(Bold(header), "\n", message.body) if message.body else Text(Bold(header))
    text, entities = body.render()
    common: dict[str, Any] = {"chat_id": chat_id, "disable_notification": quiet}
    if len(message.album) > 1:
        return _album(message, common, text=text, entities=entities)
    if message.media in CAPTIONED and message.file_id and len(text) <= MAX_CAPTION:
        field = str(message.media)
        return [CAPTIONED[message.media](**common, **{field: message.file_id}, caption=text, caption_entities=entities)]
    carried = _bare(message, common)
    return _said(common, text=text, entities=entities) + ([] if carried is None else [carried])


def _said(common: dict[str, Any], *, text: str, entities: list[Any]) -> list[Send]:
    """The header's entities are in the first part; nothing but blanks is no message."""
    first, *rest = [text[start : start + MAX_TEXT] for start in range(0, len(text), MAX_TEXT)]
    return [SendMessage(**common, text=first, entities=entities), *(SendMessage(**common, text=part) for part in rest if part.strip())]


def _album(message: Message, common: dict[str, Any], *, text: str, entities: list[Any]) -> list[Send]:
    """One album in the order in which it came; too long a caption goes first as text."""
    fits = len(text) <= MAX_CAPTION
    media: list[Any] = [GROUPED[Media(item["media"])](media=item["file_id"]) for item in message.album]
    if fits:
        media[0] = media[0].model_copy(update={"caption": text, "caption_entities": entities})
    group = SendMediaGroup(**common, media=media)
    return [group] if fits else [*_said(common, text=text, entities=entities), group]


def _bare(message: Message, common: dict[str, Any]) -> Send | None:
    extra: dict[str, Any] = message.extra or {}
    match message.media:
        case Media.STICKER if message.file_id:
            return SendSticker(**common, sticker=message.file_id)
        case Media.VIDEO_NOTE if message.file_id:
            return SendVideoNote(**common, video_note=message.file_id)
        case Media.LOCATION:
            return SendLocation(**common, latitude=extra["latitude"], longitude=extra["longitude"])
        case Media.CONTACT:
            return SendContact(**common, phone_number=extra["phone"], first_name=extra["name"])
        case media if media in CAPTIONED and message.file_id:
            return CAPTIONED[media](**common, **{str(media): message.file_id})
        case _:
            return None
