"""Answers for putting a message of the bot into a chat: who can be written to, threads, replies, notification."""

from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.keyboards import check_for_chat, parse_markup
from sandbox.records import JSON, Chat, Post
from sandbox.registry import Call

GENERAL_TOPIC = 1


def known_chat(call: Call, name: str = "chat_id") -> Chat:
    """The chat of an argument, if the bot ever met it."""
    given = call.args.text(name).strip()
    if not given:
        raise bad_request(f"{name} is empty")
    try:
        chat = call.world.chats.get(int(given))
    except ValueError:
        raise bad_request("chat not found") from None
    if chat is None and given == str(call.world.bot.id):
        raise forbidden("the bot can't send messages to the bot")
    if chat is None:
        raise bad_request("chat not found")
    return chat


def destination(call: Call) -> Chat:
    """A chat that may be written to now; otherwise Telegram's reason why not."""
    chat = known_chat(call)
    reason = _private_refusal(call, chat) if chat.is_private else _group_refusal(call, chat)
    if reason:
        raise reason
    return chat


def _private_refusal(call: Call, chat: Chat) -> ApiError | None:
    if call.world.users[chat.id].deactivated:
        return forbidden("user is deactivated")
    if chat.blocked:
        return forbidden("bot was blocked by the user")
    if not chat.started:
        return forbidden("bot can't initiate conversation with a user")
    return None


def _group_refusal(call: Call, chat: Chat) -> ApiError | None:
    status = chat.members.get(call.world.bot.id, "left")
    kind = "supergroup" if chat.type == "supergroup" else "group"
    if chat.migrated_to is not None:
        return ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=chat.migrated_to)
    if chat.deleted:
        return forbidden("the group chat was deleted")
    if status == "kicked":
        return forbidden(f"bot was kicked from the {kind} chat")
    return forbidden(f"bot is not a member of the {kind} chat") if status == "left" else None


def deliver(call: Call, content: JSON) -> JSON:
    """Check markup, chat, thread and reply in Telegram's order, then post; the message as the API returns it."""
    markup = parse_markup(call.args)
    chat = destination(call)
    check_for_chat(markup, chat)
    return place(call, chat, content=content, markup=markup).shown()


def place(call: Call, chat: Chat, *, content: JSON, markup: JSON | None = None) -> Post:
    head = thread_fields(call, chat) | reply_fields(call, chat)
    if call.args.flag("protect_content"):
        head["has_protected_content"] = True
    silent = call.args.flag("disable_notification")
    return call.world.add_post(chat, call.world.bot, content=head | content, markup=markup, silent=silent)


def thread_fields(call: Call, chat: Chat) -> JSON:
    thread = call.args.integer("message_thread_id")
    if not thread or (thread == GENERAL_TOPIC and chat.is_forum):
        return {}
    if thread not in chat.topics:
        raise bad_request("message thread not found")
    if chat.topics[thread].get("is_closed"):
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def reply_fields(call: Call, chat: Chat) -> JSON:
    wanted = call.args.structure("reply_parameters", "can't parse reply parameters JSON object")
    if wanted is None:
        return {}
    if not isinstance(wanted, dict):
        raise bad_request("object expected as reply parameters")
    parent = chat.posts.get(int(wanted.get("message_id") or 0))
    if parent is None or parent.deleted:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    shown = {key: value for key, value in parent.raw.items() if key != "reply_to_message"}
    quote = {"quote": {"text": wanted["quote"], "position": 0, "is_manual": True}} if wanted.get("quote") else {}
    return {"reply_to_message": shown} | quote


def find_post(call: Call, chat: Chat, *, missing: str, name: str = "message_id") -> Post:
    post = chat.posts.get(call.args.integer(name))
    if post is None or post.deleted:
        raise bad_request(missing)
    return post
