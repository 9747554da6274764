"""Answers for changing and deleting messages: what can be edited, "is not modified", the 48 hours of deleting."""

from typing import Any

from sandbox.delivery import find_post, known_chat
from sandbox.errors import bad_request
from sandbox.formatting import message_caption, message_text
from sandbox.keyboards import check_for_chat, parse_markup
from sandbox.methods.media import media_content
from sandbox.methods.messages import preview_fields
from sandbox.records import JSON, Chat, Post
from sandbox.registry import Call, api

TWO_DAYS = 48 * 3600
MAX_IDS = 100
CAPTIONED = frozenset({"photo", "video", "animation", "audio", "document", "voice"})
SERVICE = frozenset({"pinned_message", "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"})
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def editable(call: Call) -> Post:
    """The bot's own message that is to be edited."""
    if "inline_message_id" in call.args:
        raise bad_request("message to edit not found")
    chat = known_chat(call)
    if not call.args.integer("message_id"):
        raise bad_request("message identifier is not specified")
    post = find_post(call, chat, missing="message to edit not found")
    if not post.from_bot or SERVICE & post.raw.keys():
        raise bad_request("message can't be edited")
    return post


def revise(call: Call, post: Post, *, fields: JSON) -> JSON:
    """Apply the edit unless it changes nothing; an absent reply_markup removes the inline keyboard."""
    markup = parse_markup(call.args)
    check_for_chat(markup, call.world.chats[post.chat_id])
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    wanted = fields | {"reply_markup": markup}
    if all(post.raw.get(name) == value for name, value in wanted.items()):
        raise bad_request(NOT_MODIFIED)
    call.world.revise(post, wanted | {"edit_date": call.world.now()})
    return post.shown()


@api("editMessageText")
def edit_message_text(call: Call) -> JSON:
    content = message_text(call.args)
    post = editable(call)
    if "text" not in post.raw:
        raise bad_request("there is no text in the message to edit")
    return revise(call, post, fields={"entities": None, "link_preview_options": None} | content | preview_fields(call))


@api("editMessageCaption")
def edit_message_caption(call: Call) -> JSON:
    content = message_caption(call.args)
    post = editable(call)
    if not CAPTIONED & post.raw.keys():
        raise bad_request("there is no caption in the message to edit")
    return revise(call, post, fields={"caption": None, "caption_entities": None} | content)


@api("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> JSON:
    return revise(call, editable(call), fields={})


def _erase(call: Call, post: Post) -> None:
    chat = call.world.chats[post.chat_id]
    status = chat.members.get(call.world.bot.id)
    too_old = call.world.clock() - post.date > TWO_DAYS
    foreign = not post.from_bot and not chat.is_private and status != "administrator"
    if (too_old and status != "administrator") or foreign:
        raise bad_request("message can't be deleted")
    call.world.remove(post)


@api("deleteMessage")
def delete_message(call: Call) -> bool:
    chat = known_chat(call)
    if not call.args.integer("message_id"):
        raise bad_request("message identifier is not specified")
    _erase(call, find_post(call, chat, missing="message to delete not found"))
    return True


def listed_ids(call: Call) -> list[int]:
    ids = call.args.identifiers("message_ids")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MAX_IDS:
        raise bad_request("too many message identifiers specified")
    return ids


def present(chat: Chat, ids: list[int]) -> list[Post]:
    return [post for number in ids if (post := chat.posts.get(number)) and not post.deleted]


@api("deleteMessages")
def delete_messages(call: Call) -> Any:
    """Ids that are not found are skipped in silence."""
    chat = known_chat(call)
    for post in present(chat, listed_ids(call)):
        _erase(call, post)
    return True


@api("editMessageMedia")
def edit_message_media(call: Call) -> JSON:
    content = media_content(call, call.args.structure("media", "can't parse InputMedia JSON object"))
    post = editable(call)
    if not (CAPTIONED | {"text"}) & post.raw.keys():
        raise bad_request("message can't be edited")
    old = dict.fromkeys([*(CAPTIONED & post.raw.keys()), "text", "entities", "caption", "caption_entities", "link_preview_options"])
    return revise(call, post, fields=old | content)
