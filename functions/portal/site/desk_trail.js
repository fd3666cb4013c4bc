/** Where an officer is in a queue, for the way on and the way back: which queue, its dossiers in order, the one opened last. */
const trail = { queue: "#/desk", ids: [], opened: null };
const pages = new Map(); // cursor → the page it leads from, so that there is a way back

export function showsQueue(address, ids) {
  Object.assign(trail, { queue: address, ids });
}

export function openedLast(id) {
  trail.opened = id;
}

/** The address of the queue as it was left. */
export function queueLeft() {
  return trail.queue;
}

/** The dossiers before and after this one in the queue it was opened from. */
export function neighbours(id) {
  const at = trail.ids.indexOf(id);
  return at < 0 ? {} : { before: trail.ids[at - 1], after: trail.ids[at + 1] };
}

/** Which of the dossiers now in the queue one comes back to: the one opened last, or what came after it once it has left. */
export function cameBackTo(ids) {
  const { opened, ids: before } = trail;
  trail.opened = null;
  const since = before.slice(before.indexOf(opened));
  return opened && before.includes(opened) ? (since.find((id) => ids.includes(id)) ?? ids.at(-1)) : null;
}

export function turnsPage(from, to, number) {
  pages.set(to, { from, number });
}

/** `{from, number}` of a page: the cursor of the one before it, and which one it is. */
export function pageOf(cursor) {
  return cursor ? (pages.get(cursor) ?? { number: 2 }) : { number: 1 };
}
