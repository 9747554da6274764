"""Answers for the truth of the emulated Telegram: who exists, what was said, what is still on its way to the bot."""

import itertools
import secrets
import time
from collections.abc import Callable
from typing import Any

from sandbox.files import FileShelf
from sandbox.journal import Journal
from sandbox.records import JSON, Chat, Post, Press, User
from sandbox.signals import Signal
from sandbox.updates import UpdateQueue

FIRST_PERSON = 101
FIRST_GROUP = -1_002_000_000_001
CALLBACK_WINDOW = 15.0


class World:
    """Everything both the Bot API side and the people's side read and change. Times are UTC epoch seconds."""

    def __init__(self, token: str, bot_username: str, *, clock: Callable[[], float] = time.time) -> None:
        self.token = token
        self.clock = clock
        self.id = secrets.token_hex(4)
        self.bot = User(int(token.partition(":")[0]), "Gotovo", username=bot_username, is_bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files = FileShelf()
        self.updates = UpdateQueue(clock)
        self.presses: dict[str, Press] = {}
        self.inline_queries: dict[str, int] = {}
        self.inline_answers: dict[str, list[JSON]] = {}
        self.menu_button: JSON = {"type": "commands"}
        self.commands: dict[str, list[JSON]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.rejections: list[tuple[str, JSON, str]] = []
        self.callback_window = CALLBACK_WINDOW
        self.threaded = False
        self.in_flight = 0
        self.journal = Journal(clock)
        self.changed = Signal()
        self._person_ids = itertools.count(FIRST_PERSON)
        self._message_ids = itertools.count(1)
        self._press_ids = itertools.count(1)

    @property
    def log(self) -> list[JSON]:
        return list(self.journal.log)

    def subscribe(self) -> Any:
        return self.journal.subscribe()

    def unsubscribe(self, queue: Any) -> None:
        self.journal.unsubscribe(queue)

    def now(self) -> int:
        return int(self.clock())

    def add_user(self, first_name: str, **about: Any) -> User:
        """A new account with its (not yet started) private chat."""
        user = User(next(self._person_ids), first_name, **about)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id)
        self.announce_people()
        return user

    def add_group(self, title: str, *members: User, is_forum: bool = False) -> Chat:
        chat = Chat(FIRST_GROUP - sum(not chat.is_private for chat in self.chats.values()), "supergroup", title, started=True)
        chat.is_forum = is_forum
        chat.members = {self.bot.id: "administrator"} | {user.id: "member" for user in members}
        self.chats[chat.id] = chat
        return chat

    def chat_json(self, chat: Chat) -> JSON:
        if not chat.is_private:
            body: JSON = {"id": chat.id, "type": chat.type, "title": chat.title}
            return body | {"is_forum": True} if chat.is_forum else body
        user = self.users[chat.id].as_json()
        names = {key: value for key, value in user.items() if key in ("first_name", "last_name", "username")}
        return {"id": chat.id, "type": "private", **names}

    def add_post(self, chat: Chat, sender: User, *, content: JSON, markup: JSON | None = None, silent: bool = False) -> Post:
        """Put a message into the chat; `content` is its Bot API fields beside id, sender, chat and date."""
        message_id = self._next_message_id(chat)
        head: JSON = {"message_id": message_id, "from": sender.as_json(), "chat": self.chat_json(chat), "date": self.now()}
        post = Post(message_id, chat.id, head | content, sender is self.bot, markup=markup, silent=silent)
        if markup and "inline_keyboard" in markup:
            post.raw["reply_markup"] = markup
        chat.posts[message_id] = post
        self.tell(chat, "message", message=post.shown())
        self._place_keyboard(chat, post)
        return post

    def revise(self, post: Post, fields: JSON) -> None:
        """Change a message in place: None removes a field; the former version is kept for the history."""
        post.versions.append(dict(post.raw))
        post.raw = {key: value for key, value in (post.raw | fields).items() if value is not None}
        post.markup = post.raw.get("reply_markup", None if post.markup and "inline_keyboard" in post.markup else post.markup)
        self.tell(self.chats[post.chat_id], "edited", message=post.shown())

    def remove(self, post: Post) -> None:
        chat = self.chats[post.chat_id]
        post.deleted = True
        if post.message_id in chat.pinned:
            chat.pinned.remove(post.message_id)
        self.tell(chat, "deleted", message_id=post.message_id)

    def tell(self, chat: Chat, event: str, **body: Any) -> None:
        """Publish an event to the watchers of everybody in the chat and wake all waiters."""
        for person in [chat.id] if chat.is_private else [user_id for user_id in chat.members if user_id != self.bot.id]:
            self.journal.emit(event, person=person, chat=chat.id, **body)
        self.changed.notify()

    def announce_people(self) -> None:
        self.journal.emit("people", people=self.people())
        self.changed.notify()

    def people(self) -> list[JSON]:
        rows = []
        for user in self.users.values():
            if not user.is_bot:
                chat = self.chats[user.id]
                name = f"{user.first_name} {user.last_name}".strip()
                row = {"id": user.id, "name": name, "language": user.language, "role": user.role, "phone": user.phone}
                rows.append(row | {"started": chat.started, "blocked": chat.blocked})
        return rows

    def add_update(self, kind: str, payload: JSON) -> None:
        update = self.updates.add(kind, payload)
        if update:
            self.journal.note("update", kind, detail=update.as_json())
        self.changed.notify()

    def add_press(self, user: User, data: str, *, post: Post | None) -> Press:
        press = Press(str(1_000_000_000_000 + next(self._press_ids)), user.id, data, self.clock(), post)
        self.presses[press.id] = press
        return press

    def add_inline_query(self, user: User) -> str:
        query = str(2_000_000_000_000 + next(self._press_ids))
        self.inline_queries[query] = user.id
        return query

    def open_press(self, press_id: str) -> Press | None:
        press = self.presses.get(press_id)
        if press is None or press.answered or self.clock() - press.pressed_at > self.callback_window:
            return None
        return press

    def _next_message_id(self, chat: Chat) -> int:
        if chat.is_private:
            return next(self._message_ids)
        chat.last_id += 1
        return chat.last_id

    def _place_keyboard(self, chat: Chat, post: Post) -> None:
        markup = post.markup
        if markup is None or "inline_keyboard" in markup:
            return
        if "keyboard" in markup:
            chat.keyboard, chat.keyboard_post = markup, post
        elif markup.get("remove_keyboard"):
            chat.keyboard, chat.keyboard_post = None, None
        self.tell(chat, "keyboard", keyboard=markup if "force_reply" in markup else chat.keyboard)
