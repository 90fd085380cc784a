"""What the environment says: the settings of a server, each explained and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from engine.core.alarms import Limits
from engine.core.errors import InvalidInput

REAL_DATABASE = "sqlite:///var/ventanilla.db"
DEMO_DATABASE = "sqlite:///var/demo.db"
EMBEDDED, CLUSTER = "embedded", "cluster"
LOG_FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; `VARIABLES` explains each one."""

    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    database_url: str = ""
    threads: int = 8
    workers: str = EMBEDDED
    processes: int = 3
    trusted_hosts: str = ""
    trusted_proxy: str = ""
    smtp_url: str = ""
    mail_from: str = "ventanilla@localhost"
    register_url: str = ""
    register_token: str = ""
    courier_token: str = ""
    real_name_url: str = ""
    real_name_token: str = ""
    secret_file: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    disk_free_mb: int = 1000
    disk_folder: str = ""
    backup_days: int = 2
    backup_folder: str = "var/backups"
    verify_days: int = 0
    metrics_token: str = ""
    worker_metrics_port: int = 0
    log_format: str = "text"
    ventanilla_failpoint: str = ""


VARIABLES: Mapping[str, str] = {
    "HOST": "address to listen on",
    "PORT": "port to listen on",
    "DEMO": "1 for the demo office: made-up people, nothing is sent outward",
    "DATABASE_URL": f"{REAL_DATABASE}, in a demo {DEMO_DATABASE}; or postgresql://…",
    "THREADS": "requests answered at once",
    "WORKERS": "embedded: clocks tick in `serve`; cluster: in `worker`, woken by PostgreSQL",
    "PROCESSES": "processes that answer requests (WORKERS=cluster)",
    "TRUSTED_HOSTS": "host names that may be asked for, with spaces between; empty for any",
    "TRUSTED_PROXY": "address of the proxy that ends TLS in front of this server",
    "SMTP_URL": "mail server (smtps://user:password@host); empty for no mail",
    "MAIL_FROM": "sender of mails",
    "REGISTER_URL": "population register (https://…); empty for the embedded demo register",
    "REGISTER_TOKEN": "bearer token for the population register",
    "REAL_NAME_URL": "real-name check of citizens (https://…); empty: only officers bind accounts",
    "REAL_NAME_TOKEN": "bearer token for the real-name check",
    "COURIER_TOKEN": "bearer token with which the courier tells its scans; empty for none",
    "SECRET_FILE": "key of what is encrypted; empty for a .key file beside an SQLite database",
    "OIDC_ISSUER": "OpenID Connect provider (https://…); empty for sign-in here only",
    "OIDC_CLIENT_ID": "our name at the provider",
    "OIDC_CLIENT_SECRET": "our secret at the provider; empty for none",
    "OIDC_NAME": "what the button to the provider says; empty for its host name",
    "DISK_FREE_MB": "megabytes that must be free on the disk of the database, else an alarm rings",
    "DISK_FOLDER": "folder whose disk is watched; empty for that of an SQLite database",
    "BACKUP_FOLDER": "where a backup is kept before a database is brought to a new release",
    "BACKUP_DAYS": "days after which a missing backup is an alarm; 0 for never",
    "VERIFY_DAYS": "days after which an unverified history is an alarm; 0 for never",
    "METRICS_TOKEN": "bearer token for /metrics; empty for this machine only",
    "WORKER_METRICS_PORT": "port at HOST where a worker tells its figures; 0 for none",
    "LOG_FORMAT": "text or json",
    "VENTANILLA_FAILPOINT": "name:kill|raise:n, for tests of crashes only",
}


def explained() -> str:
    """Give a line for each variable, for those who ask for help."""
    return "".join(f"  {name:<20} {text}\n" for name, text in VARIABLES.items())


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables; raise InvalidInput for an unusable one."""
    given: dict[str, Any] = {}
    for variable in fields(Settings):
        name = variable.name.upper()
        if text := environment.get(name, "").strip():
            given[variable.name] = _converted(name, text, type(variable.default))
    given.setdefault("database_url", DEMO_DATABASE if given.get("demo") else REAL_DATABASE)
    if given.get("log_format", "text") not in LOG_FORMATS:
        raise InvalidInput("setting_unusable", setting="LOG_FORMAT", value=given["log_format"])
    return Settings(**given)


def _converted(name: str, text: str, kind: type) -> object:
    if kind is bool and text in {"0", "1"}:
        return text == "1"
    if kind is int and text.isascii() and text.isdecimal() and int(text) < 2**16:
        return int(text)
    if kind is str:
        return text
    raise InvalidInput("setting_unusable", setting=name, value=text)


def limits_of(settings: Settings) -> Limits:
    """Say from where on operators are alarmed."""

    def days(number: int) -> timedelta | None:
        return timedelta(days=number) if number else None

    return Limits(
        disk_free=settings.disk_free_mb * 1_000_000,
        disk_folder=settings.disk_folder,
        # nobody needs a demo office back
        backup_age=None if settings.demo else days(settings.backup_days),
        verified_age=days(settings.verify_days),
    )
