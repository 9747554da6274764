"""Logs: no secret and no phone number gets through, whatever way it comes in."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest

from gotovo.logs import HIDDEN, JsonLines, Redaction, TextLines, also_concerning, concerning, set_up_logging, trace

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


def written_by(logger: logging.Logger, form: logging.Formatter) -> list[str]:
    """What this formatter makes of an ordinary event of an input, then of a failing one."""
    handler = logger.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setFormatter(form)
    with concerning(input=17):
        also_concerning(order=0)
        logger.info("input %s is done", 17)
        also_concerning(order=1001)
        try:
            raise RuntimeError("no")
        except RuntimeError:
            logger.exception("failed")
    logger.info("later")
    return str(handler.stream.getvalue()).splitlines()


def test_json_is_a_line_an_event_with_its_input_and_order(log: tuple[logging.Logger, io.StringIO]) -> None:
    done, failed, later = (json.loads(line) for line in written_by(log[0], JsonLines()))
    assert (done["level"], done["logger"], done["message"], done["input"]) == ("INFO", "test.redaction", "input 17 is done", 17)
    assert "order" not in done
    assert done["time"].endswith("+00:00")
    assert (failed["order"], failed["input"], failed["error"].splitlines()[-1]) == (1001, 17, "RuntimeError: no")
    assert not {"input", "order", "error"} & set(later)


def test_text_tells_the_same_to_a_person(log: tuple[logging.Logger, io.StringIO]) -> None:
    lines = written_by(log[0], TextLines("%(message)s"))
    assert lines[:2] == ["input 17 is done [input 17]", "failed [input 17] [order 1001]"]
    assert lines[-2:] == ["RuntimeError: no", "later"]


async def test_two_tasks_do_not_mix_what_they_are_about(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.handlers[0].setFormatter(TextLines("%(message)s"))

    async def works(number: int) -> None:
        also_concerning(order=number)
        await asyncio.sleep(0)  # noqa: TID251  # lets the other one in between
        logger.info("%s", number)

    await asyncio.gather(works(1), works(2))
    assert sorted(written.getvalue().splitlines()) == ["1 [order 1]", "2 [order 2]"]


def test_errors_that_quote_people_are_named_without_their_words() -> None:
    wish, told = f"my {'terces'[::-1]} wish", ""
    try:
        try:
            int(wish)
        except ValueError as error:
            raise RuntimeError("cannot go on") from error
    except RuntimeError as error:
        told = trace(error)
    assert "secret" not in told
    assert told.count("Traceback") == 2
    assert "ValueError" in told
    assert told.endswith("RuntimeError: cannot go on")
    group = ExceptionGroup("two", [KeyError("wish"), TypeError("kind")])
    assert "wish" not in trace(group)
    assert "TypeError: kind" in trace(group)


@pytest.mark.parametrize(("form", "is_json"), [("", True), ("json", True), ("text", False)])
def test_what_is_not_watched_by_a_person_is_json(capsys: pytest.CaptureFixture[str], *, form: str, is_json: bool) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        set_up_logging("INFO", form=form)
        logging.getLogger("x").info("here")
        line = capsys.readouterr().err
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = before
        root.setLevel(level)
    assert line.startswith("{") is is_json
