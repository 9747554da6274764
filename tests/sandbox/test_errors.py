"""The envelope of a refusal."""

import pytest

from sandbox.errors import ApiError, bad_request, too_many_requests


def test_parameters() -> None:
    assert too_many_requests(7).envelope()["parameters"] == {"retry_after": 7}
    assert ApiError(400, "x", migrate_to=-5).envelope()["parameters"] == {"migrate_to_chat_id": -5}
    assert ApiError(401, "Unauthorized").envelope() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.mark.parametrize(
    ("sentence", "shown"), [("Chat not found", "chat not found"), ("BUTTON_DATA_INVALID", "BUTTON_DATA_INVALID"), ("", "")]
)
def test_first_letter(sentence: str, shown: str) -> None:
    assert bad_request(sentence).description == f"Bad Request: {shown}"
