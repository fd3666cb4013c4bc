"""Who is asking, as the authorizer proved it: never as a body says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CITIZEN = "citizen"
OFFICER = "officer"
HEAD = "head"  # of a unit: whatever an officer may, and overriding a gate
CERTIFIER = "certifier"  # signs certified copies
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`person` acts; `vault` is whose papers they are acting on: their own, their organisation's, or those of somebody
    an officer assists.
    """

    person: str
    vault: str
    session: str
    roles: frozenset[str] = frozenset()
    unit: str | None = None
    assists: str | None = None  # the channel of an assisted session, whose id `session` is then

    def as_context(self) -> dict[str, str]:
        """What the authorizer hands to the API: API Gateway carries only text."""
        return {
            "person": self.person,
            "vault": self.vault,
            "session": self.session,
            "roles": " ".join(sorted(self.roles)),
            "unit": self.unit or "",
            "assists": self.assists or "",
        }

    @classmethod
    def of_context(cls, context: Mapping[str, Any]) -> Caller:
        return cls(
            person=context["person"],
            vault=context["vault"],
            session=context["session"],
            roles=frozenset(context["roles"].split()),
            unit=context["unit"] or None,
            assists=context["assists"] or None,
        )
