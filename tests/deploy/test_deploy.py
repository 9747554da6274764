"""What deploys Gotovo says what the command line, the Makefile and the settings say: nothing here can drift from them unseen."""

from __future__ import annotations

import asyncio
import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from gotovo.cli import COMMANDS
from gotovo.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = ("gotovo.service", "Dockerfile", "compose.yaml")
ONLY_OF_COMPOSE = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
PYTHONS_OWN = {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
SETTINGS = {name.upper() for name in Settings.model_fields}


def unit() -> dict[str, dict[str, list[str]]]:
    """Sections of the unit; a key may stand there more than once."""
    found: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in (DEPLOY / "gotovo.service").read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            assert section not in found
            found[section] = {}
        elif line and not line.startswith(("#", ";")):
            key, separator, value = line.partition("=")
            assert separator, line
            assert re.fullmatch(r"[A-Za-z]+", key), line
            found[section].setdefault(key, []).append(value)
    return found


def instructions() -> list[tuple[str, str]]:
    """Of the Dockerfile, continuation lines joined."""
    text = re.sub(r"\\\n\s*", " ", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    known = {"FROM", "WORKDIR", "RUN", "COPY", "ARG", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "CMD"}
    found = [(line.split()[0], line.partition(" ")[2]) for line in lines]
    assert {name for name, _rest in found} <= known
    return found


def of(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def yaml(text: str) -> dict[str, Any]:
    """The plain YAML that the compose file is written in: maps, lists and strings by indentation, two spaces a level."""
    root: dict[str, Any] = {}
    stack: list[tuple[int, Any]] = [(-1, root)]
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for number, line in enumerate(lines):
        indent, body = len(line) - len(line.lstrip()), line.strip()
        assert indent % 2 == 0, line
        while stack[-1][0] >= indent:
            stack.pop()
        holder = stack[-1][1]
        if body.startswith("- "):
            holder.append(body[2:])
            continue
        key, separator, value = body.partition(":")
        assert separator, line
        assert key not in holder, f"{key} twice"
        assert not value or value.startswith(" "), line
        if value:
            holder[key] = {} if value.strip() == "{}" else value.strip()
        else:
            is_list = lines[number + 1].strip().startswith("- ")
            holder[key] = [] if is_list else {}
            stack.append((indent, holder[key]))
    return root


def compose() -> dict[str, Any]:
    return yaml((DEPLOY / "compose.yaml").read_text())


def test_the_service_runs_the_command_of_the_makefile_as_nobody_special() -> None:
    service = unit()["Service"]
    makefile = (ROOT / "Makefile").read_text()
    (command,) = [line for line in makefile.splitlines() if line.startswith("\t@exec ")]
    run = command.removeprefix("\t@exec ").replace("$(BIN)", ".venv/bin")
    assert service["ExecStart"] == [f"/opt/gotovo/{run}"]
    assert service["WorkingDirectory"] == ["/opt/gotovo"]
    assert service["User"] == ["gotovo"]
    assert service["UMask"] == ["0077"]
    assert service["NoNewPrivileges"] == ["yes"]
    assert unit()["Install"]["WantedBy"] == ["multi-user.target"]
    given = dict(assignment.split("=") for assignment in service["Environment"])
    assert set(given) <= SETTINGS | PYTHONS_OWN
    assert given["DATA_DIR"] == f"/var/lib/{service['StateDirectory'][0]}"


def test_the_image_installs_by_the_lock_with_the_makefiles_options_and_runs_a_known_command() -> None:
    (entry,), (command,) = of("ENTRYPOINT"), of("CMD")
    assert json.loads(entry) == [".venv/bin/python", "-m", "gotovo"]
    assert json.loads(command)[0] in COMMANDS
    makefile = (ROOT / "Makefile").read_text()
    (options,) = re.findall(r"^PIP = \$\(BIN\)/python -m pip (install .*)$", makefile, re.MULTILINE)
    (install,) = [run for run in of("RUN") if "pip install" in run]
    assert set(shlex.split(options)) <= set(shlex.split(install))
    assert install.endswith("-r requirements/run.lock")


def test_the_image_holds_every_room_and_runs_as_somebody_without_rights() -> None:
    copied = {rest.split()[-2] for rest in of("COPY") if not rest.startswith("--from")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    rooms = {room.removesuffix("*") for room in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert copied == rooms | {"locales", "requirements/run.lock"}
    assert all((ROOT / name).exists() for name in copied)
    order = [name for name, _rest in instructions()]
    assert of("USER") == ["gotovo"]
    assert order.index("USER") < order.index("ENTRYPOINT")
    assert of("VOLUME") == ["/data"]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == rooms | {"locales", "requirements"}


def test_what_is_set_is_a_setting() -> None:
    given = dict(pair.split("=") for line in of("ENV") for pair in line.split())
    assert set(given) - PYTHONS_OWN <= SETTINGS
    services = compose()["services"]
    assert set(services["gotovo"]["environment"]) <= SETTINGS
    assert set(services["postgres"]["environment"]) == ONLY_OF_COMPOSE
    used = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    assert used <= SETTINGS | ONLY_OF_COMPOSE


def test_compose_is_sqlite_by_default_and_keeps_its_data_in_volumes() -> None:
    found = compose()
    gotovo, postgres = found["services"]["gotovo"], found["services"]["postgres"]
    assert "profiles" not in gotovo
    assert postgres["profiles"] == ["postgres"]
    volumes = {volume.partition(":")[0] for service in (gotovo, postgres) for volume in service["volumes"]}
    assert volumes == set(found["volumes"])
    assert gotovo["volumes"] == [f"data:{of('VOLUME')[0]}"]
    assert (DEPLOY / gotovo["build"]["context"] / gotovo["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert gotovo["ports"] == ["127.0.0.1:8080:8080"]


@pytest.mark.parametrize("name", FILES)
def test_commands_in_comments_exist(name: str) -> None:
    said = (DEPLOY / name).read_text()
    for command in re.findall(r"python -m gotovo ([a-z-]+)", said):
        assert command in COMMANDS
    for target in re.findall(r"make -C \S+ (\S+)", said):
        assert re.search(rf"^{re.escape(target)}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize(("status", "code"), [(200, 0), (404, 0), (503, 1), (None, 1)])
async def test_the_health_check_asks_the_port_of_the_settings(status: int | None, code: int) -> None:
    (check,) = of("HEALTHCHECK")
    python, flag, program = json.loads(check.partition("CMD ")[2])
    assert (python, flag) == (".venv/bin/python", "-c")
    assert f"or {Settings.model_fields['http_port'].default})" in program

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status or 200)

    app = web.Application()
    app.router.add_get("/health", answer)
    async with TestServer(app) as server:
        port = str(server.port if status else 1)
        process = await asyncio.create_subprocess_exec(
            sys.executable, flag, program, env={"HTTP_PORT": port}, stderr=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == code


def test_systemd_and_docker_agree_where_they_are_installed(tmp_path: Path) -> None:
    """Their own parsers, without any network; each is asked only where it is there."""
    configparser.ConfigParser(strict=False, interpolation=None).read(DEPLOY / "gotovo.service")
    if analyze := shutil.which("systemd-analyze"):
        local = (DEPLOY / "gotovo.service").read_text().replace("/opt/gotovo/.venv/bin/python", "/bin/sh").replace("User=gotovo\n", "")
        (tmp_path / "gotovo.service").write_text(local)
        done = subprocess.run([analyze, "verify", tmp_path / "gotovo.service"], capture_output=True, text=True, check=False)
        assert not [line for line in done.stderr.splitlines() if "gotovo.service" in line]
    if docker := shutil.which("docker"):
        asked = [docker, "compose", "--file", str(DEPLOY / "compose.yaml"), "--profile", "postgres", "config", "--quiet"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, env={**os.environ, "POSTGRES_PASSWORD": "x"})
        assert done.returncode == 0 or "is not a docker command" in done.stderr or "unknown" in done.stderr, done.stderr
