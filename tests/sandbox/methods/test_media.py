"""Files: uploads, file_ids, limits, albums."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, URLInputFile

from sandbox import Person
from sandbox.files import sample_picture


def file(content: bytes = b"content", name: str = "a.bin") -> BufferedInputFile:
    return BufferedInputFile(content, name)


async def test_upload_send_again_and_download(bot: Bot, anna: Person) -> None:
    sent = await bot.send_document(anna.id, file(b"price list", "list.xlsx"), caption="<b>c</b>", parse_mode="HTML")
    assert sent.document
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("list.xlsx", 10, "c")
    again = await bot.send_document(anna.id, sent.document.file_id)
    assert again.document
    assert again.document.file_unique_id == sent.document.file_unique_id
    content = await bot.download(sent.document)
    assert content
    assert content.read() == b"price list"


async def test_every_kind(bot: Bot, anna: Person) -> None:
    assert (await bot.send_video(anna.id, file(), width=100, height=50, duration=7)).video
    assert (await bot.send_voice(anna.id, file())).voice
    assert (await bot.send_video_note(anna.id, file())).video_note
    assert (await bot.send_audio(anna.id, file(), title="t")).audio
    assert (await bot.send_animation(anna.id, file())).animation
    assert (await bot.send_sticker(anna.id, file())).sticker
    photo = (await bot.send_photo(anna.id, file(sample_picture(1, width=64, height=32)))).photo
    assert photo
    assert (photo[0].width, photo[0].height) == (64, 32)
    await anna.sees_photo()


async def test_persons_file_can_be_passed_on(bot: Bot, anna: Person) -> None:
    voice = (await anna.sends_voice()).raw["voice"]
    assert (await bot.send_voice(anna.id, voice["file_id"])).voice
    with pytest.raises(TelegramBadRequest, match="can't use file of type Voice as Photo"):
        await bot.send_photo(anna.id, voice["file_id"])


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        ("AgACAgIAAxk0123456789abcdefgh", "wrong file_id or the file is temporarily unavailable"),
        ("!", "wrong file identifier/HTTP URL specified"),
        ("attach://nothing", "there is no photo in the request"),
        ("https://a.example/x.png", "failed to get HTTP URL content"),
    ],
)
async def test_wrong_files(bot: Bot, anna: Person, photo: str, sentence: str) -> None:
    with pytest.raises(TelegramBadRequest, match=sentence):
        await bot.send_photo(anna.id, photo)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a picture", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (sample_picture(0, width=300, height=10), "PHOTO_INVALID_DIMENSIONS"),
        (sample_picture() + bytes(10 * 1024 * 1024), "is too big for a photo; the maximum size is 10485760 bytes"),
    ],
)
async def test_wrong_pictures(bot: Bot, anna: Person, content: bytes, sentence: str) -> None:
    with pytest.raises(TelegramBadRequest, match=sentence):
        await bot.send_photo(anna.id, file(content))


async def test_caption_limit_and_upload_limit(bot: Bot, anna: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(anna.id, file(sample_picture()), caption="x" * 1025)
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(anna.id, file(bytes(50 * 1024 * 1024 + 1)))


async def test_album(bot: Bot, anna: Person) -> None:
    pictures = [InputMediaPhoto(media=file(sample_picture(number)), caption="first" if not number else None) for number in range(3)]
    sent = await bot.send_media_group(anna.id, [*pictures])
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["first", None, None]
    assert [message.message_id for message in sent] == sorted(message.message_id for message in sent)


async def test_album_refusals(bot: Bot, anna: Person) -> None:
    photo, document = InputMediaPhoto(media=file(sample_picture())), InputMediaDocument(media=file())
    with pytest.raises(TelegramBadRequest, match="too many messages to send as an album"):
        await bot.send_media_group(anna.id, [photo] * 11)
    with pytest.raises(TelegramBadRequest, match="at least 2 messages"):
        await bot.send_media_group(anna.id, [photo])
    with pytest.raises(TelegramBadRequest, match="there are no messages to send"):
        await bot.send_media_group(anna.id, [])
    with pytest.raises(TelegramBadRequest, match="document can't be mixed with other media types"):
        await bot.send_media_group(anna.id, [photo, document])
    assert (await bot.send_media_group(anna.id, [document, document]))[0].document


def test_url_files_are_uploads_of_aiogram() -> None:
    assert URLInputFile("https://a.example/x.png").url
