"""Who hears that a paper was reported: its holders, who must answer, and who is working with it just now."""

from __future__ import annotations

from collections.abc import Iterator

from shared.clock import VIETNAM, new_id
from shared.domain.feedback import Feedback
from shared.domain.items import Item
from shared.domain.life import OPEN
from shared.storage import dossiers, items, officers
from shared.storage.outbox import Message, posted
from shared.storage.table import Write
from shared.web.caller import HEAD
from shared.web.desk import unit_name

_MOST = 20  # dossiers that use it, the latest


def messages(fresh: Feedback, item: Item) -> list[Write]:
    """The writes that tell them: to who gave it that it has arrived, to all the others that the paper is disputed."""
    others = (vault for vault in item.holders if vault != fresh.vault)
    due = f"{fresh.due.astimezone(VIETNAM):%Y-%m-%d}"

    def told(event: str, vault: str, about: str, **parameters: str) -> Write:
        return posted(
            Message(id=new_id(), event=event, vault=vault, at=fresh.given_at, parameters=parameters, about=about)
        )

    return [
        told("feedback_received", fresh.vault, f"feedback/{fresh.id}", unit=unit_name(fresh.unit)),
        *(told("item_disputed", vault, f"item/{item.id}") for vault in others),
        *(told("feedback_arrived", head, f"feedback/{fresh.id}", due=due) for head in _heads(fresh)),
        *(
            told("dossier_paper_disputed", officer, f"dossier/{dossier}", code=code)
            for officer, dossier, code in _working_with(item)
        ),
    ]


def _heads(fresh: Feedback) -> Iterator[str]:
    serving = officers.officers_of(fresh.unit, on=fresh.given_at.astimezone(VIETNAM).date())
    return (person for person, held in serving.items() if HEAD in held.roles)


def _working_with(item: Item) -> Iterator[tuple[str, str, str]]:
    """Officer, dossier and its code, of open dossiers that use the paper. 1 Query, 1 BatchGetItem if there are any.

    One that is nobody's yet shows it at the desk to whoever takes it up.
    """
    for each in dossiers.several(items.pinned_by(item.id, limit=_MOST)):
        if each.officer and each.state in OPEN and each.uses(item.id, item.version.number):
            yield each.officer, each.id, each.code or ""
