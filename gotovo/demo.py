"""The demo: product and sandbox together, with a company to play; its data never mixes with a live database (B13)."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.resources import files

from pydantic import SecretStr

from crm.actor import Role
from crm.client import Client, ContactPoint
from crm.money import RUB
from crm.price_import import preview, read_price_list
from crm.staff import StaffMember
from gotovo.app import App, claim_database, prepare_database
from gotovo.clock import wall_clock
from gotovo.logs import set_up_logging
from gotovo.running import until_stopped
from gotovo.settings import Settings
from sandbox import Sandbox
from storage.unit_of_work import SqlUnitOfWork, load_shop

DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the demo company; `name` is a key of `demo_people.json`."""

    first_name: str
    last_name: str
    roles: tuple[Role, ...]
    phone: str
    language: str = "ru"


def cast() -> list[Part]:
    """Staff of each role, one with several hats, and clients."""
    lines = files("gotovo").joinpath("demo_people.tsv").read_text(encoding="utf-8").splitlines()
    parts = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Part(p[0], p[1], tuple(Role(r) for r in p[2].split(",") if r), p[3], p[4]) for p in parts]


async def run_demo(settings: Settings) -> int:
    """Starts the sandbox on HTTP_PORT, seeds the company, prints the page's address, runs until stopped."""
    set_up_logging(settings.log_level, secrets=settings.secrets)
    sandbox = Sandbox()
    try:
        await sandbox.start(settings.http_host, settings.http_port)
    except OSError:
        print(f"Port {settings.http_port} is taken; set HTTP_PORT to another one.", file=sys.stderr)
        return 1
    people = cast()
    url = f"sqlite+aiosqlite:///{settings.data_dir.absolute() / 'demo.sqlite3'}"
    update = {"bot_token": SecretStr(sandbox.world.token), "telegram_api_url": sandbox.url, "database_url": SecretStr(url)}
    demo = settings.model_copy(update={**update, "http_port": 0, "public_url": None})  # the sandbox has the port, and asks for no webhook
    (settings.data_dir / "demo.sqlite3").unlink(missing_ok=True)
    for suffix in ("-wal", "-shm"):
        (settings.data_dir / f"demo.sqlite3{suffix}").unlink(missing_ok=True)
    await _seed(demo, sandbox, people)
    app = App(demo)
    await app.start()
    print(f"Gotovo plays in the sandbox. Open {sandbox.url}/sandbox and be everybody.", flush=True)
    await until_stopped(app)
    await sandbox.stop()
    return 0


async def _seed(settings: Settings, sandbox: Sandbox, people: list[Part]) -> None:
    engines = await prepare_database(settings)
    await claim_database(engines, DEMO)
    async with engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=wall_clock(), shop=await load_shop(connection))
        words = files("gotovo").joinpath("demo_company.tsv").read_text(encoding="utf-8").splitlines()
        await unit.settings.put(**dict(line.split("\t", 1) for line in words if line), undo_seconds=settings.undo_seconds)
        for part in people:
            role = part.roles[0] if part.roles else "client"
            person = sandbox.person(part.first_name, last_name=part.last_name, language=part.language, phone=part.phone, role=str(role))
            await _join(unit, person.id, part)
        price = files("gotovo").joinpath("demo_prices.csv").read_bytes()
        await unit.prices.save_all(preview([], read_price_list(price, RUB)).to_save)
    await engines.dispose()
    for known in sandbox.people.values():
        await known.starts()


async def _join(unit: SqlUnitOfWork, chat_id: int, part: Part) -> None:
    name = f"{part.first_name} {part.last_name}".strip()
    await unit.meet(chat_id, name=name, username="", language=part.language)
    if part.roles:
        member = await unit.roster.add(StaffMember(0, name, unit.now, [str(role) for role in part.roles], chat_id=chat_id))
        await unit.accounts.bind_staff(chat_id, member.id)
    elif part.phone.startswith("+7916"):
        client = await unit.clients.add(Client(0, unit.now, name=name, language=part.language, confirmed_at=unit.now))
        await unit.clients.add_point(ContactPoint(client.id, "phone", part.phone, proved=True))
        await unit.accounts.bind_client(chat_id, client.id)
