"""Who acts: an account with the roles granted to it at units."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core import duties


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held at a unit (code of the organisation)."""

    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The account on whose behalf a command runs."""

    id: str
    name: str
    unit: str
    grants: tuple[Grant, ...] = ()
    # citizen ID number the account is bound to, where it is
    id_number: str | None = None

    @property
    def works(self) -> frozenset[Grant]:
        """Give the roles whose tasks are the actor's: those held, an auxiliary's for officers."""
        stands_in = frozenset(
            Grant(duties.AUXILIARY, grant.unit)
            for grant in self.grants
            if grant.role in duties.done_by(duties.AUXILIARY)
        )
        return stands_in.union(self.grants)

    def holds(self, role: str) -> bool:
        """Tell whether the actor holds the role at any unit."""
        return any(grant.role == role for grant in self.grants)

    def holds_at(self, role: str, unit: str) -> bool:
        """Tell whether the actor holds the role at that unit."""
        return Grant(role, unit) in self.grants


# The scheduler and the outbox act under this name.
SYSTEM = Actor(id="system", name="Ventanilla", unit="520000")

# who holds one of these signs in with a second factor, outside of a demo office
NEEDS_SECOND_FACTOR: frozenset[str] = frozenset(
    ["administrator", "analyst", "approver", "auditor"]
)

ROLES: frozenset[str] = frozenset(
    [
        "applicant",
        "clerk",
        "auxiliary",
        "reviewer",
        "signer",
        "maker",
        "inspector",
        "dispatcher",
        "director",
        "window",
        "courier",
        "investigator",
        "head",
        "leader",
        "prefecture",
        "province",
        "auditor",
        "analyst",
        "approver",
        "administrator",
        "operator",
        "platform",
    ]
)
