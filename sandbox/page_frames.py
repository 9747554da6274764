"""Answers for what a page is shown: chats, messages and commands in the form its frames carry them."""

from sandbox.records import JSON, Chat, Post
from sandbox.world import World

FIRST_LOG = 200


def bot_card(world: World) -> JSON:
    return {"id": world.bot.id, "name": world.bot.first_name, "username": world.bot.username}


def shown_message(post: Post) -> JSON:
    """A message as a phone draws it: the Bot API form, whether it came quietly, and everybody's reactions."""
    extra: JSON = {"reactions": shown_reactions(post)}
    if post.from_bot:
        extra["silent"] = post.silent
    if post.markup and "force_reply" in post.markup:
        extra["reply_markup"] = post.markup
    return post.shown() | extra


def shown_reactions(post: Post) -> list[JSON]:
    every = [(author, reaction) for author, reactions in post.reactions.items() for reaction in reactions]
    return [{"emoji": reaction["emoji"], "from": author} for author, reaction in every if reaction.get("type") == "emoji"]


def chat_frame(world: World, chat: Chat) -> JSON:
    """Everything a phone needs to draw the chat from nothing."""
    language = world.users[chat.id].language
    about = world.profile.get(("description", language)) or world.profile.get(("description", ""), "")
    return {
        "type": "chat",
        "person": chat.id,
        "messages": [shown_message(post) for post in chat.visible()],
        "keyboard": chat.keyboard,
        "commands": commands_of(world, chat.id),
        "pinned": newest_pin(chat),
        "about": about,
    }


def newest_pin(chat: Chat) -> int | None:
    return chat.pinned[-1] if chat.pinned else None


def commands_of(world: World, user_id: int) -> list[JSON]:
    """The narrowest list of commands set for this person, in his language first, as Telegram chooses it."""
    for scope in (f"chat:{user_id}:", "all_private_chats::", "default::"):
        for language in (world.users[user_id].language, ""):
            found = world.commands.get(f"{scope}:{language}")
            if found:
                return found
    return []


def event_frames(world: World, event: JSON) -> list[JSON]:
    """What a page is told of an event of the world; groups have no phone screen yet, so theirs are left out."""
    kind = event["type"]
    if "person" in event and event.get("chat", event["person"]) != event["person"]:
        return []
    if kind == "log":
        return [event, *_command_frames(world, event["entry"])]
    if kind in ("message", "edited"):
        post = world.chats[event["chat"]].posts[event["message"]["message_id"]]
        return [event | {"message": shown_message(post)}]
    if kind == "reaction":
        post = world.chats[event["chat"]].posts[event["message_id"]]
        return [event | {"reactions": shown_reactions(post)}]
    if kind == "pinned":
        return [event | {"message_id": newest_pin(world.chats[event["chat"]])}]
    return [event]


def _command_frames(world: World, entry: JSON) -> list[JSON]:
    if entry["title"] not in ("setMyCommands", "deleteMyCommands"):
        return []
    people = [user.id for user in world.users.values() if not user.is_bot]
    return [{"type": "commands", "person": person, "commands": commands_of(world, person)} for person in people]
