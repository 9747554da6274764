"""What a supervisor is told: alive, ready or why not, and figures in Prometheus's format without a word about people."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import text

from gotovo.operation.health import CONTENT_TYPE, Health, metrics_of, rendered, why_not_ready
from gotovo.operation.vitals import take
from tests.gotovo.vessel import Ward

LABEL = r'[a-z_]+="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:{{{LABEL}(?:,{LABEL})*}})? (?P<value>-?\d+(?:\.\d+)?(?:e[+-]\d+)?)")
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def ward(tmp_path: Path) -> AsyncIterator[Ward]:
    opened = await Ward.opens(f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}", tmp_path)
    yield opened
    await opened.engines.dispose()


@pytest.fixture
async def client(ward: Ward) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(Health(ward.vessel).routes())
    async with TestClient(TestServer(app)) as opened:
        yield opened


async def asked(client: Client, path: str) -> tuple[int, Any]:
    async with client.get(path) as response:
        return response.status, await response.json()


async def test_a_process_that_answers_is_alive_whatever_its_database_does(client: Client, ward: Ward) -> None:
    await breaks(ward)
    status, body = await asked(client, "/health")
    assert (status, body["status"]) == (200, "alive")


async def breaks(ward: Ward) -> None:
    """Nothing can be written any more: what a full disk looks like."""
    async with ward.engines.write.connect() as connection:
        await connection.execute(text("PRAGMA query_only=ON"))


async def test_ready_means_writable_right_schema_and_an_open_door(client: Client, ward: Ward) -> None:
    assert await asked(client, "/ready") == (200, {"status": "ready", "reasons": []})
    ward.door.fails(ward.ago(seconds=59), "retry")
    assert await why_not_ready(ward.vessel) == []
    ward.door.fails(ward.now, "another poller runs")
    ward.now = ward.ago(seconds=-2)
    assert await why_not_ready(ward.vessel) == ["Telegram has not answered for 61 s (another poller runs)"]
    ward.door.works(ward.now)
    assert await why_not_ready(ward.vessel) == []


async def test_a_database_that_cannot_be_written_is_not_ready(client: Client, ward: Ward) -> None:
    await breaks(ward)
    status, body = await asked(client, "/ready")
    assert (status, body["reasons"]) == (503, ["the database cannot be written: OperationalError"])


async def test_another_schema_is_not_ready(ward: Ward) -> None:
    async with ward.engines.write.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    (reason,) = await why_not_ready(ward.vessel)
    assert reason.startswith("the database has schema 9999, this Gotovo needs 0")


async def test_asking_often_writes_seldom(client: Client, ward: Ward) -> None:
    await asked(client, "/ready")
    await breaks(ward)
    assert (await asked(client, "/ready"))[0] == 200


async def test_metrics_are_in_prometheus_format_and_hold_nothing_personal(client: Client, ward: Ward) -> None:
    await ward.lead(ward.ago(minutes=9), ward.ago(minutes=5))
    await ward.input("ready", ward.ago(minutes=5))
    ward.tally.sent, ward.tally.waits = 7, 1
    async with client.get("/metrics") as response:
        body = await response.text()
        assert (response.status, response.headers["Content-Type"]) == (200, CONTENT_TYPE)
    values = read(body)
    assert values["gotovo_inbox_oldest_seconds"] == 300
    assert values['gotovo_sends_total{outcome="sent"}'] == 7
    assert values['gotovo_sends_total{outcome="too_many_requests"}'] == 1
    assert values['gotovo_first_answer_seconds{quantile="0.9"}'] == 240
    assert "gotovo_backup_age_seconds" not in body
    assert not any(word in body for word in ("Anna", "Secretly", "telegram"))


def read(body: str) -> dict[str, float]:
    """Parses as Prometheus does: HELP and TYPE before the samples of their metric, each metric once, every sample a number."""
    values: dict[str, float] = {}
    seen: list[str] = []
    assert body.endswith("\n")
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith("# HELP "):
            name = line.split()[2]
            assert name not in seen
            seen.append(name)
            assert re.fullmatch(rf"# TYPE {name} (gauge|counter)", next(lines))
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        assert sample["name"] == seen[-1]
        values[line.rpartition(" ")[0]] = float(sample["value"])
    return values


async def test_figures_of_any_size_are_readable(ward: Ward) -> None:
    vitals = replace(await take(ward.vessel), inbox_age=1e21, outbox_age=0.1, disk_free=2**62, backup_age=None)
    values = read(rendered(metrics_of(vitals)))
    assert values["gotovo_inbox_oldest_seconds"] == 1e21
    assert values["gotovo_disk_free_bytes"] == 2**62


async def test_metrics_of_a_dead_database_say_so(client: Client, ward: Ward) -> None:
    await ward.engines.dispose()
    (ward.folder / "gotovo.db").unlink()
    async with client.get("/metrics") as response:
        assert response.status == 503
