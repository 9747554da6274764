"""Answers for the things the emulated Telegram remembers: users, chats, messages, files, pressed buttons."""

from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass
class User:
    """A Telegram account; `role` is only a tag for the page."""

    id: int
    first_name: str
    last_name: str = ""
    username: str | None = None
    language: str = "en"
    phone: str = ""
    role: str = ""
    is_bot: bool = False
    deactivated: bool = False

    def as_json(self) -> JSON:
        body: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            body["last_name"] = self.last_name
        if self.username:
            body["username"] = self.username
        if not self.is_bot:
            body["language_code"] = self.language
        return body


@dataclass
class Post:
    """A message of a chat: `raw` is what the Bot API shows now, `versions` what it showed before each edit."""

    message_id: int
    chat_id: int
    raw: JSON
    from_bot: bool
    markup: JSON | None = None
    silent: bool = False
    deleted: bool = False
    protected: bool = False
    versions: list[JSON] = field(default_factory=list)
    reactions: dict[int, list[JSON]] = field(default_factory=dict)

    @property
    def date(self) -> int:
        return int(self.raw["date"])

    def shown(self) -> JSON:
        """What an API answer or an update carries: a copy, so that later edits do not reach old updates."""
        return dict(self.raw)


@dataclass
class Chat:
    """A private chat (id of the person) or a group; `keyboard` is the reply keyboard now under the input field."""

    id: int
    type: str = "private"
    title: str = ""
    started: bool = False
    blocked: bool = False
    is_forum: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    members: dict[int, str] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    keyboard: JSON | None = None
    keyboard_post: Post | None = None
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, JSON] = field(default_factory=dict)
    menu_button: JSON = field(default_factory=lambda: {"type": "default"})
    last_id: int = 1

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def visible(self) -> list[Post]:
        return [post for post in self.posts.values() if not post.deleted]


@dataclass
class StoredFile:
    """Bytes behind a file_id; `shape` is the Bot API object (PhotoSize, Voice, …) without its ids."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    content: bytes
    mime: str
    shape: JSON = field(default_factory=dict)

    @property
    def path(self) -> str:
        folder = {"photo": "photos", "voice": "voice", "video": "videos"}.get(self.kind, "documents")
        return f"{folder}/{self.unique_id}_{self.name}"

    def as_json(self) -> JSON:
        ids = {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}
        return {**ids, **self.shape}


@dataclass
class Press:
    """A pressed inline button waiting for answerCallbackQuery."""

    id: str
    user_id: int
    data: str
    pressed_at: float
    post: Post | None = None
    answered: bool = False
    toast: str | None = None
    alert: bool = False
    url: str | None = None
