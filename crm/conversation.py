"""Messages between a client and staff, kept with their order; delivery is the spine's work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Media(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    AUDIO = "audio"
    DOCUMENT = "document"
    ANIMATION = "animation"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"


@dataclass(slots=True)
class Message:
    """One said thing. `body` is the text or caption; `file_id` is Telegram's; `extra` holds coordinates, a contact or an album's items."""

    id: int
    at: datetime
    order_id: int | None = None
    client_id: int | None = None
    incoming: bool = True
    note: bool = False
    staff_id: int | None = None
    media: Media = Media.TEXT
    body: str = ""
    file_id: str | None = None
    extra: dict[str, object] | None = None
    media_group: str | None = None
    chat_id: int | None = None
    tg_message_id: int | None = None

    @property
    def album(self) -> list[dict[str, str]]:
        """The items of an album in order, each with `media` and `file_id`."""
        items = (self.extra or {}).get("album")
        return list(items) if isinstance(items, list) else []


@dataclass(frozen=True, slots=True)
class Content:
    """What arrived, before it belongs to an order."""

    media: Media
    body: str = ""
    file_id: str | None = None
    extra: dict[str, object] | None = None
    media_group: str | None = None
    tg_message_id: int | None = None
