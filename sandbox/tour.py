"""Answers for the guided tour: where on whose phone the next step of a road is done, found on the screens as they are."""

from sandbox.deeds import Deeds
from sandbox.page_deeds import DEEDS
from sandbox.records import JSON, Chat, Post
from sandbox.view import inline_rows, key_label, key_rows
from sandbox.world import World


def with_place(world: World, road: JSON) -> JSON:
    """The road with `cue`: what to do now and where; None when the road has ended or something is still on its way to the phone.

    A cue that is `lost` leads back to a screen that was left.
    """
    if road["at"] is None:
        return road | {"cue": None}
    step = road["steps"][road["at"]]
    chat = world.chats[step["person"]]
    cue = _chat_cue(chat) or _last_in_sight(chat, step["cues"], road)
    if cue is None and step["person"] not in road["coming"] and (way := _last_in_sight(chat, step["back"], road)):
        cue = way | {"lost": True}
    return road | {"cue": cue}


def _last_in_sight(chat: Chat, cues: list[JSON], road: JSON) -> JSON | None:
    return next(filter(None, (_place(chat, one, road) for one in reversed(cues))), None)


def follow(deeds: Deeds, cue: JSON) -> None:
    """Does on a person's phone what a cue says."""
    DEEDS[cue["do"]](deeds, cue)


def _chat_cue(chat: Chat) -> JSON | None:
    """Before anything else the chat with the bot has to be open."""
    if chat.blocked:
        return {"do": "unblock"}
    return None if chat.started else {"do": "start"}


def _place(chat: Chat, cue: JSON, road: JSON) -> JSON | None:
    if cue["do"] == "say":
        return {"do": "say", "text": cue["words"]} if _is_asked(chat, cue.get("under", "")) else None
    if cue["do"] == "key":
        return _key(chat, cue["words"])
    posts = [post for post in reversed(chat.visible()) if post.from_bot and cue.get("under", "") in _text(post)]
    about = f"№{road['number']}"
    posts.sort(key=lambda post: about not in _text(post))
    return next(filter(None, (_button(post, cue["words"]) for post in posts)), None)


def _is_asked(chat: Chat, question: str) -> bool:
    """Words without a question may be written at any time, an answer only while the question is the last thing said."""
    said = [post for post in chat.visible() if post.from_bot]
    return not question or bool(said and question in _text(said[-1]))


def _key(chat: Chat, label: str) -> JSON | None:
    for row, keys in enumerate(key_rows(chat.keyboard)):
        for col, key in enumerate(keys):
            if key_label(key).startswith(label):
                return {"do": "key", "row": row, "col": col, "label": key_label(key)}
    return None


def _button(post: Post, label: str) -> JSON | None:
    for row, buttons in enumerate(inline_rows(post.markup)):
        for col, button in enumerate(buttons):
            if button["text"].startswith(label) and "callback_data" in button:
                return {"do": "tap", "message_id": post.message_id, "row": row, "col": col, "label": button["text"]}
    return None


def _text(post: Post) -> str:
    return str(post.raw.get("text") or post.raw.get("caption") or "")
