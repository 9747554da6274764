"""Answers for what a person does on his phone: every deed changes the world and becomes an update for the bot."""

import itertools
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.entities import found_entities
from sandbox.media import media_fields, sample_media
from sandbox.records import JSON, Chat, Post, Press, StoredFile, User
from sandbox.world import World

_albums = itertools.count(13_000_000_000_000_001)


class Deeds:
    """The phone of one person. Nothing here waits; tests wait in `Person`, the page listens to events."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user
        self.clipboard = ""
        self.opened: list[str] = []
        self.pressed = 0
        self.typed = 0

    @property
    def chat(self) -> Chat:
        return self.world.chats[self.user.id]

    def start(self, payload: str = "") -> Post:
        """Press START (or follow a deep link); unblocks the bot when it was blocked."""
        if self.chat.blocked:
            self.unblock()
        return self.write(f"/start {payload}".strip())

    def write(self, text: str, *, reply_to: int | None = None, entities: list[JSON] | None = None, chat: Chat | None = None) -> Post:
        self.typed += 1
        content: JSON = {"text": text}
        marked = entities if entities is not None else found_entities(text)
        if marked:
            content["entities"] = marked
        return self.send(content, reply_to=reply_to, chat=chat)

    def attach(self, file: StoredFile, *, caption: str = "", album: str = "", reply_to: int | None = None) -> Post:
        content = media_fields(file)
        if caption:
            content["caption"] = caption
            entities = found_entities(caption)
            content |= {"caption_entities": entities} if entities else {}
        if album:
            content["media_group_id"] = album
        return self.send(content, reply_to=reply_to)

    def attach_sample(self, kind: str, *, caption: str = "", album: str = "", number: int = 0) -> Post:
        return self.attach(sample_media(self.world.files, kind, number=number), caption=caption, album=album)

    def attach_album(self, size: int, caption: str = "") -> list[Post]:
        album = str(next(_albums))
        return [self.attach_sample("photo", caption="" if index else caption, album=album, number=index) for index in range(size)]

    def share_contact(self, phone: str = "", of: User | None = None, *, known: bool = True) -> Post:
        """Own contact by default; a card of somebody else carries his user_id only when `known`."""
        owner = of or self.user
        contact: JSON = {"phone_number": (phone or owner.phone or "+10000000000").lstrip("+"), "first_name": owner.first_name}
        if owner.last_name:
            contact["last_name"] = owner.last_name
        if known:
            contact["user_id"] = owner.id
        return self.send({"contact": contact})

    def share_location(self, latitude: float, longitude: float) -> Post:
        return self.send({"location": {"latitude": latitude, "longitude": longitude}})

    def send(self, content: JSON, *, reply_to: int | None = None, chat: Chat | None = None) -> Post:
        chat = chat or self.chat
        if chat.is_private and chat.blocked:
            raise AssertionError(f"{self.user.first_name} blocked the bot and cannot write to it")
        chat.started = True
        post = self.world.add_post(chat, self.user, content=content | self._reply(chat, reply_to))
        self.world.add_update("message", post.shown())
        return post

    def _reply(self, chat: Chat, reply_to: int | None) -> JSON:
        if reply_to is None or reply_to not in chat.posts:
            return {}
        parent = chat.posts[reply_to].raw
        return {"reply_to_message": {key: value for key, value in parent.items() if key != "reply_to_message"}}

    def forward(self, post: Post) -> Post:
        """Forward a message of any chat into the chat with the bot; forwarded keyboards lose their buttons."""
        source = post.raw
        dropped = {"message_id", "from", "chat", "date", "reply_markup", "reply_to_message", "edit_date", "forward_origin"}
        content = {key: value for key, value in source.items() if key not in dropped}
        origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
        return self.send(content | {"forward_origin": source.get("forward_origin", origin)})

    def edit(self, post: Post, text: str) -> None:
        field = "text" if "text" in post.raw else "caption"
        entities = found_entities(text) or None
        marks = "entities" if field == "text" else "caption_entities"
        self.world.revise(post, {field: text, marks: entities, "edit_date": self.world.now()})
        self.world.add_update("edited_message", post.shown())

    def react(self, post: Post, emoji: str) -> None:
        """An empty emoji takes the reaction back."""
        old = post.reactions.get(self.user.id, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        post.reactions[self.user.id] = new
        chat = self.world.chats[post.chat_id]
        head: JSON = {"chat": self.world.chat_json(chat), "message_id": post.message_id, "user": self.user.as_json()}
        self.world.tell(chat, "reaction", message_id=post.message_id, reactions=new)
        self.world.add_update("message_reaction", head | {"date": self.world.now(), "old_reaction": old, "new_reaction": new})

    def block(self) -> None:
        self.chat.blocked = True
        self._announce_membership("member", "kicked")

    def unblock(self) -> None:
        self.chat.blocked = False
        self._announce_membership("kicked", "member")

    def _announce_membership(self, old: str, new: str) -> None:
        bot = self.world.bot.as_json()
        kicked = {"until_date": 0}
        self.world.announce_people()
        body: JSON = {"chat": self.world.chat_json(self.chat), "from": self.user.as_json(), "date": self.world.now()}
        body["old_chat_member"] = {"status": old, "user": bot} | (kicked if old == "kicked" else {})
        body["new_chat_member"] = {"status": new, "user": bot} | (kicked if new == "kicked" else {})
        self.world.add_update("my_chat_member", body)

    def press(self, post: Post, button: JSON) -> Press | None:
        """Tap an inline button; only a callback button is seen by the bot, the others act on the phone."""
        if "disabled" in button:
            return None
        self.pressed += 1
        if "callback_data" in button:
            return self.press_data(button["callback_data"], post)
        if "url" in button:
            self.follow(button["url"])
        if "copy_text" in button:
            self.clipboard = button["copy_text"]["text"]
        return None

    def press_data(self, data: str, post: Post) -> Press:
        """Send a callback query with any data, as a forger could."""
        press = self.world.add_press(self.user, data, post=post)
        chat = self.world.chats[post.chat_id]
        gone = {"chat": self.world.chat_json(chat), "message_id": post.message_id, "date": 0}
        body: JSON = {"id": press.id, "from": self.user.as_json(), "message": gone if post.deleted else post.shown()}
        self.world.add_update("callback_query", body | {"chat_instance": str(chat.id * 7919), "data": data})
        return press

    def ask_inline(self, text: str) -> str:
        """Type `@bot text` in some chat; the id of the inline query."""
        query = self.world.add_inline_query(self.user)
        self.world.add_update("inline_query", {"id": query, "from": self.user.as_json(), "query": text, "offset": ""})
        return query

    def push_key(self, key: Any) -> Post:
        """Tap a key of the reply keyboard."""
        button: JSON = key if isinstance(key, dict) else {"text": str(key)}
        self.pressed += 1
        if button.get("request_contact"):
            return self.share_contact()
        if button.get("request_location"):
            return self.share_location(55.7558, 37.6173)
        post = self.write(str(button["text"]))
        self.typed -= 1
        return post

    def follow(self, url: str) -> Post | None:
        """Open a link; a deep link of the bot becomes /start as this person."""
        self.opened.append(url)
        parts = urlsplit(url)
        if parts.hostname in ("t.me", "telegram.me") and parts.path.strip("/").lower() == (self.world.bot.username or "").lower():
            return self.start(parse_qs(parts.query).get("start", [""])[0])
        return None
