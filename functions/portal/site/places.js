/** Where a notice leads to. A test reads this table: every event has its place, and every place its page. */

/** By event, then by what the notice is about; "" is where one is led when its notice names nothing. */
const MINE = { dossier: "#/dossiers/", "": "#/dossiers" };
const PAPER = { item: "#/vault/", feedback: "#/feedback/", upload: "#/vault/uploads/", "": "#/vault" };
const FEEDBACK = { feedback: "#/feedback/", "": "#/feedback" };
const SHARE = { share: "#/vault/shares/", "": "#/vault/shares" };
const DESK = { dossier: "#/desk/dossiers/", "": "#/desk" };
const DESK_FEEDBACK = { feedback: "#/desk/feedback/", "": "#/desk/feedback" };
const REUSE_RATE = { "": "#/reuse-rate" };
const PLACES = {
  dossier_submitted: MINE,
  dossier_received: MINE,
  dossier_not_received: MINE,
  supplement_asked: MINE,
  supplement_reminded: MINE,
  payment_asked: MINE,
  appointment_changed: MINE,
  dossier_stopped: MINE,
  withdrawal_granted: MINE,
  withdrawal_refused: MINE,
  result_ready: MINE,
  result_returned: MINE,
  upload_accepted: PAPER,
  upload_undecided: PAPER,
  upload_refused: PAPER,
  item_usable: PAPER,
  item_doubted: PAPER,
  item_issued: PAPER,
  item_confirmed: PAPER,
  item_certified: PAPER,
  paper_expiring: PAPER,
  item_disputed: PAPER,
  item_corrected: PAPER,
  item_withdrawn: PAPER,
  item_partly_corrected: PAPER,
  feedback_received: FEEDBACK,
  feedback_asked: FEEDBACK,
  feedback_not_upheld: FEEDBACK,
  copy_refused: { certification: "#/copies/", "": "#/copies" },
  agency_accessed: { dossier: "#/dossiers/", "": "#/vault/accesses" },
  share_opened: SHARE,
  share_locked: SHARE,
  export_ready: { export: "#/vault/exports/", "": "#/vault/exports" },
  dossier_paper_disputed: DESK,
  dossier_paper_corrected: DESK,
  dossier_overdue: DESK,
  feedback_arrived: DESK_FEEDBACK,
  feedback_due_soon: DESK_FEEDBACK,
  feedback_overdue: DESK_FEEDBACK,
  reuse_rate_below_target: REUSE_RATE,
};

/** The page of what a notice is about, or at least the list it is in; undefined where there is neither. */
export function placeOf({ event, about }) {
  const [kind, id] = about.split("/");
  const places = PLACES[event];
  return places && (id && places[kind] ? `${places[kind]}${id}` : places[""]);
}
