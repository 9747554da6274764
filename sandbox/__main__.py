"""Answers for running the sandbox alone: `python -m sandbox [--port N]`."""

import argparse
import asyncio
import contextlib

from sandbox.engine import DEFAULT_TOKEN, Sandbox


async def serve(host: str, port: int, *, token: str) -> None:
    sandbox = Sandbox(token)
    await sandbox.start(host, port)
    print(f"Bot API: {sandbox.url}  token: {token}\nPage: {sandbox.url}/sandbox", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Telegram Bot API server with a page.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=DEFAULT_TOKEN)
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.host, options.port, token=options.token))


if __name__ == "__main__":
    main()
