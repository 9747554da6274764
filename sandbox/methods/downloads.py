"""Answers for files the bot wants to read: getFile, and the (empty) profile photos of people."""

from sandbox.errors import bad_request
from sandbox.records import JSON
from sandbox.registry import Call, api

MAX_DOWNLOAD = 20 * 1024 * 1024


@api("getFile")
def get_file(call: Call) -> JSON:
    if "file_id" not in call.args:
        raise bad_request("invalid file_id")
    file = call.world.files.get(call.args.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    sizes = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.content)}
    return sizes | {"file_path": file.path}


@api("getUserProfilePhotos")
def get_user_profile_photos(call: Call) -> JSON:
    if call.args.integer("user_id", low=0, high=2**62) not in call.world.users:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
