"""Albums: items come as inputs of their own and become one message, carried on as one album (architecture §3)."""

from __future__ import annotations

from datetime import timedelta

from crm.conversation import Content, Message
from crm.ports import UnitOfWork

GATHERS = timedelta(seconds=1)
"""How long an album waits for its items."""
CARRIED_AFTER = 1.5
"""Seconds from the first item until the album is carried on: after its last item is in. A later one is a message of its own."""


async def join_album(unit: UnitOfWork, content: Content) -> Message | None:
    """The message of the album with this item in it; None for what is no album or its first item."""
    if content.media_group is None:
        return None
    album = await unit.messages.of_album(unit.chat_id, content.media_group)
    if album is None or unit.now - album.at > GATHERS:
        return None
    album.extra = {**(album.extra or {}), "album": [*album.album, _item(content)]}
    album.body = "\n".join(part for part in (album.body, content.body) if part)
    await unit.messages.save(album)
    return album


def begun(content: Content) -> dict[str, object] | None:
    """What is kept beside a message: of an album its first item."""
    return {"album": [_item(content)]} if content.media_group else content.extra


def wait_for(content: Content) -> float:
    """Seconds before a message is carried on."""
    return CARRIED_AFTER if content.media_group else 0


def _item(content: Content) -> dict[str, object]:
    return {"media": str(content.media), "file_id": content.file_id}
