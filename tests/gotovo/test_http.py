"""The one server: a taken port is one sentence, nothing to serve takes no port, and what is under way ends before the stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web

from gotovo.http import HttpServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def says_hello(_request: web.Request) -> web.Response:
    return web.Response(text="hello")


def server(handler: Handler = says_hello, *, port: int = 0) -> HttpServer:
    return HttpServer([web.get("/", handler)], host="127.0.0.1", port=port)


async def test_a_taken_port_is_one_sentence() -> None:
    first = server()
    await first.start()
    port = int(first.url.rpartition(":")[2])
    with pytest.raises(OSError, match=rf"^nothing can listen on 127\.0\.0\.1:{port} \(.+\); set HTTP_HOST and HTTP_PORT$"):
        await server(port=port).start()
    await first.stop()
    again = server(port=port)
    await again.start()
    await again.stop()


async def test_with_nothing_to_serve_no_port_is_taken() -> None:
    silent = HttpServer([], host="127.0.0.1", port=0)
    await silent.start()
    assert silent.url == ""
    await silent.stop()


async def test_a_request_under_way_is_answered_before_the_stop_ends() -> None:
    came, goes = asyncio.Event(), asyncio.Event()

    async def answers_late(_request: web.Request) -> web.Response:
        came.set()
        await goes.wait()
        return web.Response(text="late")

    late = server(answers_late)
    await late.start()
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        asked = group.create_task(session.get(late.url))
        await came.wait()
        stopping = group.create_task(late.stop())
        await asyncio.wait([stopping], timeout=0.05)
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(late.url)
        goes.set()
        assert await (await asked).text() == "late"
