"""The command line: run, demo, migrate, owner-link, invite, import-prices, backup, restore, doctor; errors are one sentence."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from gotovo.admin import import_prices, make_invite, make_migration, make_owner
from gotovo.database import DamagedDatabase
from gotovo.demo.company import run_demo
from gotovo.operation.backup_commands import make_backup, restore_backup
from gotovo.operation.backups import BackupFailed
from gotovo.operation.doctor import examine
from gotovo.running import run_live
from gotovo.settings import Settings, make_data_dir, settings_or_exit
from storage.lock import InUse
from storage.migrations import NewerSchema

ROLES = ("operator", "manager", "dispatcher", "engineer", "accountant", "director")
Command = Callable[[Settings, argparse.Namespace], Awaitable[int]]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="gotovo", description="A chat-first CRM for service and repair companies.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="start; without BOT_TOKEN in the sandbox")
    commands.add_parser("demo", help="start in the sandbox with a demo company")
    commands.add_parser("migrate", help="bring the database to the newest schema")
    commands.add_parser("owner-link", help="print a one-time link that makes its follower the director")
    inviting = commands.add_parser("invite", help="print a one-time link for a colleague")
    inviting.add_argument("--role", required=True, choices=ROLES, action="append")
    importing = commands.add_parser("import-prices", help="take in a price list")
    importing.add_argument("file", type=Path)
    keeping = commands.add_parser("backup", help="make a verified backup while Gotovo runs or not")
    keeping.add_argument("file", type=Path, nargs="?", help="where to; default: the shelf in BACKUP_DIR")
    restoring = commands.add_parser("restore", help="put a backup in the database's place; what was there is kept beside")
    restoring.add_argument("file", type=Path)
    restoring.add_argument("--verify", action="store_true", help="only check the backup and say what it holds; change nothing")
    commands.add_parser("doctor", help="check everything and say what to do; exit code 1 when something is wrong")
    return top


async def _run(settings: Settings, _options: argparse.Namespace) -> int:
    return await (run_live(settings) if settings.bot_token else run_demo(settings))


async def _demo(settings: Settings, _options: argparse.Namespace) -> int:
    return await run_demo(settings)


async def _invite(settings: Settings, options: argparse.Namespace) -> int:
    return await make_invite(settings, options.role)


async def _import(settings: Settings, options: argparse.Namespace) -> int:
    return await import_prices(settings, options.file)


async def _migrate(settings: Settings, _options: argparse.Namespace) -> int:
    return await make_migration(settings)


async def _owner(settings: Settings, _options: argparse.Namespace) -> int:
    return await make_owner(settings)


async def _backup(settings: Settings, options: argparse.Namespace) -> int:
    return await make_backup(settings, options.file)


async def _restore(settings: Settings, options: argparse.Namespace) -> int:
    return await restore_backup(settings, options.file, only_verify=options.verify)


async def _doctor(settings: Settings, _options: argparse.Namespace) -> int:
    return await examine(settings)


COMMANDS: dict[str, Command] = {
    "run": _run,
    "demo": _demo,
    "migrate": _migrate,
    "owner-link": _owner,
    "invite": _invite,
    "import-prices": _import,
    "backup": _backup,
    "restore": _restore,
    "doctor": _doctor,
}


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 done, 1 failed, 2 wrong settings or usage."""
    options = parser().parse_args(arguments)
    settings = settings_or_exit()
    make_data_dir(settings)
    try:
        return asyncio.run(_started(COMMANDS[options.command or "run"], settings, options))
    except KeyboardInterrupt:
        return 0
    except NewerSchema as newer:
        print(f"The database belongs to a newer Gotovo (schema {newer}); install that version.", file=sys.stderr)
    except (DamagedDatabase, BackupFailed) as trouble:
        print(trouble, file=sys.stderr)
    except InUse:
        print("The database is being restored just now; try again when that is done.", file=sys.stderr)
    except (OSError, RuntimeError) as error:
        print(f"Gotovo stopped: {error}", file=sys.stderr)
    return 1


async def _started(command: Command, settings: Settings, options: argparse.Namespace) -> int:
    return await command(settings, options)
