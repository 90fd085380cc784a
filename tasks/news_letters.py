"""Word of news about a case by mail, in the language of who is told."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.ports import Addressee, Mail
from tasks import notices


@dataclass(frozen=True, slots=True)
class NewsLetters:
    """Writes the letter that says that there is news, and hands it to the post."""

    mail: Mail

    def tell(self, case_no: str, addressee: Addressee, key: str) -> None:
        """Mail an addressee who has an address; raises ServiceTaskFailed."""
        if addressee.email:
            self.mail.send(notices.letter("news", addressee, {"case_no": case_no}, key))
