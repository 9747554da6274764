"""Answers for a person in a test: does things on his phone and waits, on conditions only, for what he should see."""

from collections.abc import Awaitable, Callable
from typing import TypedDict

from sandbox.deeds import Deeds
from sandbox.media import keep_media
from sandbox.records import JSON, Post, Press, User
from sandbox.view import Message, best_match, history, inline_rows, key_labels, key_rows, screen, snapshot
from sandbox.world import World

PATIENCE = 20.0


class About(TypedDict, total=False):
    """What may be told about a new person beside the first name."""

    last_name: str
    language: str
    phone: str
    username: str | None
    role: str


class Person:
    """`pressed` counts taps and `typed` written messages, so that scenarios can hold the tap budgets."""

    def __init__(self, world: World, user: User, *, settle: Callable[[], Awaitable[None]]) -> None:
        self.world = world
        self.user = user
        self.deeds = Deeds(world, user)
        self._settle = settle

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def pressed(self) -> int:
        return self.deeds.pressed

    @property
    def typed(self) -> int:
        return self.deeds.typed

    @property
    def chat(self) -> list[Message]:
        """Visible messages, oldest first, own ones included."""
        return [snapshot(post) for post in self.deeds.chat.visible()]

    @property
    def history(self) -> list[Message]:
        return history(self.deeds.chat)

    @property
    def loud(self) -> list[Message]:
        """Messages of the bot that came with sound."""
        return [snapshot(post) for post in self.deeds.chat.posts.values() if post.from_bot and not post.silent]

    @property
    def keyboard(self) -> list[str]:
        return key_labels(self.deeds.chat.keyboard)

    @property
    def toasts(self) -> list[str]:
        answered = [press for press in self.world.presses.values() if press.user_id == self.id and press.answered]
        return [press.toast for press in answered if press.toast]

    def screen(self) -> str:
        return screen(self.user.first_name, self.deeds.chat)

    async def starts(self, payload: str = "") -> Message:
        return snapshot(self.deeds.start(payload))

    async def says(self, text: str, reply_to: Message | None = None, *, entities: list[JSON] | None = None) -> Message:
        return snapshot(self.deeds.write(text, reply_to=reply_to.message_id if reply_to else None, entities=entities))

    async def sends_photo(self, caption: str = "", album: str | None = None, *, content: bytes = b"") -> Message:
        if content:
            file = keep_media(self.world.files, "photo", content=content, name="photo.png")
            return snapshot(self.deeds.attach(file, caption=caption, album=album or ""))
        return snapshot(self.deeds.attach_sample("photo", caption=caption, album=album or ""))

    async def sends_album(self, n: int, caption: str = "") -> list[Message]:
        return [snapshot(post) for post in self.deeds.attach_album(n, caption)]

    async def sends_voice(self, caption: str = "") -> Message:
        return snapshot(self.deeds.attach_sample("voice", caption=caption))

    async def sends_video(self, caption: str = "") -> Message:
        return snapshot(self.deeds.attach_sample("video", caption=caption))

    async def sends_video_note(self) -> Message:
        return snapshot(self.deeds.attach_sample("video_note"))

    async def sends_sticker(self) -> Message:
        return snapshot(self.deeds.attach_sample("sticker"))

    async def sends_document(self, name: str, content: bytes = b"", *, caption: str = "") -> Message:
        file = keep_media(self.world.files, "document", content=content, name=name)
        return snapshot(self.deeds.attach(file, caption=caption))

    async def sends_location(self, lat: float, lon: float) -> Message:
        return snapshot(self.deeds.share_location(lat, lon))

    async def shares_contact(self, phone: str | None = None, of: "Person | None" = None, *, known: bool = True) -> Message:
        """`known=False`: a card from the address book, without user_id."""
        return snapshot(self.deeds.share_contact(phone or "", of.user if of else None, known=known))

    async def edits(self, message: Message, text: str) -> None:
        self.deeds.edit(self._post(message), text)

    async def reacts(self, message: Message, emoji: str) -> None:
        self.deeds.react(self._post(message), emoji)

    async def forwards(self, message: Message, to: "Person | None" = None) -> Message:
        """Into his own chat with the bot, or into that of `to`."""
        return snapshot((to or self).deeds.forward(self._post(message)))

    async def asks_inline(self, text: str) -> str:
        """The id of his inline query; its results come to `world.inline_answers`."""
        return self.deeds.ask_inline(text)

    async def blocks_bot(self) -> None:
        self.deeds.block()

    async def unblocks_bot(self) -> None:
        self.deeds.unblock()

    async def follows(self, url: str) -> None:
        self.deeds.follow(url)

    async def taps(self, label: str, on: Message | None = None, *, timeout: float = PATIENCE) -> str | None:
        """Tap a button or key when it is visible, wait for the answer; the toast, or None when it was silent."""
        await self._until(lambda: self._target(label, on) is not None, f"no button {label!r}", timeout)
        target = self._target(label, on)
        assert target is not None
        post, button = target
        if post is None:
            self.deeds.push_key(button)
            return None
        return await self._answered(self.deeds.press(post, button), timeout)

    async def presses_stale(self, message: Message, label: str, *, timeout: float = PATIENCE) -> str | None:
        """Tap a button of an old picture of a message, whatever became of the message since."""
        button = message.button(label)
        assert button is not None, f"the old message had no button {label!r}: {message.buttons}"
        return await self._answered(self.deeds.press(self._post(message), button), timeout)

    async def forges(self, data: str, on: Message, *, timeout: float = PATIENCE) -> str | None:
        """Send any callback data, also on a message of somebody else's chat."""
        return await self._answered(self.deeds.press_data(data, self._post(on)), timeout)

    async def sees(self, part: str, timeout: float = PATIENCE) -> Message:
        """The newest visible message of the bot whose text, caption, button or key has `part`."""
        await self._until(lambda: self._seen(part) is not None, f"does not see {part!r}", timeout)
        message = self._seen(part)
        assert message is not None
        return message

    async def sees_photo(self, timeout: float = PATIENCE) -> Message:
        await self._until(lambda: bool(self._photos()), "sees no photo", timeout)
        return self._photos()[-1]

    async def sees_toast(self, part: str, timeout: float = PATIENCE) -> str:
        await self._until(lambda: any(part in toast for toast in self.toasts), f"sees no toast {part!r} in {self.toasts}", timeout)
        return next(toast for toast in self.toasts if part in toast)

    async def never_sees(self, part: str) -> None:
        """Once all is quiet: `part` was in no version of any message of the bot, nor in a toast."""
        await self._settle()
        shown = [message for message in self.history if not message.mine and message.has(part)]
        assert not shown, f"{self.user.first_name} saw {part!r}: {shown[0].text!r} {shown[0].buttons}\n{self.screen()}"
        assert not any(part in toast for toast in self.toasts), f"{self.user.first_name} saw a toast with {part!r}"

    def _photos(self) -> list[Message]:
        return [message for message in self.chat if not message.mine and "photo" in message.raw]

    def _post(self, message: Message) -> Post:
        return self.world.chats[message.chat_id].posts[message.message_id]

    def _seen(self, part: str) -> Message | None:
        for message in reversed(self.chat):
            if not message.mine and message.has(part) and (part in message.text or inline_rows(message.markup)):
                return message
        chat = self.deeds.chat
        if chat.keyboard_post and any(part in label for label in self.keyboard):
            return snapshot(chat.keyboard_post)
        return None

    def _target(self, label: str, on: Message | None) -> tuple[Post | None, JSON] | None:
        posts = [self._post(on)] if on else [post for post in reversed(self.deeds.chat.visible()) if post.from_bot]
        keys = [] if on else [key for row in key_rows(self.deeds.chat.keyboard) for key in row]
        for exactly in (True, False):
            for post in posts:
                buttons = [button for row in inline_rows(post.markup) for button in row if "disabled" not in button]
                found = best_match(buttons, label, exactly=exactly)
                if found is not None and not post.deleted:
                    return post, found
            key = best_match(keys, label, exactly=exactly)
            if key is not None:
                return None, key
        return None

    async def _answered(self, press: Press | None, timeout: float) -> str | None:
        if press is None:
            return None
        await self._until(lambda: press.answered, f"got no answer to the press {press.data!r}", timeout)
        return press.toast

    async def _until(self, holds: Callable[[], bool], complaint: str, timeout: float) -> None:
        if not await self.world.changed.until(holds, timeout):
            raise AssertionError(f"{self.user.first_name} {complaint} after {timeout} s\n{self.screen()}")
