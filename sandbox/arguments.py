"""Answers for reading a request: GET query, urlencoded, JSON or multipart become one set of named arguments."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.errors import ApiError, bad_request
from sandbox.records import JSON

MAX_UPLOAD = 50 * 1024 * 1024
TRUE_WORDS = frozenset({"true", "yes", "1"})
INT32 = 2**31 - 1


@dataclass(frozen=True)
class Upload:
    """A file that came with the request."""

    name: str
    content: bytes
    mime: str


@dataclass
class Arguments:
    """Typed access that is as forgiving as Telegram: numbers clamp, a missing text is empty."""

    values: JSON = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) not in (None, "") or name in self.uploads

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else "" if value is None else str(value)

    def integer(self, name: str, default: int = 0, *, low: int = -INT32, high: int = INT32) -> int:
        try:
            value = int(self.text(name))
        except ValueError:
            value = default
        return max(low, min(high, value))

    def number(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError:
            raise bad_request(f"{name} is invalid") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in TRUE_WORDS

    def structure(self, name: str, complaint: str = "") -> Any:
        """A nested value, JSON-encoded or (in a JSON request) already a structure; None when absent."""
        if name not in self:
            return None
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(complaint or f"can't parse {name} JSON object") from None

    def identifiers(self, name: str) -> list[int]:
        numbers = self.structure(name, "can't parse message identifiers JSON array") if name in self else []
        if not isinstance(numbers, list):
            raise bad_request("expected an Array of message identifiers")
        return [int(number) for number in numbers]

    def for_log(self) -> JSON:
        files = {name: f"<{upload.name}: {len(upload.content)} bytes>" for name, upload in self.uploads.items()}
        return {name: _opened(value) for name, value in self.values.items()} | files


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def read_arguments(request: web.Request) -> Arguments:
    arguments = Arguments(dict(request.query))
    if request.method != "POST":
        return arguments
    if (request.content_length or 0) > MAX_UPLOAD + 1_000_000:
        raise ApiError(413, "Request Entity Too Large")
    if request.content_type == "application/json":
        arguments.values.update(await _json_body(request))
    elif request.content_type == "multipart/form-data":
        await _read_parts(request, arguments)
    else:
        arguments.values.update({name: value for name, value in (await request.post()).items() if isinstance(value, str)})
    return arguments


async def _json_body(request: web.Request) -> JSON:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse request JSON object")
    return body


async def _read_parts(request: web.Request, arguments: Arguments) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            content = value.file.read()
            if len(content) > MAX_UPLOAD:
                raise ApiError(413, "Request Entity Too Large")
            arguments.uploads[name] = Upload(value.filename, content, value.content_type)
        elif isinstance(value, str):
            arguments.values[name] = value
