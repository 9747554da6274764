"""Logs: no secret and no phone number gets through, whatever way it comes in."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from gotovo.logs import HIDDEN, Redaction, set_up_logging

TOKEN = "123456:" + "AbC-_" * 7


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Redaction(["s3cret", "s3cret-longer"]))
    logger = logging.getLogger("test.redaction")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)


def test_secrets_in_message_and_arguments(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.info("using %s and s3cret, %d times, at https://host/bot%s/getMe", "s3cret-longer", 2, TOKEN)
    assert written.getvalue() == f"using {HIDDEN} and {HIDDEN}, 2 times, at https://host/bot{HIDDEN}/getMe\n"


def test_secrets_in_tracebacks(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        raise ValueError(f"cannot reach bot{TOKEN} with s3cret, call +7 916 123-45-67")
    except ValueError:
        logger.exception("failed", stack_info=True)
    text = written.getvalue()
    assert "ValueError" in text
    assert not any(part in text for part in (TOKEN, "s3cret", "916"))


@pytest.mark.parametrize("phone", ["+79161234567", "8 (916) 123-45-67", "+7-916-123-45-67", "89161234567", "+44 20 7946 0958"])
def test_phones_are_hidden(phone: str) -> None:
    assert Redaction().clean(f"from {phone}, again") == f"from {HIDDEN}, again"


@pytest.mark.parametrize("text", ["update 123456789 of chat 5123456789", "order 1042 took 79.1612 ms", "2026-01-31 10:20:30", "v1+2=3"])
def test_other_numbers_stay(text: str) -> None:
    assert Redaction().clean(text) == text


def test_one_record_is_one_line(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("name is %s", "a\nFAKE ERROR")
    assert written.getvalue() == "name is a\\nFAKE ERROR\n"


def test_arguments_that_do_not_fit_are_still_logged(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("%d of %d", "s3cret")  # noqa: PLE1206  # the mistake is the subject
    assert written.getvalue() == f"%d of %d ('{HIDDEN}',)\n"


def test_set_up_replaces_handlers_and_quiets_chatty_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        set_up_logging("INFO", secrets=["s3cret"])
        set_up_logging("INFO", secrets=["s3cret"])
        logging.getLogger("x").info("s3cret here")
        logging.getLogger("aiohttp.access").info("GET /bot")
        lines = capsys.readouterr().err.splitlines()
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = before
        root.setLevel(level)
    assert len(lines) == 1
    assert lines[0].endswith("INFO x: *** here")
