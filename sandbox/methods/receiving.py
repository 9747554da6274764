"""Answers for how the bot gets its updates: getUpdates, or a webhook and its state."""

import re

from sandbox.errors import bad_request, conflict
from sandbox.polling import BY_WEBHOOK
from sandbox.records import JSON
from sandbox.registry import Call, api
from sandbox.webhook import DEFAULT_CONNECTIONS, Subscription

URL = re.compile(r"https?://[^\s/:]+(:\d+)?(/\S*)?")
SECRET = re.compile(r"[A-Za-z0-9_-]*")

ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def set_allowed(call: Call) -> None:
    """An absent list leaves the earlier choice; an empty one returns to the default."""
    allowed = call.args.structure("allowed_updates")
    if isinstance(allowed, list):
        call.world.updates.allowed = [str(kind) for kind in allowed]


@api("getUpdates")
async def get_updates(call: Call) -> list[JSON]:
    if call.webhook.url:
        raise conflict(ACTIVE)
    set_allowed(call)
    offset = call.args.integer("offset")
    limit = call.args.integer("limit", 100, low=1, high=100)
    return await call.poller.poll(offset, limit, timeout=call.args.integer("timeout", 0, low=0, high=50))


@api("setWebhook")
async def set_webhook(call: Call) -> bool:
    url, secret = call.args.text("url"), call.args.text("secret_token")
    if not url:
        return await _unset(call)
    if not URL.fullmatch(url):
        raise bad_request("bad webhook: invalid webhook URL specified")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    set_allowed(call)
    _drop_pending(call)
    connections = call.args.integer("max_connections", DEFAULT_CONNECTIONS, low=1, high=100)
    await call.webhook.subscribe(Subscription(url, secret, connections))
    call.poller.interrupt(BY_WEBHOOK)
    return True


@api("deleteWebhook")
async def delete_webhook(call: Call) -> bool:
    return await _unset(call)


async def _unset(call: Call) -> bool:
    _drop_pending(call)
    await call.webhook.stop()
    return True


@api("getWebhookInfo")
def get_webhook_info(call: Call) -> JSON:
    return call.webhook.info()


def _drop_pending(call: Call) -> None:
    if call.args.flag("drop_pending_updates"):
        call.world.updates.pending.clear()
