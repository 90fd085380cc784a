"""Sign-in at an OpenID Connect provider: code flow with PKCE, and a checked ID token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from engine.core.errors import InvalidInput, NotPermitted, ServiceTaskFailed
from engine.core.ports import OutsideFlow, OutsideSubject

LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])
SCOPE = "openid profile email"
# signatures by a key that the provider alone holds; never `none`, never a shared secret
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512"]
TIMEOUT = 10
# seconds that clocks may differ
LEEWAY = 60
LARGEST_DOCUMENT = 1_000_000
LONGEST_SUBJECT, LONGEST_SHOWN = 255, 120


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """A provider by its issuer; its keys are read anew at each sign-in."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str

    def __post_init__(self) -> None:
        """Refuse an address at which anybody on the network could answer."""
        if not _is_safe(self.issuer) or not self.client_id:
            raise InvalidInput("address_not_safe", address=self.issuer)

    def address(self, flow: OutsideFlow) -> str:
        """Give the address at the provider that a browser goes to."""
        with self._client(flow) as client:
            address, _ = client.create_authorization_url(
                _endpoint(self._discovered(), "authorization_endpoint"),
                state=flow.state,
                nonce=flow.nonce,
                code_verifier=flow.verifier,
            )
        return str(address)

    def subject(self, flow: OutsideFlow, code: str, now: datetime) -> OutsideSubject:
        """Exchange the code for an ID token, check it, and say who signed in."""
        found = self._discovered()
        with self._client(flow) as client:
            try:
                given = client.fetch_token(
                    _endpoint(found, "token_endpoint"),
                    code=code,
                    code_verifier=flow.verifier,
                    timeout=TIMEOUT,
                    allow_redirects=False,
                )
            except requests.RequestException as problem:
                raise _unreachable(self.issuer) from problem
            except (AuthlibBaseError, ValueError) as problem:
                raise _refused("code_refused") from problem
        keys = _document(_endpoint(found, "jwks_uri"))
        return self._checked(str(given.get("id_token", "")), keys, (flow.nonce, now))

    def _client(self, flow: OutsideFlow) -> OAuth2Session:
        return OAuth2Session(
            self.client_id,
            self.client_secret or None,
            scope=SCOPE,
            redirect_uri=flow.callback,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self.client_secret else "none",
        )

    def _discovered(self) -> Mapping[str, Any]:
        """Read what the provider says of itself; only the very issuer that was set may answer."""
        found = _document(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise _refused("issuer_other")
        if "S256" not in found.get("code_challenge_methods_supported", ["S256"]):
            raise _refused("pkce_missing")
        return found

    def _checked(
        self, token: str, keys: Mapping[str, Any], expected: tuple[str, datetime]
    ) -> OutsideSubject:
        nonce, now = expected
        try:
            read = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS)  # type: ignore[arg-type]
            claims = CodeIDToken(
                read.claims,
                read.header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self.client_id},
                },
                params={"nonce": nonce, "client_id": self.client_id},
            )
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError) as problem:
            raise _refused(_reason(problem)) from problem
        return _subject(claims)


def _subject(claims: Mapping[str, Any]) -> OutsideSubject:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise _refused("subject_unusable")
    named = (claims.get(key) for key in ("preferred_username", "email", "name"))
    shown = next((text for text in named if isinstance(text, str) and text.isprintable()), "")
    return OutsideSubject(str(claims["iss"]), subject, (shown or subject)[:LONGEST_SHOWN])


def _endpoint(found: Mapping[str, Any], name: str) -> str:
    address = found.get(name)
    if not isinstance(address, str) or not _is_safe(address):
        raise _refused("endpoint_unusable")
    return address


def _document(address: str) -> Mapping[str, Any]:
    try:
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False, stream=True)
        with answer:
            body = answer.raw.read(LARGEST_DOCUMENT + 1, decode_content=True)
            if answer.status_code != requests.codes.ok or len(body) > LARGEST_DOCUMENT:
                raise _unreachable(address)
            read = json.loads(body)
    except (requests.RequestException, ValueError) as problem:
        raise _unreachable(address) from problem
    if not isinstance(read, dict):
        raise _unreachable(address)
    return read


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (local or parts.scheme == "https")


def _refused(reason: str) -> NotPermitted:
    return NotPermitted("outside_refused", reason=reason)


def _reason(problem: Exception) -> str:
    claim = getattr(problem, "claim", "")
    kind = str(getattr(problem, "error", "")) or "token_unreadable"
    return f"{kind} {claim}".strip()


def _unreachable(address: str) -> ServiceTaskFailed:
    return ServiceTaskFailed("identity_provider_unreachable", host=urlsplit(address).netloc)
