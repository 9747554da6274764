"""Answers for a text or caption the bot sends: parse mode, entities, trimming, length limits."""

from sandbox.arguments import Arguments
from sandbox.entities import checked_entities, found_entities, trimmed
from sandbox.errors import bad_request
from sandbox.html_text import parse_html
from sandbox.markdown_text import parse_markdown, parse_markdown_v2
from sandbox.records import JSON

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 32_768


def formatted(source: str, parse_mode: str, *, entities: object = None) -> tuple[str, list[JSON]]:
    """Text as shown and its entities; `entities` count only without a parse mode."""
    mode = parse_mode.lower()
    if len(source.encode("utf-8", "surrogatepass")) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    if mode == "html":
        text, marked = parse_html(source)
    elif mode == "markdownv2":
        text, marked = parse_markdown_v2(source)
    elif mode == "markdown":
        text, marked = parse_markdown(source)
    elif mode and mode != "none":
        raise bad_request("unsupported parse_mode")
    else:
        text, marked = source, checked_entities(source, entities) if entities else []
    text, marked = trimmed(text, marked)
    return text, found_entities(text, marked)


def message_text(args: Arguments) -> JSON:
    """The `text` and `entities` fields of sendMessage and editMessageText."""
    source = args.text("text")
    if not source:
        raise bad_request("message text is empty")
    text, entities = formatted(source, args.text("parse_mode"), entities=args.structure("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def message_caption(args: Arguments) -> JSON:
    return caption_fields(args.text("caption"), args.text("parse_mode"), entities=args.structure("caption_entities"))


def caption_fields(source: str, parse_mode: str, *, entities: object) -> JSON:
    text, marks = formatted(source, parse_mode, entities=entities)
    if len(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": marks} if marks else {})
