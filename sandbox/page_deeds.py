"""Answers for what people do in the phones of the page: each deed of a frame, played on that person's phone."""

import base64
import itertools
from collections.abc import Callable

from sandbox.deeds import Deeds
from sandbox.files import picture_size
from sandbox.media import keep_media, sample_media
from sandbox.records import JSON, Post

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_NAME = 120
ALBUM_SIZE = range(2, 11)
PICTURES = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png", b"GI": "image/gif", b"RI": "image/webp"}

_albums = itertools.count(14_000_000_000_000_001)


def say(deeds: Deeds, deed: JSON) -> None:
    deeds.write(_words(deed, "text"), reply_to=deed.get("reply_to"))


def start(deeds: Deeds, deed: JSON) -> None:
    deeds.start(str(deed.get("payload") or ""))


def tap(deeds: Deeds, deed: JSON) -> None:
    post = _post(deeds, deed)
    deeds.press(post, post.raw["reply_markup"]["inline_keyboard"][deed["row"]][deed["col"]])


def push_key(deeds: Deeds, deed: JSON) -> None:
    if deeds.chat.keyboard is None:
        raise ValueError("there is no reply keyboard now")
    deeds.push_key(deeds.chat.keyboard["keyboard"][deed["row"]][deed["col"]])


def photo(deeds: Deeds, deed: JSON) -> None:
    """The photo in `data` (base64), or the engine's sample when there is none."""
    if not deed.get("data"):
        deeds.attach_sample("photo", caption=str(deed.get("caption") or ""))
        return
    _send_photo(deeds, deed, caption=str(deed.get("caption") or ""), album="")


def album(deeds: Deeds, deed: JSON) -> None:
    photos = deed["photos"]
    if len(photos) not in ALBUM_SIZE:
        raise ValueError("an album has 2 to 10 photos")
    name = str(next(_albums))
    for index, one in enumerate(photos):
        _send_photo(deeds, one | {"reply_to": deed.get("reply_to")}, caption="" if index else str(deed.get("caption") or ""), album=name)


def _send_photo(deeds: Deeds, deed: JSON, *, caption: str, album: str) -> None:
    content = _content(deed)
    if picture_size(content) is None:
        raise ValueError("this is not a picture")
    file = keep_media(deeds.world.files, "photo", content=content, name=_name(deed, "photo.jpg"), mime=PICTURES[content[:2]])
    deeds.attach(file, caption=caption, album=album, reply_to=deed.get("reply_to"))


def document(deeds: Deeds, deed: JSON) -> None:
    mime = str(deed.get("mime") or "application/octet-stream")
    file = keep_media(deeds.world.files, "document", content=_content(deed), name=_name(deed, "file"), mime=mime)
    deeds.attach(file, caption=str(deed.get("caption") or ""), reply_to=deed.get("reply_to"))


def sample(kind: str) -> Callable[[Deeds, JSON], None]:
    """The deed of sending a sample voice message, video and so on."""

    def send(deeds: Deeds, deed: JSON) -> None:
        deeds.attach(sample_media(deeds.world.files, kind), reply_to=deed.get("reply_to"))

    return send


def contact(deeds: Deeds, deed: JSON) -> None:
    """The person's own number, or the card of somebody else (`of`, a person's id)."""
    deeds.share_contact(of=deeds.world.users[deed["of"]] if deed.get("of") else None)


def location(deeds: Deeds, deed: JSON) -> None:
    deeds.share_location(float(deed["latitude"]), float(deed["longitude"]))


def edit(deeds: Deeds, deed: JSON) -> None:
    post = _post(deeds, deed)
    if post.from_bot:
        raise ValueError("only own messages can be edited")
    deeds.edit(post, _words(deed, "text"))


def react(deeds: Deeds, deed: JSON) -> None:
    deeds.react(_post(deeds, deed), str(deed.get("emoji") or ""))


def block(deeds: Deeds, deed: JSON) -> None:
    deeds.block()


def unblock(deeds: Deeds, deed: JSON) -> None:
    deeds.unblock()


def _post(deeds: Deeds, deed: JSON) -> Post:
    post = deeds.chat.posts[deed["message_id"]]
    if post.deleted:
        raise ValueError("the message is deleted")
    return post


def _words(deed: JSON, field: str) -> str:
    words = str(deed[field]).strip()
    if not words:
        raise ValueError("nothing is said")
    return words


def _content(deed: JSON) -> bytes:
    content = base64.b64decode(deed["data"], validate=True)
    if len(content) > LARGEST_FILE:
        raise ValueError("the file is larger than 20 MB")
    return content


def _name(deed: JSON, fallback: str) -> str:
    return str(deed.get("name") or fallback).replace("/", "_").replace("\\", "_")[-LONGEST_NAME:]


DEEDS: dict[str, Callable[[Deeds, JSON], None]] = {
    "say": say,
    "start": start,
    "tap": tap,
    "key": push_key,
    "photo": photo,
    "album": album,
    "document": document,
    "voice": sample("voice"),
    "video": sample("video"),
    "video_note": sample("video_note"),
    "contact": contact,
    "location": location,
    "edit": edit,
    "react": react,
    "block": block,
    "unblock": unblock,
}
