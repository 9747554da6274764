"""Answers for the HTTP face of the Bot API: token, method, faults, latency, limits, then the method itself."""

import asyncio
import inspect
import json
import re
from typing import Any

from aiohttp import web

from sandbox.arguments import Arguments, read_arguments
from sandbox.errors import ApiError, bad_request, too_many_requests
from sandbox.faults import Fault, FaultScript
from sandbox.methods import METHODS
from sandbox.pacing import Pacing
from sandbox.polling import Poller
from sandbox.registry import Call
from sandbox.schema import Schema
from sandbox.webhook import Webhook
from sandbox.world import World

TOKEN = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{3,}")
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
FORGIVEN = (
    "message is not modified",
    "query is too old",
    "message to edit not found",
    "message to delete not found",
    "message to be replied not found",
    "message to react not found",
    "message can't be deleted",
    "can't use getUpdates",
)


class BotServer:
    """Serves one bot. `latency` is in seconds; `strict` refuses what Telegram would silently ignore."""

    def __init__(self, world: World, *, latency: float = 0.1, strict: bool = False) -> None:
        self.world = world
        self.latency = latency
        self.strict = strict
        self.faults = FaultScript(world.updates)
        self.pacing = Pacing()
        self.poller = Poller(world)
        self.webhook = Webhook(world, self.call)
        self._schema = Schema.load()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self.answer)
        app.router.add_route("*", "/bot{token}/test/{method}", self.answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)

    def authorize(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not TOKEN.fullmatch(token):
            raise ApiError(401, "Unauthorized: invalid token specified")
        if token != self.world.token:
            raise ApiError(401, "Unauthorized")

    async def download(self, request: web.Request) -> web.Response:
        try:
            self.authorize(request)
        except ApiError as error:
            return _refusal(error)
        file = self.world.files.at_path(request.match_info["path"])
        if file is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def answer(self, request: web.Request) -> web.StreamResponse:
        name, arguments = request.match_info["method"], Arguments()
        counted = name.lower() != "getupdates"
        self.world.in_flight += counted
        try:
            self.authorize(request)
            if name.lower() not in METHODS:
                raise ApiError(404, "Not Found: method not found")
            name, _ = METHODS[name.lower()]
            arguments = await read_arguments(request)
            return await self._perform(request, name, arguments)
        except ApiError as error:
            self._note(name, arguments, error=error.envelope())
            if error.code in (400, 401, 404, 413) and not any(word in error.description for word in FORGIVEN):
                self.world.rejections.append((name, arguments.for_log(), error.description))
            return _refusal(error)
        finally:
            self.world.in_flight -= counted
            self.world.changed.notify()

    async def _perform(self, request: web.Request, name: str, arguments: Arguments) -> web.StreamResponse:
        chat_id = arguments.integer("chat_id", low=-(2**62), high=2**62) or None
        fault = self.faults.strike(name, chat_id)
        if fault:
            self.world.journal.note("fault", f"{fault.kind}: {name}", detail={"params": arguments.for_log()})
            self.world.journal.emit("faults", ahead=self.faults.ahead)
            broken = await self._break(request, fault)
            if broken is not None:
                return broken
        if self.latency and name != "getUpdates":
            await asyncio.sleep(self.latency)
        if self.strict:
            self._schema.check(name, arguments)
        self.pacing.charge(name, chat_id, count=_messages(name, arguments))
        result = await self.call(name, arguments)
        if fault and fault.kind == "timeout_after_delivery":
            await _hang(request, fault.seconds)
        return web.json_response({"ok": True, "result": result}, dumps=_dumps)

    async def call(self, name: str, arguments: Arguments) -> Any:
        """Run one method, also for a call that came in a webhook's answer."""
        _, function = METHODS[name.lower()]
        result = function(Call(self.world, name, arguments, self.poller, self.webhook))
        if inspect.isawaitable(result):
            result = await result
        self._note(name, arguments, result=result)
        return result

    async def _break(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        """The broken answer; None when the call goes on (late, or to be answered never)."""
        if fault.kind == "429":
            return _refusal(too_many_requests(fault.retry_after))
        if fault.kind == "5xx":
            return _refusal(ApiError(fault.code, fault.description))
        if fault.kind == "error":
            return _refusal(bad_request(fault.description) if fault.code == 500 else ApiError(fault.code, fault.description))
        if fault.kind == "html_502":
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        if fault.kind == "reset":
            await _hang(request, 0)
        if fault.kind == "stall":
            await asyncio.sleep(fault.seconds)
        return None

    def _note(self, name: str, arguments: Arguments, **outcome: Any) -> None:
        if name != "getUpdates":
            self.world.journal.note("call", name, detail={"params": arguments.for_log(), **outcome})


async def _hang(request: web.Request, seconds: float) -> None:
    """Keep silent, then drop the connection; a client that gave up earlier ends this by cancellation."""
    await asyncio.sleep(seconds)
    if request.transport is not None:
        request.transport.abort()
    raise asyncio.CancelledError


def _messages(name: str, arguments: Arguments) -> int:
    """How many messages a call counts for; an album counts each."""
    album = arguments.structure("media") if name == "sendMediaGroup" else None
    return len(album) if isinstance(album, list) and album else 1


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _refusal(error: ApiError) -> web.Response:
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else None
    return web.json_response(error.envelope(), status=error.code, headers=headers, dumps=_dumps)
