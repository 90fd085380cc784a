"""Photographs from outside: believed only once decoded, kept only re-encoded."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 5_000_000
MAX_PIXELS = 12_000_000
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
# what Pillow's decoders raise on damaged or hostile files
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)


class PhotoRefused(Exception):
    """A file is not a photograph that we keep."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph, decoded and encoded anew: no metadata, nothing hidden behind it."""

    media_type: str
    body: bytes
    width: int
    height: int


def read(body: bytes) -> Photo:
    """Decode a JPEG or PNG of at most 5 MB and 12 megapixels and encode it anew.

    Raises PhotoRefused: file_too_large, not_a_photo, too_many_pixels or damaged_photo.
    """
    if len(body) > MAX_BYTES:
        raise PhotoRefused("file_too_large", megabytes=MAX_BYTES // 1_000_000)
    with warnings.catch_warnings():
        # Pillow warns of large pictures; the bound below is lower
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return _encoded_anew(_opened(body))


def _opened(body: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(body), formats=tuple(MEDIA_TYPES))
    except Image.DecompressionBombError as error:
        raise PhotoRefused("too_many_pixels", megapixels=MAX_PIXELS // 1_000_000) from error
    except (UnidentifiedImageError, *_DAMAGED) as error:
        raise PhotoRefused("not_a_photo") from error
    # read from the header: nothing has been decoded yet
    if picture.width * picture.height > MAX_PIXELS:
        raise PhotoRefused("too_many_pixels", megapixels=MAX_PIXELS // 1_000_000)
    return picture


def _encoded_anew(picture: Image.Image) -> Photo:
    kind = str(picture.format)
    try:
        upright = ImageOps.exif_transpose(picture)
        plain = upright.convert("RGB")
    except _DAMAGED as error:
        raise PhotoRefused("damaged_photo") from error
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    target = io.BytesIO()
    bare.save(target, format=kind, quality=90)
    return Photo(MEDIA_TYPES[kind], target.getvalue(), bare.width, bare.height)
