"""Answers for copies and forwards: what may be taken along, what is left behind."""

from itertools import pairwise

from sandbox.delivery import deliver, destination, find_post, known_chat, place
from sandbox.errors import bad_request
from sandbox.formatting import message_caption
from sandbox.keyboards import check_for_chat, parse_markup
from sandbox.methods.editing import CAPTIONED, SERVICE, listed_ids, present
from sandbox.records import JSON, Post
from sandbox.registry import Call, api

CONTENT = frozenset(
    {"text", "entities", "caption", "caption_entities", "photo", "video", "animation", "audio", "document", "voice", "video_note"}
    | {"sticker", "contact", "location", "venue", "poll", "link_preview_options", "has_media_spoiler", "show_caption_above_media"}
)


def content_of(post: Post) -> JSON:
    """A message without its envelope, keyboard and reply."""
    return {name: value for name, value in post.raw.items() if name in CONTENT}


def _check_copyable(post: Post, verb: str) -> None:
    if SERVICE & post.raw.keys() or post.raw.get("has_protected_content"):
        raise bad_request(f"message can't be {verb}")


@api("copyMessage")
def copy_message(call: Call) -> JSON:
    source = find_post(call, known_chat(call, "from_chat_id"), missing="message to copy not found")
    _check_copyable(source, "copied")
    content = content_of(source)
    if "caption" in call.args.values and CAPTIONED & content.keys():
        content = {name: value for name, value in content.items() if not name.startswith("caption")} | message_caption(call.args)
    return {"message_id": deliver(call, content)["message_id"]}


def forwarded(post: Post) -> JSON:
    origin = {"type": "user", "sender_user": post.raw["from"], "date": post.date}
    return content_of(post) | {"forward_origin": post.raw.get("forward_origin", origin)}


@api("forwardMessage")
def forward_message(call: Call) -> JSON:
    source = find_post(call, known_chat(call, "from_chat_id"), missing="message to forward not found")
    _check_copyable(source, "forwarded")
    return place(call, destination(call), content=forwarded(source)).shown()


def _ordered(call: Call, verb: str) -> list[Post]:
    """Messages that are not found or cannot be taken are skipped in silence, unless none is left."""
    ids = listed_ids(call)
    if any(second <= first for first, second in pairwise(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    posts = [post for post in present(known_chat(call, "from_chat_id"), ids) if not SERVICE & post.raw.keys()]
    if not posts:
        raise bad_request(f"there are no messages to {verb}")
    return posts


@api("copyMessages")
def copy_messages(call: Call) -> list[JSON]:
    posts = _ordered(call, "copy")
    chat = destination(call)
    check_for_chat(parse_markup(call.args), chat)
    dropped = frozenset({"caption", "caption_entities"}) if call.args.flag("remove_caption") else frozenset[str]()
    contents = [{name: value for name, value in content_of(post).items() if name not in dropped} for post in posts]
    return [{"message_id": place(call, chat, content=content).message_id} for content in contents]


@api("forwardMessages")
def forward_messages(call: Call) -> list[JSON]:
    posts = _ordered(call, "forward")
    chat = destination(call)
    return [{"message_id": place(call, chat, content=forwarded(post)).message_id} for post in posts]
