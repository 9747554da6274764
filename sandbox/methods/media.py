"""Answers for sending files: photo, video, voice… by upload, file_id or attach://, and albums of them."""

import itertools
from typing import Any

from sandbox.arguments import Upload
from sandbox.delivery import deliver, destination, place
from sandbox.errors import bad_request
from sandbox.files import picture_size
from sandbox.formatting import caption_fields, message_caption
from sandbox.media import keep_media, media_fields
from sandbox.records import JSON, StoredFile
from sandbox.registry import Call, api

MAX_PHOTO = 10 * 1024 * 1024
MAX_SIDES, MAX_RATIO = 10_000, 20
MAX_ALBUM = 10
ALONE = frozenset({"audio", "document"})
IN_ALBUM = frozenset({"photo", "video", "audio", "document"})
GIVEN_FIELDS = ("duration", "width", "height", "length", "performer", "title")
_albums = itertools.count(14_000_000_000_000_001)


def input_file(call: Call, kind: str, *, given: str, upload: Upload | None = None) -> StoredFile:
    """The file an argument means: `given` is a file_id, a URL or attach://name."""
    if given.startswith("attach://"):
        upload = call.args.uploads.get(given.removeprefix("attach://"))
    if upload is not None:
        return _uploaded(call, kind, upload)
    if not given or given.startswith("attach://"):
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    known = call.world.files.get(given)
    if known is None:
        looks_real = len(given) > 20 and given.replace("-", "").replace("_", "").isalnum()
        raise bad_request(
            "wrong file_id or the file is temporarily unavailable" if looks_real else "wrong file identifier/HTTP URL specified"
        )
    if known.kind != kind and "document" not in (known.kind, kind):
        raise bad_request(f"can't use file of type {known.kind.title().replace('_', '')} as {kind.title().replace('_', '')}")
    return known if known.kind == kind else keep_media(call.world.files, kind, content=known.content, name=known.name, mime=known.mime)


def _uploaded(call: Call, kind: str, upload: Upload) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        _check_photo(upload.content)
    mime = upload.mime if upload.mime != "application/octet-stream" else ""
    return keep_media(call.world.files, kind, content=upload.content, name=upload.name, mime=mime)


def _check_photo(content: bytes) -> None:
    if len(content) > MAX_PHOTO:
        raise bad_request(f"file of size {len(content)} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes")
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > MAX_SIDES or max(size) > MAX_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _shape(file: StoredFile, given: JSON) -> JSON:
    fields = media_fields(file)
    if isinstance(fields.get(file.kind), dict):
        fields[file.kind] |= {name: given[name] for name in GIVEN_FIELDS if given.get(name)}
    return fields


def _send(call: Call, kind: str, *, captioned: bool = True) -> JSON:
    file = input_file(call, kind, given=call.args.text(kind), upload=call.args.uploads.get(kind))
    numbers = {name: call.args.integer(name) for name in GIVEN_FIELDS[:4]}
    words = {name: call.args.text(name) for name in GIVEN_FIELDS[4:]}
    return deliver(call, _shape(file, numbers | words) | (message_caption(call.args) if captioned else {}) | _marks(call))


def _marks(call: Call) -> JSON:
    return {name: True for name in ("has_spoiler", "show_caption_above_media") if call.args.flag(name)} | (
        {"has_media_spoiler": True} if call.args.flag("has_spoiler") else {}
    )


@api("sendPhoto")
def send_photo(call: Call) -> JSON:
    return _send(call, "photo")


@api("sendVideo")
def send_video(call: Call) -> JSON:
    return _send(call, "video")


@api("sendAnimation")
def send_animation(call: Call) -> JSON:
    return _send(call, "animation")


@api("sendAudio")
def send_audio(call: Call) -> JSON:
    return _send(call, "audio")


@api("sendDocument")
def send_document(call: Call) -> JSON:
    return _send(call, "document")


@api("sendVoice")
def send_voice(call: Call) -> JSON:
    return _send(call, "voice")


@api("sendVideoNote")
def send_video_note(call: Call) -> JSON:
    return _send(call, "video_note", captioned=False)


@api("sendSticker")
def send_sticker(call: Call) -> JSON:
    return _send(call, "sticker", captioned=False)


def media_content(call: Call, item: Any) -> JSON:
    """The message fields of one InputMedia object."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = str(item.get("type", ""))
    if kind not in IN_ALBUM | {"animation"}:
        raise bad_request(f"can't parse InputMedia: {'invalid type' if kind else 'type must be'} specified")
    given = str(item.get("media", ""))
    if not given:
        raise bad_request(f'media not found in the request; {kind} has no field "media"')
    caption = caption_fields(str(item.get("caption") or ""), str(item.get("parse_mode") or ""), entities=item.get("caption_entities"))
    return _shape(input_file(call, kind, given=given), item) | caption


@api("sendMediaGroup")
def send_media_group(call: Call) -> list[JSON]:
    """Strict beyond Telegram's server: an album of one is refused, as the documentation says 2-10."""
    items = call.args.structure("media", "can't parse media JSON object")
    if not isinstance(items, list) or not items:
        raise bad_request("there are no messages to send")
    if len(items) > MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    if len(items) == 1:
        raise bad_request("there must be at least 2 messages to send as an album")
    contents = [media_content(call, item) for item in items]
    kinds = {str(item["type"]) for item in items}
    for kind in sorted(ALONE & kinds if len(kinds) > 1 else kinds - IN_ALBUM):
        raise bad_request(f"{kind} can't be mixed with other media types")
    chat = destination(call)
    album = {"media_group_id": str(next(_albums))}
    return [place(call, chat, content=content | album).shown() for content in contents]
