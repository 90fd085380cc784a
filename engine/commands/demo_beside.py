"""What else a demo office has to show: a remote county, outages, a role that waits, incidents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from engine.commands import dated_settings, grants, offices, outages
from engine.commands.dated_settings import SettingText
from engine.commands.demo_cast import Cast
from engine.commands.demo_travel import Travel
from engine.commands.engine import Engine
from engine.commands.outages import NewOutage
from engine.core import instants
from engine.core.errors import ServiceTaskFailed
from engine.core.people import Grant
from engine.core.ports import CardEvent, PopulationRegister, RegisterEntry

PROVINCE, STATION = "520000", "520102001"
REMOTE = "522635 522636"
# how long before the end the register went down, and how long before an earlier outage was
DOWN, EARLIER = timedelta(hours=30), timedelta(days=33)


@dataclass(frozen=True, slots=True)
class FailingRegister:
    """A register that from a day on takes no word of cards that are replaced."""

    register: PopulationRegister
    since: date

    def look_up(self, id_number: str, on: date) -> RegisterEntry | None:
        """Find a person as registered on that day."""
        return self.register.look_up(id_number, on)

    def report_loss(self, event: CardEvent, key: str) -> str:
        """Report a lost card."""
        return self.register.report_loss(event, key)

    def record_deed(self, event: CardEvent, key: str) -> str:
        """Write down that an application was accepted or signed off, or a card handed over."""
        return self.register.record_deed(event, key)

    def invalidate_card(self, event: CardEvent, key: str) -> str:
        """Invalidate a card, before the day on which that stopped working."""
        if event.on >= self.since:
            raise ServiceTaskFailed("register_refused", permanent=True, status=503)
        return self.register.invalidate_card(event, key)


def failing(engine: Engine) -> Engine:
    """Give the engine with a register that fails at the end of the weeks."""
    since = instants.day(engine.clock() - DOWN)
    register = FailingRegister(engine.ports["register"], since)
    return replace(engine, ports={**engine.ports, "register": register})


def settle_remote_counties(engine: Engine, cast: Cast) -> Engine:
    """Let two administrators say which counties are remote; give the engine that knows it."""
    today = instants.day(engine.clock()).isoformat()
    given = SettingText("remote_counties", REMOTE, today, "示例：偏远、交通不便地区名单（演示）")
    proposal = dated_settings.propose(engine, given, cast.actor("administrator"))
    dated_settings.approve(engine, proposal, cast.actor("administrator2"))
    return offices.refreshed(engine)


def plan(travel: Travel) -> None:
    """Note what happens beside the applications."""
    travel.plan(travel.until - EARLIER, lambda at: _record_earlier_outage(travel, at))
    travel.plan(travel.until - DOWN, lambda at: _record_outage(travel, at))
    travel.plan(travel.until - timedelta(days=1), lambda at: _ask_for_a_role(travel, at))


def _record_earlier_outage(travel: Travel, at: datetime) -> None:
    note = "光缆中断，窗口无法联网，已抢修恢复。"
    begun = at - timedelta(hours=6)
    _record(travel, at, NewOutage("network", "520200", note, begun, at))


def _record_outage(travel: Travel, at: datetime) -> None:
    note = "人口库回写接口停止应答，已联系维护单位。"
    _record(travel, at, NewOutage("register", PROVINCE, note, at))


def _record(travel: Travel, at: datetime, outage: NewOutage) -> None:
    outages.record(travel.at(at), outage, travel.cast.actor("operator"))


def _ask_for_a_role(travel: Travel, at: datetime) -> None:
    wish = Grant("window", STATION)
    grants.ask(travel.at(at), "clerk", wish, travel.cast.actor("administrator"))
