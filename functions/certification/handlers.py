"""Certified copies: asked for at home or at the counter, prepared by the unit, delivered by its certifier."""

from __future__ import annotations

from chalice.app import Response

from functions.certification import delivering, export, filing, keeping, listing, shapes, spelling, terms, views
from shared.clock import now, today
from shared.domain import certification
from shared.domain.errors import Unacceptable
from shared.storage import buckets, certifications, items, registers, table, uploads
from shared.web.caller import CERTIFIER, Caller
from shared.web.desk import COPIES, unit_name, unit_of
from shared.web.logs import decided
from shared.web.paging import cursor, position
from shared.web.rooms import Room

room = Room(__name__)

_CERTIFIERS = frozenset({CERTIFIER})
_LINES_AT_MOST = 5000  # of one exported file


@room.on("GET", "/certification-terms", public=True)
def read_terms_of_copies() -> views.TermsView:
    """What a certified copy costs, which agencies make one, and how long ahead one may say when one comes."""
    return spelling.terms_of(terms.terms())


@room.on("POST", "/certifications", status=201)
def request_copy(caller: Caller, body: shapes.RequestCopy) -> views.CertificationView:
    """[Yêu cầu chứng thực bản sao]: its original is presented at the unit's counter afterwards."""
    fresh = filing.online(caller, body)
    table.write(certifications.requested(fresh))
    decided("certification.requested", certification=fresh.id, unit=fresh.unit)
    return spelling.to_requester(fresh)


@room.on("GET", "/certifications")
def list_copies(caller: Caller, query: shapes.ListRequests) -> views.CertificationsView:
    """The copies I asked for, the newest first."""
    page = certifications.of_vault(caller.vault, limit=query.limit, after=position(query.cursor))
    found = [spelling.to_requester(each) for each in certifications.listed(page.rows)]
    return views.CertificationsView(certifications=found, cursor=cursor(page.last))


@room.on("GET", "/certifications/{certification_id}")
def read_copy(caller: Caller, certification_id: str) -> views.CertificationView:
    """One of them, with every step taken on it."""
    return spelling.to_requester(keeping.own(caller, certification_id))


@room.on("POST", "/certifications/{certification_id}/cancel")
def cancel_copy(caller: Caller, certification_id: str, body: shapes.Seen) -> views.CertificationView:
    """I need it no longer; not once it is signed."""
    before = keeping.as_seen(keeping.own(caller, certification_id), body.revision)
    done = certification.after(
        before, certification.Step(deed=certification.Deed.CANCELLED, at=now(), person=caller.person)
    )
    return spelling.to_requester(keeping.kept(before, done))


@room.on("GET", "/desk/certification-queue", roles=COPIES)
def list_queue_of_copies(caller: Caller, query: shapes.ListQueueOfCopies) -> views.QueueOfCopiesView:
    """What my unit has to certify, the oldest first; or what has ended."""
    own = unit_of(caller)
    unit = listing.asked_unit(own, query.unit)
    page = certifications.of_unit(unit, is_open=query.open, limit=query.limit, after=position(query.cursor))
    return views.QueueOfCopiesView(
        units=spelling.continued(own),
        certifications=[spelling.queued(each) for each in page.rows],
        cursor=cursor(page.last),
    )


@room.on("POST", "/desk/certifications", status=201, roles=COPIES)
def open_copy_at_counter(caller: Caller, body: shapes.OpenAtCounter) -> views.CertificationAtDesk:
    """Somebody stands at the counter with the original: asked for and accepted at once."""
    fresh = filing.at_counter(caller, body)
    table.write(certifications.requested(fresh))
    decided("certification.opened", certification=fresh.id, unit=fresh.unit)
    return spelling.at_desk(fresh)


@room.on("GET", "/desk/certifications", roles=COPIES)
def read_register(caller: Caller, query: shapes.ReadRegister) -> views.RegisterView:
    """My unit's register of a year, by number; or the lines with this number or these words."""
    own, year = unit_of(caller), query.year or today().year
    unit = listing.asked_unit(own, query.unit)
    found = listing.lines(unit, year, query)
    return views.RegisterView(
        unit=unit,
        unit_name=unit_name(unit),
        units=spelling.continued(own),
        year=year,
        entries=[spelling.line(each) for each in found.entries],
        cursor=cursor(found.last),
    )


@room.on("GET", "/desk/certification-register", roles=COPIES, media_type="text/csv")
def export_register(caller: Caller, query: shapes.ExportRegister) -> Response:
    """The register as a file for a spreadsheet: UTF-8 with its mark, Vietnamese headings."""
    unit, year = listing.asked_unit(unit_of(caller), query.unit), query.year or today().year
    found = registers.whole(unit, year, first=query.first, last=query.last, at_most=_LINES_AT_MOST)
    if found is None:
        raise Unacceptable(
            "TOO_MANY_LINES", f"Mỗi tệp có tối đa {_LINES_AT_MOST} dòng; hãy chọn từ số nào đến số nào.", []
        )
    decided("register.exported", unit=unit, year=year, lines=len(found))
    return export.as_file(found, file_name=f"so-chung-thuc-{unit}-{year}.csv")


@room.on("GET", "/desk/certifications/{certification_id}", roles=COPIES)
def read_copy_at_desk(caller: Caller, certification_id: str) -> views.CertificationAtDesk:
    """One request my unit has in hand: its original, its signed copy, and what may be done next."""
    return spelling.at_desk(keeping.in_hand(caller, certification_id))


@room.on("POST", "/desk/certifications/{certification_id}/accept", roles=COPIES)
def accept_original(caller: Caller, certification_id: str, body: shapes.AcceptOriginal) -> views.CertificationAtDesk:
    """[Ghi nhận bản chính]: it was presented, and is noted as it is printed. Again, to put right what was noted."""
    before = keeping.as_seen(keeping.in_hand(caller, certification_id), body.revision)
    certification.refuse_impossible(before, certification.Deed.ACCEPTED)
    done = filing.accepted(before, caller, filing.presented(body.original), body.pages)
    return spelling.at_desk(keeping.kept(before, done))


@room.on("POST", "/desk/certifications/{certification_id}/refuse", roles=COPIES)
def refuse_copy(caller: Caller, certification_id: str, body: shapes.RefuseCopy) -> views.CertificationAtDesk:
    """[Từ chối chứng thực], with the reason the requester reads."""
    before = keeping.as_seen(keeping.in_hand(caller, certification_id), body.revision)
    step = certification.Step(
        deed=certification.Deed.REFUSED, at=now(), person=caller.person, unit=unit_of(caller), text=body.reason
    )
    return spelling.at_desk(
        keeping.kept(before, certification.after(before, step), keeping.told(before, "copy_refused", step))
    )


@room.on("POST", "/desk/certifications/{certification_id}/copy", status=201, roles=COPIES)
def send_signed_copy(caller: Caller, certification_id: str, body: shapes.SignedCopy) -> views.AnnouncedView:
    """Announce the signed copy and get the form that sends it to the store; `GET /desk/uploads/{id}` tells the rest.

    It must carry the registered signature of a person of the unit, who certifies, and the unit's own.
    """
    request = keeping.as_seen(keeping.in_hand(caller, certification_id), body.revision)
    certification.refuse_impossible(request, certification.Deed.SIGNED)
    upload = filing.signed_copy(request, caller, body)
    uploads.announce(upload)
    decided("copy.announced", upload=upload.id, certification=request.id)
    return spelling.announced(upload)


@room.on("POST", "/desk/certifications/{certification_id}/open", roles=COPIES)
def open_waiting_copy(caller: Caller, certification_id: str) -> views.CopyFile:
    """Look through the signed copy before it is delivered: a link that lives five minutes, the look recorded first."""
    paper = keeping.looked_through(caller, keeping.in_hand(caller, certification_id))
    file_name = paper.version.file_name
    return views.CopyFile(
        url=buckets.link(buckets.vault_key(paper.id, paper.version.sha256), file_name=file_name),
        expires_in=int(buckets.LINK_LIFE.total_seconds()),
        file_name=file_name,
    )


@room.on("POST", "/desk/certifications/{certification_id}/discard", roles=COPIES)
def discard_copy(caller: Caller, certification_id: str, body: shapes.Seen) -> views.CertificationAtDesk:
    """Take the signed copy back before it is delivered: a page is missing, or the original was noted wrongly."""
    before = keeping.as_seen(keeping.in_hand(caller, certification_id), body.revision)
    step = certification.Step(deed=certification.Deed.DISCARDED, at=now(), person=caller.person, unit=unit_of(caller))
    done = certification.after(before, step, paper=None, certifier=None)
    assert before.paper  # noqa: S101 - what is signed has one
    kept = keeping.kept(before, done, *items.forgotten(before.paper.id))
    buckets.erase(before.paper.id)
    return spelling.at_desk(kept)


@room.on("POST", "/desk/certifications/{certification_id}/deliver", roles=_CERTIFIERS)
def deliver_copy(caller: Caller, certification_id: str, body: shapes.Seen) -> views.CertificationAtDesk:
    """[Vào sổ và trả bản sao]: the next number of the register, and in the same step into the requester's vault."""
    before = keeping.as_seen(keeping.in_hand(caller, certification_id), body.revision)
    done = delivering.delivered(before, person=caller.person, unit=unit_of(caller))
    decided("certification.delivered", certification=done.id, unit=done.unit, number=done.register_number)
    return spelling.at_desk(done)
