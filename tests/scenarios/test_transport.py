"""How updates come in may be changed at any restart: nothing that waits is lost between the doors (T1, W1)."""

from __future__ import annotations

import pytest

from crm.actor import Role
from tests.scenarios.conftest import Company, webhook_settings


@pytest.mark.parametrize("transport", ["polling"])
async def test_from_polling_to_a_webhook_and_back(company: Company) -> None:
    mary, anna = await company.hires("Mary", Role.OPERATOR), company.client("Anna")
    polling = company.settings
    await anna.says("The screen is black")
    await mary.sees("New request №1001")
    for settings, words in ((polling.model_copy(update=webhook_settings()), "It beeps"), (polling, "It smokes")):
        await company.app.stop()
        await anna.says(f"{words} while nobody listens")
        company.settings = settings
        await company.restart()
        await mary.sees(f"{words} while nobody listens")
        await anna.says(f"{words} again")
        await mary.sees(f"{words} again")
        assert company.sandbox.server.webhook.url == (f"{settings.public_url}/telegram" if settings.public_url else "")
        assert company.sandbox.server.poller.is_waiting is (settings.public_url is None)
