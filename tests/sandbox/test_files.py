"""Sizes of pictures by their first bytes, and the samples people send."""

import pytest

from sandbox.files import FileShelf, picture_size, sample_picture, sample_sound

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x20\x00\x40" + bytes(20)


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (sample_picture(2, width=30, height=20), (30, 20)),
        (JPEG, (64, 32)),
        (b"GIF89a\x0a\x00\x05\x00", (10, 5)),
        (b"RIFF1234WEBPVP8 ", (512, 512)),
        (b"\xff\xd8\xff", None),
        (b"text", None),
    ],
)
def test_picture_size(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size


def test_shelf() -> None:
    shelf = FileShelf()
    voice = shelf.keep("voice", sample_sound(), name="v.ogg", mime="audio/ogg")
    assert shelf.get(voice.file_id) is shelf.at_path(voice.path) is voice
    assert voice.path.startswith("voice/")
    assert shelf.get("nothing") is None
    assert sample_picture(0) != sample_picture(1)
