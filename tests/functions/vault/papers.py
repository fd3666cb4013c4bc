"""Papers laid straight into a vault, as an accepted upload or a delivered result leaves them."""

import hashlib
from dataclasses import replace

from shared.clock import new_id, now
from shared.domain.items import Item, KindOfPaper, Origin, Standing, Version
from shared.storage import access, buckets, items
from shared.storage.table import transact
from tests.conftest import BIRTH


def a_version(content=b"paper", number=1):
    return Version(
        number=number,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        file_name="Giấy khai sinh.pdf",
        standing=Standing.ACCEPTED,
        added_at=now(),
        added_by=new_id(),
    )


def a_paper(*holders, content=None, **changes):
    """Kept: its rows, and its file in the vault bucket."""
    id = new_id()
    content = content or id.encode()
    plain = Item(
        id=id,
        holders=holders,
        document_type=BIRTH,
        kind=KindOfPaper.RESULT,
        origin=Origin.DEPOSITED,
        title="Giấy khai sinh",
        version=a_version(content),
    )
    kept = replace(plain, **changes)
    transact(*items.added(kept, {}))
    buckets.keep(buckets.vault_key(id, kept.version.sha256), content)
    return kept


def replaced(item, content):
    """The same paper with a new file."""
    after = replace(item, version=a_version(content, item.version.number + 1))
    transact(*items.replaced(item, after, {}))
    buckets.keep(buckets.vault_key(item.id, after.version.sha256), content)
    return items.item(item.id)


def looked_at(paper, vault, *, unit="H21.50.05", name="Xã Suối Mơ"):
    """An officer opened it, as its holder reads."""
    look = access.Access(
        id=new_id(),
        item=paper.id,
        version=1,
        person=new_id(),
        vault=new_id(),
        at=now(),
        purpose=access.OPENED,
        unit=unit,
        names={"unit": name},
    )
    access.recorded_for_holder(look, vault)
    return look
