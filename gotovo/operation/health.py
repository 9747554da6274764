"""What a supervisor asks over HTTP: `/health` (the process lives), `/ready` (it can work), `/metrics` (Prometheus).

None of them says anything about people or orders. The renderer is our own: the format is a line a figure, and the client library would be
a dependency with a registry of its own beside the vital signs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from gotovo import __version__
from gotovo.operation.vitals import Vessel, Vitals, take
from storage import tables
from storage.upsert import upsert

PROBE_SECONDS = 3.0
"""A database that does not commit one small row for so long is not ready."""

PROBED_FOR = 5.0
"""Seconds for which an answer is given again: who asks often does not make the database write often."""

DOOR_PATIENCE = 60.0
"""Seconds of failing before the door counts as closed: a restart of Telegram is no alarm."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure by Prometheus's rules: base units, counters end in `_total`."""

    name: str
    kind: str
    meaning: str
    samples: tuple[tuple[str, float], ...]


class Health:
    """Routes for the one HTTP server of the process."""

    def __init__(self, vessel: Vessel) -> None:
        self._vessel = vessel
        self._asked = (float("-inf"), [""])

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/health", self.alive), web.get("/ready", self.ready), web.get("/metrics", self.metrics)]

    @staticmethod
    async def alive(_request: web.Request) -> web.Response:
        """Answers as long as the loop turns; nothing behind it is asked, so that a broken database does not restart the process."""
        return web.json_response({"status": "alive", "version": __version__})

    async def ready(self, _request: web.Request) -> web.Response:
        asked_at, reasons = self._asked
        if time.monotonic() - asked_at > PROBED_FOR:
            reasons = await why_not_ready(self._vessel)
            self._asked = time.monotonic(), reasons
        return web.json_response({"status": "not ready" if reasons else "ready", "reasons": reasons}, status=503 if reasons else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        try:
            vitals = await take(self._vessel)
        except SQLAlchemyError as error:
            return web.Response(status=503, text=f"# the database does not answer: {type(error).__name__}\n")
        return web.Response(body=rendered(metrics_of(vitals)).encode(), headers={"Content-Type": CONTENT_TYPE})


async def why_not_ready(vessel: Vessel) -> list[str]:
    """One sentence a reason; empty when all is well."""
    reasons = [sentence for sentence in [await _unwritable(vessel)] if sentence]
    if not reasons:
        vitals = await take(vessel)
        if vitals.schema != vitals.schema_wanted:
            reasons.append(f"the database has schema {vitals.schema or 'none'}, this Gotovo needs {vitals.schema_wanted}")
        if vitals.door_failing > DOOR_PATIENCE:
            reasons.append(f"Telegram has not answered for {vitals.door_failing:.0f} s ({vitals.door_note})")
    return reasons


async def _unwritable(vessel: Vessel) -> str:
    """A row is really committed: a full disk lets a transaction begin."""
    try:
        async with asyncio.timeout(PROBE_SECONDS), vessel.engines.write.begin() as connection:
            probe = {"key": "probe", "value": vessel.clock().isoformat()}
            await upsert(connection, tables.meta, values=probe, key=["key"])
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return f"the database cannot be written: {type(error).__name__}"
    return ""


def metrics_of(vitals: Vitals) -> list[Metric]:
    """Everything in seconds, bytes and counts; what is not known yet is left out."""
    one = _gauge
    return [
        Metric("gotovo_info", "gauge", "Version, schema and kind of database.", ((_labels(vitals), 1),)),
        one("gotovo_start_time_seconds", "Unix time at which the process started.", vitals.started_at.timestamp()),
        one("gotovo_inbox_waiting", "Inputs that wait to be worked on.", vitals.inbox_waiting),
        one("gotovo_inbox_oldest_seconds", "Age of the oldest waiting input.", vitals.inbox_age),
        one("gotovo_outbox_due", "Things to say that are due.", vitals.outbox_waiting),
        one("gotovo_outbox_oldest_seconds", "How long the oldest due thing has been due.", vitals.outbox_age),
        one("gotovo_timer_oldest_seconds", "How long the oldest due timer has been due.", vitals.timer_age),
        one("gotovo_dead_letters", "Rows that gave up and wait for a director.", vitals.dead),
        one("gotovo_last_input_seconds", "Since the last input of any door.", vitals.input_age),
        one("gotovo_door_last_success_seconds", "Since the door to Telegram last worked.", vitals.door_age),
        one("gotovo_door_failing_seconds", "For how long the door to Telegram has been failing.", vitals.door_failing),
        one("gotovo_first_answers_last_day", "Requests of the last day that were answered.", len(vitals.answers)),
        Metric("gotovo_first_answer_seconds", "gauge", "Time to the first answer, requests of the last day.", _answers(vitals)),
        Metric("gotovo_sends_total", "counter", "Calls to Telegram by their outcome.", _sends(vitals)),
        one("gotovo_disk_free_bytes", "Free space where the data lie.", vitals.disk_free),
        one("gotovo_disk_bytes", "Size of the disk where the data lie.", vitals.disk_total),
        one("gotovo_database_bytes", "Size of the database.", vitals.database_bytes),
        one("gotovo_backup_age_seconds", "Age of the newest verified backup.", vitals.backup_age),
    ]


def _gauge(name: str, meaning: str, value: float | None) -> Metric:
    return Metric(name, "gauge", meaning, () if value is None else (("", value),))


def _answers(vitals: Vitals) -> tuple[tuple[str, float], ...]:
    known = [(share, vitals.answered_within(share)) for share in (0.5, 0.9)]
    return tuple((f'{{quantile="{share}"}}', seconds) for share, seconds in known if seconds is not None)


def _sends(vitals: Vitals) -> tuple[tuple[str, float], ...]:
    counts = {"sent": vitals.sent, "too_many_requests": vitals.waits, "error": vitals.errors}
    return tuple((f'{{outcome="{outcome}"}}', count) for outcome, count in counts.items())


def _labels(vitals: Vitals) -> str:
    return f'{{version="{__version__}",schema="{vitals.schema}",database="{vitals.database}"}}'


def rendered(metrics: Iterable[Metric]) -> str:
    """The text format: HELP, TYPE, samples; a metric without samples is left out."""
    lines: list[str] = []
    for metric in metrics:
        if metric.samples:
            lines += [f"# HELP {metric.name} {metric.meaning}", f"# TYPE {metric.name} {metric.kind}"]
            lines += [f"{metric.name}{labels} {value:.17g}" for labels, value in metric.samples]
    return "\n".join(lines) + "\n"
