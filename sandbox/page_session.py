"""Answers for one open page: what its people do becomes deeds, what happens in the world becomes frames."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, Protocol, Unpack

from aiohttp import WSMsgType, web

from sandbox.faults import Fault, FaultScript
from sandbox.levers import Levers
from sandbox.page_deeds import DEEDS
from sandbox.page_frames import FIRST_LOG, bot_card, chat_frame, event_frames
from sandbox.person import About, Person
from sandbox.records import JSON
from sandbox.watch import Watch
from sandbox.world import World

OFFERED: Final = (
    Fault("429", retry_after=3),
    Fault("5xx"),
    Fault("html_502"),
    Fault("timeout_after_delivery", seconds=5.0),
    Fault("reset"),
    Fault("stall", seconds=5.0),
    Fault("duplicate_updates"),
    Fault("reordered_updates"),
)
FAULTS: Final = {str(fault.kind): fault for fault in OFFERED}
SLOWEST_MS = 10_000
MOST_FAULTS = 20
LONGEST_NAME = 64


class Stage(Protocol):
    """What a page needs of the sandbox. `latency` is in seconds."""

    world: World
    people: dict[int, Person]
    latency: float
    levers: Levers | None
    watch: Watch | None
    opened: asyncio.Event

    @property
    def faults(self) -> FaultScript: ...

    def person(self, first_name: str, **about: Unpack[About]) -> Person: ...


class PageSession:
    """Reads deeds and writes frames of one WebSocket. A malformed deed is refused, it never ends the session."""

    def __init__(self, sandbox: Stage, socket: web.WebSocketResponse) -> None:
        self._sandbox = sandbox
        self._socket = socket
        self._events: asyncio.Queue[JSON] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._own: dict[str, Callable[[JSON], None]] = {
            "open": self._open,
            "add_person": self._add_person,
            "latency": self._set_latency,
            "fault": self._plan_fault,
            "clear_faults": self._clear_faults,
            "hour": self._pass_hour,
            "reset": self._reset,
        }

    async def run(self) -> None:
        """Until the page is closed; whoever comes before the company is there waits for it."""
        await self._sandbox.opened.wait()
        self._events = self._sandbox.world.subscribe()
        self._greet()
        writer = asyncio.create_task(self._write())
        try:
            async for incoming in self._socket:
                if incoming.type == WSMsgType.TEXT:
                    self._read(incoming.data)
        finally:
            writer.cancel()
            self._sandbox.world.unsubscribe(self._events)

    def _tell(self, frame: JSON) -> None:
        """Frames go through the same queue as events, so that a page never sees them out of order."""
        self._events.put_nowait({"type": "ready", "frame": frame})

    async def _write(self) -> None:
        while True:
            event = await self._events.get()
            for frame in [event["frame"]] if event["type"] == "ready" else event_frames(self._sandbox.world, event):
                try:
                    await self._socket.send_str(json.dumps(frame, ensure_ascii=False, default=str))
                except ConnectionError:
                    return

    def _greet(self) -> None:
        world = self._sandbox.world
        hello: JSON = {"type": "hello", "world": world.id, "bot": bot_card(world), "people": world.people(), "faults": list(FAULTS)}
        hello |= {"latency": round(self._sandbox.latency * 1000), "ahead": self._sandbox.faults.ahead, "now": world.clock()}
        self._tell(hello | {"levers": self._levers_card(), "roads": self._sandbox.watch.roads if self._sandbox.watch else []})
        self._tell({"type": "log", "entries": world.log[-FIRST_LOG:]})

    def _levers_card(self) -> JSON | None:
        levers = self._sandbox.levers
        return {"language": levers.language, "languages": levers.languages} if levers else None

    def _read(self, text: str) -> None:
        deed: Any = None
        try:
            deed = json.loads(text)
            own = self._own.get(deed["do"])
            if own:
                own(deed)
            else:
                self._play(deed)
        except (AssertionError, AttributeError, KeyError, IndexError, TypeError, ValueError) as reason:
            self._refuse(deed, reason)

    def _refuse(self, deed: Any, reason: Exception) -> None:
        """The page learns why; a button that waits for an answer stops waiting."""
        name = deed.get("do") if isinstance(deed, dict) else None
        self._tell({"type": "refused", "do": name, "text": f"{type(reason).__name__}: {reason}"})
        if name == "tap":
            place = {"person": deed.get("person"), "message_id": deed.get("message_id")}
            self._tell({"type": "toast", **place, "text": "", "alert": False, "url": None})

    def _play(self, deed: JSON) -> None:
        deeds = self._sandbox.people[deed["person"]].deeds
        was_started = deeds.chat.started
        DEEDS[deed["do"]](deeds, deed)
        if deeds.chat.started != was_started:
            self._sandbox.world.announce_people()

    def _open(self, deed: JSON) -> None:
        world = self._sandbox.world
        self._tell(chat_frame(world, world.chats[deed["person"]]))

    def _add_person(self, deed: JSON) -> None:
        """A new person; with `payload` he at once follows the link that carries it (an empty one is a plain /start)."""
        first, _, last = str(deed["name"]).strip()[:LONGEST_NAME].partition(" ")
        if not first:
            raise ValueError("a person needs a name")
        about = {key: str(deed.get(key) or "") for key in ("role", "phone")}
        person = self._sandbox.person(
            first, last_name=last, language=str(deed.get("language") or "en"), role=about["role"], phone=about["phone"]
        )
        self._tell({"type": "added", "person": person.id})
        if deed.get("payload") is not None:
            person.deeds.start(str(deed["payload"]))
            self._sandbox.world.announce_people()

    def _set_latency(self, deed: JSON) -> None:
        milliseconds = min(max(int(deed["ms"]), 0), SLOWEST_MS)
        self._sandbox.latency = milliseconds / 1000
        self._sandbox.world.journal.emit("latency", ms=milliseconds)

    def _plan_fault(self, deed: JSON) -> None:
        """`sends`: only calls that bring something to a chat are struck."""
        kind, times = str(deed["kind"]), min(max(int(deed.get("times", 1)), 1), MOST_FAULTS)
        self._sandbox.faults.add(replace(FAULTS[kind], times=times, sends=bool(deed.get("sends"))))
        self._sandbox.world.journal.note("fault", f"planned: {kind}", detail={"times": times})
        self._sandbox.world.journal.emit("faults", ahead=self._sandbox.faults.ahead)

    def _clear_faults(self, deed: JSON) -> None:
        self._sandbox.faults.clear()
        self._sandbox.world.journal.emit("faults", ahead={})

    def _pass_hour(self, deed: JSON) -> None:
        """Frames go on meanwhile: what becomes due is seen as it comes."""
        if self._sandbox.levers is None:
            raise ValueError("there is no clock to put forward")
        task = asyncio.create_task(self._sandbox.levers.pass_hour())
        self._tasks.add(task)
        task.add_done_callback(self._hour_passed)

    def _hour_passed(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._tell({"type": "refused", "do": "hour", "text": f"{type(task.exception()).__name__}"})
        self._sandbox.world.journal.emit("clock", now=self._sandbox.world.clock())

    def _reset(self, deed: JSON) -> None:
        levers = self._sandbox.levers
        if levers is None or deed["language"] not in levers.languages:
            raise ValueError("there is no such company")
        self._sandbox.world.journal.emit("resetting")
        levers.reset(str(deed["language"]))
