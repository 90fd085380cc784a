"""Mail by SMTP, and the silence of an office that sends nothing outward."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from hashlib import sha256
from typing import Self
from urllib.parse import unquote, urlsplit

from engine.core.errors import InvalidInput, ServiceTaskFailed
from engine.core.ports import Letter

LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
TIMEOUT = 20.0
# replies from this code on are final (RFC 5321, 4.2.1)
LASTING = 500


@dataclass(frozen=True, slots=True)
class Silence:
    """The post of an office without a mail server: letters are not sent."""

    def send(self, letter: Letter) -> None:
        """Keep the letter."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server: `smtps://` and `smtp+starttls://`, in clear only on this machine."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def at(cls, url: str, sender: str) -> Self:
        """Read an address such as `smtps://user:password@mail.example:465`."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise InvalidInput("mail_address_unreadable")
        if parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
            raise InvalidInput("mail_address_not_safe", host=parts.hostname)
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            sender=sender,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def send(self, letter: Letter) -> None:
        """Send a letter; a refused recipient is permanent, all else may pass."""
        try:
            with self._connected() as server:
                server.send_message(_message(letter, self.sender))
        except smtplib.SMTPRecipientsRefused as error:
            raise ServiceTaskFailed("mail_refused", permanent=_is_final(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise ServiceTaskFailed("mail_unreachable", host=self.host) from error

    def _connected(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            tls = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT, context=tls
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            self._prepare(server)
        except BaseException:
            server.close()
            raise
        return server

    def _prepare(self, server: smtplib.SMTP) -> None:
        if self.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(self.user, self.password)


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    # a repeated attempt carries the same id, so that mailboxes can tell
    digest = sha256(f"{letter.key} {letter.to}".encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{digest}@ventanilla>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def _is_final(error: smtplib.SMTPRecipientsRefused) -> bool:
    return all(code >= LASTING for code, _ in error.recipients.values())
