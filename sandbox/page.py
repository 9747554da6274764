"""Answers for the page in the browser: its static files, the files of the emulated chats, and the line of live frames."""

from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.page_session import PageSession, Stage

STATIC = Path(__file__).parent / "static"
STATIC_NAME = r"{name:[a-z]+(?:/[a-z]+)?\.(?:js|css|svg|json)}"
CONTENT_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json", ".html": "text/html"}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "audio/ogg", "audio/mpeg", "video/mp4"})
GUARDS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin"}
LARGEST_FRAME = 64 * 1024 * 1024
HEARTBEAT = 30.0


class Page:
    """The four routes of the page; whoever can open it can play everybody, so it belongs on a trusted address only."""

    def __init__(self, sandbox: Stage) -> None:
        self._sandbox = sandbox

    async def index(self, request: web.Request) -> web.StreamResponse:
        return _static("index.html")

    async def asset(self, request: web.Request) -> web.StreamResponse:
        return _static(request.match_info["name"])

    async def file(self, request: web.Request) -> web.Response:
        """A file of the chats; what is not a picture, sound or film is only ever offered for saving."""
        file = self._sandbox.world.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        safe = file.mime in SHOWN_INLINE
        headers = GUARDS | {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, max-age=86400, immutable"}
        if not safe:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.content, content_type=file.mime if safe else "application/octet-stream", headers=headers)

    async def live(self, request: web.Request) -> web.StreamResponse:
        """One open page; pages of other sites are turned away, for they could play on behalf of the reader."""
        if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST_FRAME)
        await socket.prepare(request)
        await PageSession(self._sandbox, socket).run()
        return socket


def _static(name: str) -> web.StreamResponse:
    path = STATIC / name
    if not path.is_file():
        raise web.HTTPNotFound
    headers = GUARDS | {"Content-Security-Policy": CSP, "Cache-Control": "no-cache"}
    headers["Content-Type"] = f"{CONTENT_TYPES[path.suffix]}; charset=utf-8"
    return web.FileResponse(path, headers=headers)


def add_page(app: web.Application, sandbox: Stage) -> None:
    """Add the routes of the page."""
    page = Page(sandbox)
    app.router.add_get("/sandbox", page.index)
    app.router.add_get("/sandbox/", page.index)
    app.router.add_get(f"/sandbox/static/{STATIC_NAME}", page.asset)
    app.router.add_get("/sandbox/ws", page.live)
    app.router.add_get("/sandbox/file/{file_id}", page.file)
