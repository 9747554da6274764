"""Answers for attachments: how a stored file looks inside a message, and samples for people who send one."""

from sandbox.files import FileShelf, picture_size, sample_picture, sample_sound
from sandbox.records import JSON, StoredFile

SHAPES: dict[str, JSON] = {
    "photo": {},
    "video": {"width": 640, "height": 360, "duration": 5},
    "animation": {"width": 320, "height": 240, "duration": 3},
    "video_note": {"length": 240, "duration": 5},
    "voice": {"duration": 3},
    "audio": {"duration": 180},
    "document": {},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
}
MIMES = {
    "photo": "image/png",
    "video": "video/mp4",
    "animation": "video/mp4",
    "video_note": "video/mp4",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "document": "application/octet-stream",
    "sticker": "image/webp",
}
SHOWN_NAME = frozenset({"document", "audio", "video", "animation"})
SHOWN_MIME = frozenset({"document", "audio", "video", "animation", "voice"})


def keep_media(shelf: FileShelf, kind: str, *, content: bytes, name: str, mime: str = "") -> StoredFile:
    """Store bytes as a photo, voice… and work out the shape Telegram would report."""
    shape = dict(SHAPES[kind])
    mime = mime or MIMES[kind]
    if kind == "photo":
        shape["width"], shape["height"] = picture_size(content) or (480, 360)
    if kind in SHOWN_NAME and name:
        shape["file_name"] = name
    if kind in SHOWN_MIME:
        shape["mime_type"] = mime
    return shelf.keep(kind, content=content, name=name or kind, mime=mime, shape=shape)


def media_fields(file: StoredFile) -> JSON:
    """The message field of the attachment; an animation is shown as a document too."""
    body = file.as_json()
    if file.kind == "photo":
        return {"photo": [body]}
    if file.kind == "animation":
        return {"animation": body, "document": body}
    return {file.kind: body}


def sample_media(shelf: FileShelf, kind: str, *, number: int = 0) -> StoredFile:
    """What a person of the sandbox sends when he sends "a photo" or "a voice message"."""
    if kind == "photo":
        return keep_media(shelf, "photo", content=sample_picture(number), name="sample.png")
    suffix = {"voice": "ogg", "sticker": "webp", "document": "txt"}.get(kind, "mp4")
    content = sample_sound() if kind == "voice" else f"sample {kind} {number}".encode()
    return keep_media(shelf, kind, content=content, name=f"sample.{suffix}")
