"""The front door: the list of rooms is on it, and nothing else."""

from __future__ import annotations

from chalice.app import Chalice

from functions.assisted.handlers import room as assisted
from functions.catalogue.handlers import room as catalogue
from functions.certification.handlers import room as certification
from functions.corrections.handlers import room as corrections
from functions.dead_letters.handlers import room as dead_letters
from functions.desk.handlers import room as desk
from functions.digitising.handlers import room as digitising
from functions.dossiers.handlers import room as dossiers
from functions.exports.handlers import room as exports
from functions.feedback.handlers import room as feedback
from functions.forms.handlers import room as forms
from functions.notifications.handlers import room as notifications
from functions.officers.handlers import room as officers
from functions.portal.handlers import room as portal
from functions.readiness.handlers import room as readiness
from functions.reminders.handlers import room as reminders
from functions.requests.handlers import room as requests
from functions.results.handlers import room as results
from functions.reuse_rate.handlers import room as reuse_rate
from functions.shares.handlers import room as shares
from functions.sign_in.handlers import room as sign_in
from functions.trust.handlers import room as trust
from functions.uploads.handlers import room as uploads
from functions.vault.handlers import room as vault
from functions.webhooks.handlers import room as webhooks
from shared.web.authorize import guard

app = Chalice(app_name="kho")

ROOMS = (
    guard,
    sign_in,
    catalogue,
    vault,
    uploads,
    shares,
    exports,
    dossiers,
    readiness,
    desk,
    requests,
    assisted,
    forms,
    digitising,
    results,
    certification,
    feedback,
    corrections,
    webhooks,
    notifications,
    reminders,
    reuse_rate,
    officers,
    dead_letters,
    trust,
    portal,
)

for room in ROOMS:
    app.register_blueprint(room)
