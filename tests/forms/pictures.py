"""Small pictures for the tests."""

from __future__ import annotations

import io

from PIL import Image


def jpeg(width: int = 8, height: int = 4, **more: object) -> bytes:
    return picture("JPEG", width, height, **more)


def picture(
    kind: str, width: int = 8, height: int = 4, mode: str = "RGB", **more: object
) -> bytes:
    target = io.BytesIO()
    Image.new(mode, (width, height)).save(target, format=kind, **more)
    return target.getvalue()


def noise(width: int, height: int) -> bytes:
    """Make a picture that cannot be made small."""
    target = io.BytesIO()
    Image.effect_noise((width, height), 100).convert("RGB").save(target, format="JPEG", quality=95)
    return target.getvalue()
