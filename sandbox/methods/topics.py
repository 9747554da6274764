"""Answers for topics: of staff forums, and of private chats when threaded mode is on."""

from sandbox.delivery import destination
from sandbox.errors import bad_request
from sandbox.records import JSON, Chat
from sandbox.registry import Call, api

COLOURS = frozenset({0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F})
DEFAULT_COLOUR = 0x6FB9F0
MAX_NAME = 128


def _forum(call: Call) -> Chat:
    chat = destination(call)
    if not (call.world.threaded if chat.is_private else chat.is_forum):
        raise bad_request("the chat is not a forum")
    return chat


def _topic(call: Call, chat: Chat) -> JSON:
    topic = chat.topics.get(call.args.integer("message_thread_id"))
    if topic is None:
        raise bad_request("message thread not found")
    return topic


def _announce(call: Call, chat: Chat, *, thread: int, service: JSON) -> None:
    fields = {"message_thread_id": thread, "is_topic_message": True}
    post = call.world.add_post(chat, call.world.bot, content=fields | service, silent=True)
    call.world.add_update("message", post.shown())


def _checked_name(name: str) -> str:
    if not name.strip():
        raise bad_request("TOPIC_TITLE_EMPTY")
    if len(name) > MAX_NAME:
        raise bad_request("topic name is too long")
    return name


@api("createForumTopic")
def create_forum_topic(call: Call) -> JSON:
    chat = _forum(call)
    colour = call.args.integer("icon_color", DEFAULT_COLOUR)
    if colour not in COLOURS:
        raise bad_request("wrong topic icon color specified")
    look: JSON = {"name": _checked_name(call.args.text("name")), "icon_color": colour}
    post = call.world.add_post(chat, call.world.bot, content={"is_topic_message": True, "forum_topic_created": look}, silent=True)
    post.raw["message_thread_id"] = post.message_id
    chat.topics[post.message_id] = {"message_thread_id": post.message_id} | look
    call.world.add_update("message", post.shown())
    return dict(chat.topics[post.message_id])


@api("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    chat = _forum(call)
    topic = _topic(call, chat)
    name = call.args.text("name")
    if name and _checked_name(name) == topic["name"]:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic["name"] = name or topic["name"]
    _announce(call, chat, thread=topic["message_thread_id"], service={"forum_topic_edited": {"name": topic["name"]}})
    return True


@api("closeForumTopic")
def close_forum_topic(call: Call) -> bool:
    return _close(call, closed=True)


@api("reopenForumTopic")
def reopen_forum_topic(call: Call) -> bool:
    return _close(call, closed=False)


def _close(call: Call, *, closed: bool) -> bool:
    chat = _forum(call)
    topic = _topic(call, chat)
    if bool(topic.get("is_closed")) == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    service = "forum_topic_closed" if closed else "forum_topic_reopened"
    topic["is_closed"] = closed
    _announce(call, chat, thread=topic["message_thread_id"], service={service: {}})
    return True


@api("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    chat = _forum(call)
    thread = int(_topic(call, chat)["message_thread_id"])
    del chat.topics[thread]
    for post in chat.visible():
        if post.raw.get("message_thread_id") == thread:
            call.world.remove(post)
    return True
