"""Which files are photographs, and what is left of them."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from forms import photos
from forms.photos import PhotoRefused
from tests.forms.pictures import jpeg, picture


def refusal(body: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        photos.read(body)
    return refused.value.code


def png_that_claims(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = b"IEND"
    parts = (header, end)
    chunks = [struct.pack(">I", len(p) - 4) + p + struct.pack(">I", zlib.crc32(p)) for p in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        pytest.param(jpeg(), "image/jpeg", id="JPEG"),
        pytest.param(jpeg(mode="CMYK"), "image/jpeg", id="JPEG for printers"),
        pytest.param(picture("PNG"), "image/png", id="PNG"),
        pytest.param(picture("PNG", mode="P"), "image/png", id="PNG with a palette"),
        pytest.param(picture("PNG", mode="RGBA"), "image/png", id="PNG with transparency"),
    ],
)
def test_a_photograph_is_read(body: bytes, media_type: str) -> None:
    photo = photos.read(body)

    assert (photo.media_type, photo.width, photo.height) == (media_type, 8, 4)


def test_metadata_are_dropped() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"

    photo = photos.read(jpeg(exif=exif))

    assert b"taken at home" not in photo.body
    assert not Image.open(io.BytesIO(photo.body)).getexif()


def test_what_hangs_behind_a_photograph_is_dropped() -> None:
    photo = photos.read(jpeg() + b"<script>alert(1)</script>")

    assert b"script" not in photo.body


def test_a_turned_photograph_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    photo = photos.read(jpeg(exif=exif))

    assert (photo.width, photo.height) == (4, 8)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"", "not_a_photo", id="nothing"),
        pytest.param(b"<svg/>", "not_a_photo", id="a drawing"),
        pytest.param(picture("GIF"), "not_a_photo", id="another format"),
        pytest.param(jpeg(400, 400)[:400], "not_a_photo", id="cut in the header"),
        pytest.param(png_that_claims(5000, 5000), "too_many_pixels", id="25 megapixels"),
        pytest.param(png_that_claims(12000, 12000), "too_many_pixels", id="144 megapixels"),
        pytest.param(png_that_claims(60000, 60000), "too_many_pixels", id="a bomb"),
        pytest.param(png_that_claims(8, 4), "damaged_photo", id="no pixels"),
        pytest.param(b"x" * 5_000_001, "file_too_large", id="more than 5 MB"),
    ],
)
def test_what_is_no_photograph_of_ours_is_refused(body: bytes, code: str) -> None:
    assert refusal(body) == code


def test_a_photograph_that_breaks_off_is_refused() -> None:
    noise = Image.effect_noise((400, 400), 90)
    target = io.BytesIO()
    noise.save(target, format="JPEG")

    assert refusal(target.getvalue()[: target.tell() // 2]) == "damaged_photo"
