"""Answers for chats themselves: what a chat is, who is in it, what is pinned there."""

from sandbox.delivery import destination, find_post, known_chat
from sandbox.errors import bad_request
from sandbox.records import JSON, Chat, User
from sandbox.registry import Call, api

RIGHTS = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members can_change_info"
    " can_invite_users can_post_stories can_edit_stories can_delete_stories can_pin_messages can_manage_topics can_manage_tags"
    " can_send_welcome_messages"
)


@api("getChat")
def get_chat(call: Call) -> JSON:
    chat = known_chat(call)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    body = call.world.chat_json(chat) | {"accent_color_id": 0, "max_reaction_count": 11}
    body["accepted_gift_types"] = dict.fromkeys(gifts, False)
    if chat.pinned:
        body["pinned_message"] = chat.posts[chat.pinned[-1]].shown()
    return body


def member_json(chat: Chat, user: User) -> JSON:
    status = ("member" if user.id == chat.id else "left") if chat.is_private else chat.members.get(user.id, "left")
    body: JSON = {"status": status, "user": user.as_json()}
    if status == "administrator":
        rights = dict.fromkeys(RIGHTS.split(), True)
        return body | rights | {"can_be_edited": False, "is_anonymous": False}
    if status == "creator":
        return body | {"is_anonymous": False}
    return body | {"until_date": 0} if status == "kicked" else body


@api("getChatMember")
def get_chat_member(call: Call) -> JSON:
    chat = known_chat(call)
    user = call.world.users.get(call.args.integer("user_id", low=0, high=2**62))
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member_json(chat, user)


@api("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[JSON]:
    chat = known_chat(call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    chiefs = [user_id for user_id, status in chat.members.items() if status in ("administrator", "creator")]
    return [member_json(chat, call.world.users[user_id]) for user_id in chiefs if user_id != call.world.bot.id]


@api("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    chat = known_chat(call)
    return 2 if chat.is_private else len(chat.members)


@api("leaveChat")
def leave_chat(call: Call) -> bool:
    chat = destination(call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[call.world.bot.id] = "left"
    return True


@api("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    """The service message of a pin comes back to the bot as an update, as at Telegram."""
    chat = destination(call)
    post = find_post(call, chat, missing="message to pin not found")
    if post.message_id not in chat.pinned:
        chat.pinned.append(post.message_id)
        silent = chat.is_private or call.args.flag("disable_notification")
        notice = call.world.add_post(chat, call.world.bot, content={"pinned_message": post.shown()}, silent=silent)
        call.world.tell(chat, "pinned", message_id=post.message_id)
        call.world.add_update("message", notice.shown())
    return True


@api("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    chat = destination(call)
    if "message_id" in call.args:
        post = find_post(call, chat, missing="message to unpin not found")
        if post.message_id in chat.pinned:
            chat.pinned.remove(post.message_id)
    elif chat.pinned:
        chat.pinned.pop()
    else:
        raise bad_request("message to unpin not found")
    _tell_pinned(call, chat)
    return True


@api("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> bool:
    chat = destination(call)
    chat.pinned.clear()
    _tell_pinned(call, chat)
    return True


def _tell_pinned(call: Call, chat: Chat) -> None:
    call.world.tell(chat, "pinned", message_id=chat.pinned[-1] if chat.pinned else None)
