"""Answers for strict mode: unknown, missing or mistyped parameters are refused by the machine-readable Bot API."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.arguments import Arguments
from sandbox.errors import bad_request
from sandbox.records import JSON

SCHEMA_FILE = Path(__file__).with_name("schema.json")
INTEGER, FLOAT, BOOLEAN, STRING = "Integer", "Float", "Boolean", "String"


@cache
def _loaded() -> JSON:
    schema: JSON = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


class Schema:
    """`methods` and `types`: {name: {field: [types, required]}}; a type prefixed with "*" is an Array of it."""

    def __init__(self, body: JSON) -> None:
        self._methods: JSON = body["methods"]
        self._types: JSON = body["types"]
        self._unions: JSON = body["unions"]

    @classmethod
    def load(cls) -> "Schema":
        return cls(_loaded())

    @property
    def methods(self) -> set[str]:
        return set(self._methods)

    def check(self, method: str, args: Arguments) -> None:
        known = self._methods[method]
        for name in args.values:
            if name not in known:
                raise bad_request(f'strict: {method} has no parameter "{name}"')
        for name in args.uploads:
            if name not in known and not self._attached(name, args):
                raise bad_request(f'strict: the file "{name}" is named by no parameter of {method}')
        for name, (kinds, required) in known.items():
            if name in args:
                self._check_argument(method, name, args=args, kinds=kinds)
            elif required and "String" not in kinds:
                raise bad_request(f'strict: {method} needs the parameter "{name}"')

    def _attached(self, name: str, args: Arguments) -> bool:
        return any(f"attach://{name}" in str(value) for value in args.values.values())

    def _check_argument(self, method: str, name: str, *, args: Arguments, kinds: list[str]) -> None:
        if name in args.uploads:
            if "InputFile" not in kinds:
                raise bad_request(f'strict: {method} takes no file as "{name}"')
            return
        value = args.values[name]
        parsed = _parsed(value, kinds)
        problem = self._problem(parsed, kinds, where=name)
        if problem:
            raise bad_request(f"strict: {method}: {problem}")

    def _problem(self, value: Any, kinds: list[str], *, where: str) -> str | None:
        problems = [self._mismatch(value, kind, where) for kind in kinds]
        return None if None in problems else problems[-1]

    def _mismatch(self, value: Any, kind: str, where: str) -> str | None:
        if kind.startswith("*"):
            if not isinstance(value, list):
                return f'"{where}" must be an Array'
            found = (self._mismatch(item, kind[1:], f"{where}[{index}]") for index, item in enumerate(value))
            return next((problem for problem in found if problem), None)
        if kind in (INTEGER, FLOAT, BOOLEAN, STRING, "InputFile"):
            return None if _is_simple(value, kind) else f'"{where}" must be of type {kind}'
        if not isinstance(value, dict):
            return f'"{where}" must be an Object ({kind})'
        return self._object_problem(value, kind, where)

    def _object_problem(self, value: JSON, kind: str, where: str) -> str | None:
        if kind in self._unions:
            return self._problem(value, self._unions[kind], where=where)
        fields = self._types.get(kind, {})
        for name in value:
            if name not in fields:
                return f'"{where}" ({kind}) has no field "{name}"'
        for name, (kinds, required) in fields.items():
            if value.get(name) is None:
                if required and name not in value:
                    return f'"{where}" ({kind}) needs the field "{name}"'
            elif problem := self._problem(value[name], kinds, where=f"{where}.{name}"):
                return problem
        return None


def _parsed(value: Any, kinds: list[str]) -> Any:
    """Form fields are strings: read numbers, flags and JSON the way the parameter wants them."""
    if not isinstance(value, str) or STRING in kinds or kinds == ["InputFile"]:
        return value
    if BOOLEAN in kinds and value.lower() in ("true", "false"):
        return value.lower() == "true"
    try:
        return json.loads(value)
    except ValueError:
        return value


def _is_simple(value: Any, kind: str) -> bool:
    if kind == BOOLEAN:
        return isinstance(value, bool)
    if kind == INTEGER:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == FLOAT:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, str)
