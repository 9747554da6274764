"""Answers for sending words and places: text, contact, location, venue, poll, chat action."""

import itertools

from sandbox.delivery import deliver, destination
from sandbox.errors import bad_request
from sandbox.formatting import formatted, message_text
from sandbox.records import JSON
from sandbox.registry import Call, api

UPLOADS = {"upload_photo", "upload_video", "upload_voice", "upload_document", "upload_video_note"}
CHAT_ACTIONS = frozenset({"typing", "record_video", "record_voice", "record_video_note", "choose_sticker", "find_location"} | UPLOADS)
_polls = itertools.count(5_000_000_000_000_001)


@api("sendMessage")
def send_message(call: Call) -> JSON:
    return deliver(call, message_text(call.args) | preview_fields(call))


def preview_fields(call: Call) -> JSON:
    options = call.args.structure("link_preview_options")
    return {"link_preview_options": options} if options else {}


@api("sendContact")
def send_contact(call: Call) -> JSON:
    phone, name = call.args.text("phone_number"), call.args.text("first_name")
    if not phone:
        raise bad_request('parameter "phone_number" is required')
    if not name:
        raise bad_request('parameter "first_name" is required')
    last_name = call.args.text("last_name")
    return deliver(call, {"contact": {"phone_number": phone, "first_name": name} | ({"last_name": last_name} if last_name else {})})


def _location(call: Call) -> JSON:
    latitude, longitude = call.args.number("latitude"), call.args.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified" if call.method == "sendVenue" else "invalid location specified")
    return {"latitude": latitude, "longitude": longitude}


@api("sendLocation")
def send_location(call: Call) -> JSON:
    return deliver(call, {"location": _location(call)})


@api("sendVenue")
def send_venue(call: Call) -> JSON:
    location = _location(call)
    venue = {"location": location, "title": call.args.text("title"), "address": call.args.text("address")}
    return deliver(call, {"venue": venue, "location": location})


@api("sendPoll")
def send_poll(call: Call) -> JSON:
    question, _ = formatted(call.args.text("question"), call.args.text("question_parse_mode"))
    options = call.args.structure("options") or []
    if not 1 <= len(question) <= 300:
        raise bad_request("poll question must be non-empty" if not question else "poll question length must not exceed 300")
    if not 1 <= len(options) <= 12:
        raise bad_request("poll must have at least 1 option" if not options else "poll can't have more than 12 options")
    texts = [option["text"] if isinstance(option, dict) else str(option) for option in options]
    poll: JSON = {"id": str(next(_polls)), "question": question, "total_voter_count": 0, "is_closed": False}
    poll["options"] = [{"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate(texts)]
    poll |= {"type": call.args.text("type") or "regular", "allows_multiple_answers": call.args.flag("allows_multiple_answers")}
    poll |= {"allows_revoting": call.args.flag("allows_revoting"), "members_only": call.args.flag("members_only")}
    poll["is_anonymous"] = call.args.text("is_anonymous").lower() != "false"
    return deliver(call, {"poll": poll})


@api("sendChatAction")
def send_chat_action(call: Call) -> bool:
    action = call.args.text("action")
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.tell(destination(call), "typing", action=action)
    return True
