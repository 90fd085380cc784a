"""Encrypt small secrets at rest with a key that is kept apart from the database."""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.core.errors import StoreUnusable

KEY_BYTES, NAME_BYTES, NONCE_BYTES = 32, 8, 12
# the way of encrypting, so that another one can be told from it: AES-256-GCM
WAY = b"\x01"


def sealed(key_file: Path | None, secret: bytes, about: str) -> bytes:
    """Encrypt a secret for what it is about; the key is made where there is none yet.

    Raises StoreUnusable (`key_file_unusable`).
    """
    key = _key(key_file, make=True)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return WAY + _name(key) + nonce + AESGCM(key).encrypt(nonce, secret, about.encode())


def opened(key_file: Path | None, box: bytes, about: str) -> bytes:
    """Decrypt a secret that `sealed` encrypted for the same.

    Raises StoreUnusable: `key_file_unusable`, or `key_file_other` where another key, or another
    program, encrypted it.
    """
    key = _key(key_file, make=False)
    name, nonce, rest = _parts(box)
    if box[:1] != WAY or name != _name(key):
        raise StoreUnusable("key_file_other", file=str(key_file))
    try:
        return AESGCM(key).decrypt(nonce, rest, about.encode())
    except InvalidTag as problem:
        raise StoreUnusable("key_file_other", file=str(key_file)) from problem


def _parts(box: bytes) -> tuple[bytes, bytes, bytes]:
    start = len(WAY) + NAME_BYTES
    return box[len(WAY) : start], box[start : start + NONCE_BYTES], box[start + NONCE_BYTES :]


def _name(key: bytes) -> bytes:
    return sha256(b"ventanilla key " + key).digest()[:NAME_BYTES]


def _key(path: Path | None, *, make: bool) -> bytes:
    if path is None:
        raise StoreUnusable("key_file_unusable", file="-", reason="SECRET_FILE is not set")
    try:
        if make and not path.exists():
            _make(path)
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as problem:
        raise StoreUnusable("key_file_unusable", file=str(path), reason=_why(problem)) from problem
    if len(key) != KEY_BYTES:
        raise StoreUnusable("key_file_unusable", file=str(path), reason="not a key")
    return key


def _make(path: Path) -> None:
    """Write a new key, for its owner only; whoever is second takes the key of the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    written = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(written, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(half)
    except FileExistsError:
        return
    finally:
        half.unlink()


def _why(problem: OSError | ValueError) -> str:
    return (problem.strerror or "") if isinstance(problem, OSError) else "not a key"
